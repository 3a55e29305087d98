import { type KeyboardEvent, type MouseEvent, type RefObject, useMemo } from "react";
import type { RunRow } from "../../../shared/operations/run-operations.ts";
import { runName } from "../../format/run-name.ts";
import { placeOf } from "../../state/check-popover-store.ts";
import { type ListLines, lineOf, spotAt } from "../../state/list-lines.ts";
import { rowAt } from "../../state/row-pages.ts";
import { useStores } from "../../state/stores-context.ts";
import type { WindowStores } from "../../state/window-stores.ts";
import { copyText } from "../../ui/copy-text.ts";
import { movedLine } from "./grid-keys.ts";
import { rowElementId, tappedRow } from "./run-row.tsx";
import type { LineView } from "./use-line-view.ts";

/** What keys and taps do in the list: move the active line, open a run, select it, fold a group. */
export function useGridMoves(scroller: RefObject<HTMLDivElement | null>, lines: ListLines, view: LineView) {
  const stores = useStores();
  const acts = useMemo(() => lineActs(stores, lines, scroller), [stores, lines, scroller]);
  const onKeyDown = (event: KeyboardEvent): void => {
    // The buttons of the head have keys of their own.
    if (event.target !== event.currentTarget) return;
    if (pressed(event, acts, { stores, lines, view })) event.preventDefault();
  };
  const onClick = (event: MouseEvent): void => {
    const tapped = tappedRow(event.target);
    if (tapped === null) return;
    if (tapped.on === "box") acts.select(tapped.line);
    else if (tapped.on === "check") acts.showCheck(tapped.line);
    else if (tapped.on === "save") acts.saveCopy(tapped.line);
    else if (tapped.on === "group") acts.fold(tapped.line, null);
    else acts.open(tapped.line);
  };
  return { onKeyDown, onClick };
}

/** What can be done with a line. */
interface LineActs {
  open(line: number): void;
  select(line: number): void;
  showCheck(line: number): void;
  saveCopy(line: number): void;
  copyNumber(line: number): void;
  /** `folded` null turns it round. False when the line is no group. */
  fold(line: number, folded: boolean | null): boolean;
}

function lineActs(stores: WindowStores, lines: ListLines, scroller: RefObject<HTMLDivElement | null>): LineActs {
  const { runList, place, checkPopover, damaged, listLayout } = stores;
  const rowOn = (line: number): RunRow | null => {
    const spot = spotAt(lines, line);
    return spot.onGroup ? null : (rowAt(runList.getState().pages, spot.place) ?? null);
  };
  const withRow = (act: (row: RunRow, line: number) => void) => (line: number) => {
    const row = rowOn(line);
    if (row !== null) act(row, line);
  };
  const activate = (line: number): void => {
    const { place: at, onGroup } = spotAt(lines, line);
    runList.getState().activate({ place: at, onGroup });
  };
  return {
    open: withRow((row, line) => {
      activate(line);
      place.getState().go({ name: "run", runId: row.run_id, created: null });
    }),
    select: withRow((row) => runList.getState().toggleSelected(row.run_id, runName(row))),
    showCheck: withRow((row, line) => {
      const chip = scroller.current?.querySelector(`#${rowElementId(line)} .row-check`);
      if (chip == null) return;
      activate(line);
      // The focus comes back to the grid, not to a chip that may have been scrolled away meanwhile.
      scroller.current?.querySelector("table")?.focus({ preventScroll: true });
      checkPopover.getState().show({ row, canOpenRun: true, place: placeOf(chip) });
    }),
    saveCopy: withRow((row) => void damaged.getState().save(row.run_id)),
    copyNumber: withRow((row) => void copyText(runName(row))),
    fold: (line, folded) => {
      const { onGroup, group } = spotAt(lines, line);
      if (!onGroup || group === null) return false;
      activate(line);
      if (folded === null || folded !== group.folded) listLayout.getState().toggleFolded(group.key);
      return true;
    },
  };
}

interface KeySurroundings {
  readonly stores: WindowStores;
  readonly lines: ListLines;
  readonly view: LineView;
}

/** True when the key meant something here. */
function pressed(event: KeyboardEvent, acts: LineActs, { stores, lines, view }: KeySurroundings): boolean {
  const { runList } = stores;
  const active = lineOf(lines, runList.getState().active);
  if (event.key === "F5") {
    // Not for the window's own listener: on this page the key is about one row.
    view.reveal(active);
    acts.showCheck(active);
    return true;
  }
  if (event.ctrlKey && !event.altKey && event.key.toLowerCase() === "a") {
    void runList.getState().selectAll();
    return true;
  }
  if (event.ctrlKey && event.shiftKey && event.key.toLowerCase() === "c") {
    acts.copyNumber(active);
    return true;
  }
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  const moved = movedLine(event.key, active, { count: lines.count, pageLines: view.pageLines });
  if (moved !== null) {
    const { place, onGroup } = spotAt(lines, moved);
    // Shift takes the runs along that one leaves behind.
    if (event.shiftKey && moved !== active) acts.select(active);
    runList.getState().activate({ place, onGroup });
    view.reveal(moved);
    return true;
  }
  if (event.key === "ArrowRight") return acts.fold(active, false);
  if (event.key === "ArrowLeft") return acts.fold(active, true);
  if (event.key === "Enter" && !acts.fold(active, null)) acts.open(active);
  else if (event.key === " " && !acts.fold(active, null)) acts.select(active);
  return event.key === "Enter" || event.key === " ";
}
