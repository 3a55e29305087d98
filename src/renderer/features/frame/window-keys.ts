import { useEffect } from "react";
import { RAIL_PLACES } from "../../state/place-store.ts";
import { type CommandId, findShortcut } from "../../state/shortcuts.ts";
import { useStores } from "../../state/stores-context.ts";
import type { WindowStores } from "../../state/window-stores.ts";

/** Keys that work everywhere, as `SHORTCUTS` lists them. A page offers its own commands; these are the window's. */
export function useWindowKeys(): void {
  const stores = useStores();
  useEffect(() => {
    const offers = Object.entries(windowCommands(stores)) as [CommandId, () => void][];
    const takeBack = offers.map(([id, run]) => stores.commands.getState().offer(id, run));
    return () => {
      for (const end of takeBack) end();
    };
  }, [stores]);
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      if (!event.defaultPrevented && handleKey(event, stores)) event.preventDefault();
    };
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, [stores]);
}

/** True when the key was one of ours. */
function handleKey(event: KeyboardEvent, stores: WindowStores): boolean {
  const id = findShortcut(event)?.id ?? null;
  const isOpenDialog = document.querySelector("dialog[open]") !== null;
  if (isOpenDialog && id !== "main-button") return false;
  if (event.key === "Escape") return leavePage(event, stores);
  return id !== null && stores.commands.getState().run(id);
}

function windowCommands(stores: WindowStores): Readonly<Partial<Record<CommandId, () => void>>> {
  const { place, palette } = stores;
  const places = RAIL_PLACES.map((name) => [`go-${name}`, () => place.getState().go({ name })] as const);
  return {
    ...Object.fromEntries(places),
    help: () => place.getState().go({ name: "help" }),
    palette: () => palette.getState().open(),
    find: focusSearch,
    "find-runs": () => findRuns(stores),
    back: () => place.getState().back(),
    forward: () => place.getState().forward(),
    "main-button": pressMainButton,
    import: () => place.getState().go({ name: "import" }),
    "check-again": () => checkHere(stores),
    "next-pane": () => focusNextPane(1),
    "previous-pane": () => focusNextPane(-1),
  };
}

/** F5 checks what the page is about, and never loads the window anew. */
function checkHere({ place, runView, recordCheck }: WindowStores): void {
  const { name } = place.getState().place;
  if (name === "run") void runView.getState().checkAgain();
  if (name === "check") void recordCheck.getState().checkNow();
}

function findRuns({ place }: WindowStores): void {
  place.getState().go({ name: "runs" });
  // The field is there once the page is drawn.
  requestAnimationFrame(() => requestAnimationFrame(focusSearch));
}

function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>("main .search-input");
  field?.focus();
  field?.select();
}

/** Esc leaves a page that lies over another. In a field it does nothing, so that nothing typed is left behind. */
function leavePage(event: KeyboardEvent, { place }: WindowStores): boolean {
  const { name } = place.getState().place;
  const inField = event.target instanceof HTMLElement && event.target.closest("input, textarea, select") !== null;
  const isOver = name === "run" || name === "record" || name === "batch" || name === "help" || name === "scanner";
  return !inField && isOver && place.getState().back();
}

function pressMainButton(): void {
  const scope = document.querySelector("dialog[open]") ?? document.querySelector("main");
  const button = scope?.querySelector('[data-kind="main"]');
  if (button instanceof HTMLElement) button.click();
}

function focusNextPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")];
  const current = panes.findIndex((pane) => pane.contains(document.activeElement));
  panes[(current + step + panes.length) % panes.length]?.focus();
}
