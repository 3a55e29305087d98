import { Fragment, type RefObject, useEffect, useRef } from "react";
import type { ItemKind, PaletteGroup, PaletteItem } from "../../state/palette-items.ts";
import { en } from "../../text/en.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { SafeName } from "../../ui/safe-name.tsx";

const words = en.palette;

const KIND_ICONS: Readonly<Record<ItemKind, IconName>> = {
  command: "chevron-right",
  place: "folder",
  view: "filter",
  setting: "gear",
  run: "file",
};

/** The id of the element that shows an item: what the field points at. */
export function elementIdOf(listId: string, item: PaletteItem): string {
  return `${listId}-${item.id}`;
}

/** What was found, kind by kind. The focus stays in the field; the chosen item is kept in sight. */
export function ItemList(props: {
  readonly id: string;
  readonly groups: readonly PaletteGroup[];
  readonly active: PaletteItem | null;
  readonly onChoose: (item: PaletteItem) => void;
}) {
  const { id: listId, groups, active, onChoose } = props;
  const activeElement = active === null ? null : elementIdOf(listId, active);
  useEffect(() => {
    if (activeElement !== null) document.getElementById(activeElement)?.scrollIntoView({ block: "nearest" });
  }, [activeElement]);
  const list = useRef<HTMLDivElement>(null);
  useTap(list, (elementId) => {
    const tapped = groups.flatMap((group) => group.items).find((item) => elementIdOf(listId, item) === elementId);
    if (tapped !== undefined) onChoose(tapped);
  });
  return (
    <div ref={list} id={listId} className="palette-list" role="listbox" aria-label={words.results}>
      {groups.map((group) => (
        <Fragment key={group.name}>
          <div className="palette-kind" aria-hidden="true">
            {group.name}
          </div>
          {group.items.map((item) => (
            <Item key={item.id} item={item} elementId={elementIdOf(listId, item)} isActive={item.id === active?.id} />
          ))}
        </Fragment>
      ))}
    </div>
  );
}

function Item(props: { readonly item: PaletteItem; readonly elementId: string; readonly isActive: boolean }) {
  const { item, elementId, isActive } = props;
  return (
    <div id={elementId} role="option" tabIndex={-1} className="palette-item" aria-selected={isActive}>
      <Icon name={KIND_ICONS[item.kind]} />
      <span className="palette-words">
        <span>
          <SafeName text={item.label} />
          <span className="visually-hidden"> {words.kinds[item.kind]} </span>
        </span>
        {item.detail === null ? null : (
          <span className="soft">
            <SafeName text={item.detail} />
          </span>
        )}
      </span>
      {item.keys === null ? null : (
        <span className="palette-keys">
          <span className="visually-hidden">{words.key("")}</span>
          {item.keys}
        </span>
      )}
    </div>
  );
}

/** Taps choose, and leave the focus in the field: to the keyboard the list is only looked at. */
function useTap(list: RefObject<HTMLElement | null>, choose: (elementId: string) => void): void {
  const latest = useRef(choose);
  latest.current = choose;
  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    const tap = (event: Event): void => {
      const option = event.target instanceof Element ? event.target.closest('[role="option"]') : null;
      if (option !== null) latest.current(option.id);
    };
    const keepFocus = (event: Event): void => event.preventDefault();
    element.addEventListener("click", tap);
    element.addEventListener("mousedown", keepFocus);
    return () => {
      element.removeEventListener("click", tap);
      element.removeEventListener("mousedown", keepFocus);
    };
  }, [list]);
}
