import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { type PaletteItem, paletteGroups } from "../../state/palette-items.ts";
import type { PaletteState } from "../../state/palette-store.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import type { WindowStores } from "../../state/window-stores.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { elementIdOf, ItemList } from "./item-list.tsx";
import "./palette.css";

const words = en.palette;
const PAGE_STEP = 8;

/** Finds commands, places, views, settings and runs in one field. Source: experience DSK-1. */
export function CommandPalette() {
  const isOpen = useWindowStore("palette", (state) => state.isOpen);
  return isOpen ? <OpenPalette /> : null;
}

function OpenPalette() {
  const stores = useStores();
  const state = useWindowStore("palette", (whole) => whole);
  const listId = useId();
  const [fault, setFault] = useState<string | null>(null);
  const groups = paletteGroups(stores, state);
  const items = groups.flatMap((group) => group.items);
  const choice = useChoice(items, state);
  const close = (): void => stores.palette.getState().close();
  const dialog = useModal(close);
  const choose = (item: PaletteItem): void => {
    const isDone = takeItem(stores, item);
    setFault(isDone ? null : words.brokenView(item.label));
  };
  useAwaited(choice, state, choose);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") choice.active === null ? choice.await() : choose(choice.active);
    else if (event.ctrlKey && event.key.toLowerCase() === "k") close();
    else if (!choice.move(event)) return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={dialog}
      className="dialog palette"
      aria-label={words.title}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <div className="palette-head">
        <Icon name="search" size="1.6em" />
        <input
          className="input palette-input"
          type="text"
          role="combobox"
          aria-label={words.label}
          aria-expanded={items.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={choice.active === null ? undefined : elementIdOf(listId, choice.active)}
          autoComplete="off"
          spellCheck={false}
          placeholder={words.hint}
          value={state.text}
          onChange={(event) => stores.palette.getState().type(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <Button icon="cross" onPress={close}>
          {words.close}
        </Button>
      </div>
      <ItemList id={listId} groups={groups} active={choice.active} onChoose={choose} />
      <Foot state={state} count={items.length} fault={fault} />
    </dialog>
  );
}

/** Closes first: what is done may need the page, or open another dialog. */
function takeItem(stores: WindowStores, item: PaletteItem): boolean {
  const { palette } = stores;
  if (item.kind === "view") {
    if (!item.act(stores)) return false;
    palette.getState().close();
  } else {
    palette.getState().close();
    requestAnimationFrame(() => item.act(stores));
  }
  if (item.kind !== "run") palette.getState().used(item.id);
  return true;
}

interface Choosing {
  readonly active: PaletteItem | null;
  readonly isAwaiting: boolean;
  await(): void;
  /** True when the key moved the choice. */
  move(event: KeyboardEvent): boolean;
}

/** The choice follows its item when others come before it, and begins anew with every other text. */
function useChoice(items: readonly PaletteItem[], { text }: PaletteState): Choosing {
  const [activeId, setActiveId] = useState<string | null>(null);
  const [isAwaiting, setAwaiting] = useState(false);
  const [lastText, setLastText] = useState(text);
  if (lastText !== text) {
    setLastText(text);
    setActiveId(null);
    setAwaiting(false);
  }
  const index = Math.max(
    0,
    items.findIndex(({ id }) => id === activeId),
  );
  const move = (event: KeyboardEvent): boolean => {
    const to = movedIndex(event, index, items.length);
    if (to === null) return false;
    setActiveId(items[to]?.id ?? null);
    return true;
  };
  return { active: items[index] ?? null, isAwaiting, await: () => setAwaiting(true), move };
}

function movedIndex({ key, ctrlKey, altKey }: KeyboardEvent, index: number, count: number): number | null {
  if (ctrlKey || altKey || count === 0) return null;
  const to = { ArrowDown: index + 1, ArrowUp: index - 1, PageDown: index + PAGE_STEP, PageUp: index - PAGE_STEP }[key];
  if (to === undefined) return null;
  const isStep = key.startsWith("Arrow");
  return isStep ? (to + count) % count : Math.max(0, Math.min(count - 1, to));
}

/** Who pressed Enter before the run was found gets it once it is. */
function useAwaited(
  { active, isAwaiting }: Choosing,
  { runs }: PaletteState,
  choose: (item: PaletteItem) => void,
): void {
  const latest = useRef(choose);
  latest.current = choose;
  useEffect(() => {
    if (isAwaiting && runs.state === "ready" && active !== null) latest.current(active);
  }, [isAwaiting, runs, active]);
}

function Foot(props: { readonly state: PaletteState; readonly count: number; readonly fault: string | null }) {
  const { state, count, fault } = props;
  const { runs } = state;
  const isSearching = runs.state === "searching";
  const said =
    count === 0 ? (isSearching ? words.searching : words.nothing) : isSearching ? words.searching : words.found(count);
  return (
    <div className="palette-foot">
      <span role="status">
        {runs.state === "failed" ? `${words.runsFailed} ` : null}
        {fault === null ? said : <SafeName text={fault} />}
      </span>
      <span className="soft">{words.openingHint}</span>
    </div>
  );
}

/** A tap on the shade closes, as Esc does. */
function useModal(close: () => void) {
  const element = useRef<HTMLDialogElement>(null);
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    if (dialog !== null && !dialog.open) dialog.showModal();
    dialog?.querySelector("input")?.focus();
    // To the browser the shade is the dialog itself: only the place of the tap tells them apart.
    const tap = (event: MouseEvent): void => {
      if (dialog === null || event.target !== dialog) return;
      const { left, right, top, bottom } = dialog.getBoundingClientRect();
      const { clientX: x, clientY: y } = event;
      if (x < left || x > right || y < top || y > bottom) latest.current();
    };
    dialog?.addEventListener("click", tap);
    return () => {
      dialog?.removeEventListener("click", tap);
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return element;
}
