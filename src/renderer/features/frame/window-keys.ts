import { useEffect } from "react";
import { RAIL_PLACES } from "../../state/place-store.ts";
import { useStores } from "../../state/stores-context.ts";
import type { WindowStores } from "../../state/window-stores.ts";

/** Keys that work everywhere: F-keys and Ctrl only, so that a scanner can never fire one. Source: experience 3.4. */
export function useWindowKeys(): void {
  const stores = useStores();
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
  const { place } = stores;
  const isOpenDialog = document.querySelector("dialog[open]") !== null;
  if (event.ctrlKey && event.key === "Enter") return pressMainButton();
  if (isOpenDialog) return false;
  if (event.altKey && event.key === "ArrowLeft") return place.getState().back();
  if (event.altKey && event.key === "ArrowRight") return place.getState().forward();
  if (event.key === "F6") return focusNextPane(event.shiftKey);
  if (event.key === "F5") return checkHere(stores);
  if (event.key === "Escape") return leavePage(event, stores);
  return event.ctrlKey && !event.altKey && handleControlKey(event, stores);
}

/** F5 checks what the page is about, and never loads the window anew. */
function checkHere({ place, runView, recordCheck }: WindowStores): true {
  const { name } = place.getState().place;
  if (name === "run") void runView.getState().checkAgain();
  if (name === "check") void recordCheck.getState().checkNow();
  return true;
}

function handleControlKey(event: KeyboardEvent, { place }: WindowStores): boolean {
  const railPlace = RAIL_PLACES[Number(event.key) - 1];
  if (railPlace !== undefined) place.getState().go({ name: railPlace });
  else if (event.key.toLowerCase() === "i" && !event.shiftKey) place.getState().go({ name: "import" });
  else return false;
  return true;
}

/** Esc leaves a page that lies over another. In a field it does nothing, so that nothing typed is left behind. */
function leavePage(event: KeyboardEvent, { place }: WindowStores): boolean {
  const { name } = place.getState().place;
  const inField = event.target instanceof HTMLElement && event.target.closest("input, textarea, select") !== null;
  if (inField || (name !== "run" && name !== "record")) return false;
  return place.getState().back();
}

function pressMainButton(): boolean {
  const scope = document.querySelector("dialog[open]") ?? document.querySelector("main");
  const button = scope?.querySelector('[data-kind="main"]');
  if (!(button instanceof HTMLElement)) return false;
  button.click();
  return true;
}

function focusNextPane(backwards: boolean): boolean {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")];
  const current = panes.findIndex((pane) => pane.contains(document.activeElement));
  const step = backwards ? -1 : 1;
  const next = panes[(current + step + panes.length) % panes.length];
  next?.focus();
  return next !== undefined;
}
