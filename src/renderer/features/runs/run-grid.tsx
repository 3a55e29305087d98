import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { zoneName } from "../../format/time-text.ts";
import { placeOf } from "../../state/check-popover-store.ts";
import { NOT_LOOKED_AT } from "../../state/damaged-record-store.ts";
import type { RunListState } from "../../state/run-list-store.ts";
import type { Density } from "../../state/settings-store.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { damagedRowPx, type GridLines, gridLines, movedIndex, rowHeightPx } from "./grid-layout.ts";
import "./run-grid.css";
import { RunRowView, rowElementId, tappedRow } from "./run-row.tsx";

/** Rows left below the last one in sight when the next page is asked for. */
const READ_AHEAD_ROWS = 40;

const COLUMNS = ["run", "time", "decision", "status", "tool", "machine", "review", "check", "note"] as const;

/** The list as an ARIA grid: only rows in sight are drawn, and the keys move one active row. Source: experience A11Y-8. */
export function RunGrid() {
  const list = useWindowStore("runList", (state) => state);
  const checks = useWindowStore("runChecks", (state) => state.byRun);
  const damaged = useWindowStore("damaged", (state) => state.byRun);
  const density = useWindowStore("settings", (state) => state.density);
  const scroller = useRef<HTMLDivElement>(null);
  const hasReviews = list.rows.some((row) => row.review !== "none");
  const size = useGridSize(scroller, density, hasReviews);
  const virtual = useRows(scroller, size);
  const listeners = useRowMoves(scroller, size.rowHeight, (index) => virtual.scrollToIndex(index));
  useKeptPlace(scroller);
  return (
    <div ref={scroller} className="run-grid" data-lines={size.lines} data-reviews={hasReviews}>
      <table className="run-table" {...gridAttributes(list)} {...listeners}>
        <GridHead />
        <tbody className="run-grid-rows" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = list.rows[item.index];
            if (row === undefined) return null;
            return (
              <RunRowView
                key={row.run_id}
                row={row}
                index={item.index}
                top={item.start - size.headHeight}
                height={item.size}
                active={item.index === list.activeIndex}
                selected={list.selected.has(row.run_id)}
                check={checks.get(row.run_id) ?? null}
                damaged={damaged.get(row.run_id) ?? NOT_LOOKED_AT}
              />
            );
          })}
        </tbody>
      </table>
      <GridFoot />
    </div>
  );
}

/** One stop for the keyboard that names its active row. Source: ARIA authoring practices, grid. */
function gridAttributes(list: RunListState) {
  return {
    role: "grid",
    tabIndex: 0,
    "aria-label": en.runs.gridLabel,
    "aria-rowcount": list.total + 1,
    "aria-colcount": COLUMNS.length,
    "aria-multiselectable": true,
    "aria-busy": list.loading,
    "aria-activedescendant": list.rows.length > 0 ? rowElementId(list.activeIndex) : undefined,
  } as const;
}

/** What keys and taps do: move the active row, open it, select it. */
function useRowMoves(scroller: RefObject<HTMLDivElement | null>, rowHeight: number, show: (index: number) => void) {
  const { place, runList, checkPopover, damaged } = useStores();
  const open = (index: number): void => {
    const row = runList.getState().rows[index];
    if (row === undefined) return;
    runList.getState().activate(index);
    place.getState().go({ name: "run", runId: row.run_id, created: null });
  };
  const select = (index: number): void => {
    const row = runList.getState().rows[index];
    if (row !== undefined) runList.getState().toggleSelected(row.run_id);
  };
  const showCheck = (index: number): void => {
    const row = runList.getState().rows[index];
    const chip = scroller.current?.querySelector(`#${rowElementId(index)} .row-check`);
    if (row === undefined || chip == null) return;
    runList.getState().activate(index);
    // The focus comes back to the grid, not to a chip that may have been scrolled away meanwhile.
    scroller.current?.querySelector("table")?.focus({ preventScroll: true });
    checkPopover.getState().show({ row, canOpenRun: true, place: placeOf(chip) });
  };
  const saveCopy = (index: number): void => {
    const row = runList.getState().rows[index];
    if (row !== undefined) void damaged.getState().save(row.run_id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "F5") {
      // Not for the window's own listener: on this page the key is about one row.
      event.preventDefault();
      show(runList.getState().activeIndex);
      showCheck(runList.getState().activeIndex);
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { activeIndex, rows, activate } = runList.getState();
    const pageRows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 1);
    const moved = movedIndex(event.key, activeIndex, { count: rows.length, pageRows });
    if (moved !== null) {
      activate(moved);
      show(moved);
    } else if (event.key === "Enter") open(activeIndex);
    else if (event.key === " ") select(activeIndex);
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent): void => {
    const tapped = tappedRow(event.target);
    if (tapped?.on === "box") select(tapped.index);
    else if (tapped?.on === "check") showCheck(tapped.index);
    else if (tapped?.on === "save") saveCopy(tapped.index);
    else if (tapped !== null) open(tapped.index);
  };
  return { onKeyDown, onClick };
}

function GridHead() {
  return (
    <thead className="run-grid-head">
      <tr aria-rowindex={1} className="run-row run-row-head">
        {COLUMNS.map((name, index) => (
          <th key={name} scope="col" aria-colindex={index + 1} className={`cell cell-${name}`}>
            {name === "time" ? en.runs.columns.time(zoneName()) : en.runs.columns[name]}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function GridFoot() {
  const { loadingMore, moreError, loadMore } = useWindowStore("runList", (state) => state);
  if (moreError !== null) {
    return (
      <p className="run-grid-foot" role="alert">
        {en.runs.moreFailed} {en.errors.what[moreError.code]}{" "}
        <Button onPress={() => void loadMore()}>{en.runs.tryAgain}</Button>
      </p>
    );
  }
  return loadingMore ? <p className="run-grid-foot soft">{en.runs.loadingMore}</p> : null;
}

/** How the rows are laid out at the present width. */
interface GridSize {
  readonly lines: GridLines;
  readonly rowHeight: number;
  /** Of a record that cannot be read. */
  readonly damagedHeight: number;
  /** What the head takes above the first row. */
  readonly headHeight: number;
}

function useGridSize(scroller: RefObject<HTMLDivElement | null>, density: Density, hasReviews: boolean): GridSize {
  const [measured, setMeasured] = useState({ width: 0, headHeight: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = (): void => {
      const rows = element.querySelector("tbody");
      setMeasured({ width: element.clientWidth, headHeight: rows?.offsetTop ?? 0 });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [scroller]);
  const lines = gridLines(measured.width, density, hasReviews);
  const heights = { rowHeight: rowHeightPx(lines, density), damagedHeight: damagedRowPx(density) };
  return { lines, ...heights, headHeight: lines === 1 ? measured.headHeight : 0 };
}

/** The rows in sight and a few around them; the active one is always drawn. Near the end the next page is asked for. */
function useRows(scroller: RefObject<HTMLDivElement | null>, { rowHeight, damagedHeight, headHeight }: GridSize) {
  const { runList } = useStores();
  const damaged = useDamagedRows();
  const count = useWindowStore("runList", (state) => state.rows.length);
  const activeIndex = useWindowStore("runList", (state) => state.activeIndex);
  const rangeExtractor = useCallback(
    (range: Range): number[] => {
      const indexes = defaultRangeExtractor(range);
      if (activeIndex >= range.count || indexes.includes(activeIndex)) return indexes;
      return [...indexes, activeIndex].sort((one, other) => one - other);
    },
    [activeIndex],
  );
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (damaged.has(index) ? damagedHeight : rowHeight),
    overscan: 8,
    rangeExtractor,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    initialOffset: () => runList.getState().scrollTop,
  });
  const measured = `${rowHeight} ${damagedHeight} ${[...damaged].join(" ")}`;
  const lastMeasured = useRef(measured);
  useLayoutEffect(() => {
    if (lastMeasured.current !== measured) virtual.measure();
    lastMeasured.current = measured;
  }, [virtual, measured]);
  const lastInSight = virtual.range?.endIndex ?? 0;
  useEffect(() => {
    if (count > 0 && lastInSight >= count - READ_AHEAD_ROWS) void runList.getState().loadMore();
  }, [runList, count, lastInSight]);
  return virtual;
}

/** Places in the list of records that cannot be read. Their size is asked for once. */
function useDamagedRows(): ReadonlySet<number> {
  const { damaged } = useStores();
  const rows = useWindowStore("runList", (state) => state.rows);
  const found = useMemo(() => rows.flatMap((row, index) => (row.problem === null ? [] : [{ index, row }])), [rows]);
  useEffect(() => {
    for (const { row } of found) void damaged.getState().look(row.run_id);
  }, [damaged, found]);
  return useMemo(() => new Set(found.map(({ index }) => index)), [found]);
}

/** Comes back to where the reader was, takes the focus then, and goes to the top for a list that was read anew. */
function useKeptPlace(scroller: RefObject<HTMLDivElement | null>): void {
  const { runList, place } = useStores();
  const version = useWindowStore("runList", (state) => state.version);
  const shownVersion = useRef(version);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    element.scrollTop = runList.getState().scrollTop;
    if (place.getState().future.length > 0) element.querySelector("table")?.focus({ preventScroll: true });
    return () => runList.getState().rememberScroll(element.scrollTop);
  }, [scroller, runList, place]);
  useEffect(() => {
    if (shownVersion.current !== version && scroller.current !== null) scroller.current.scrollTop = 0;
    shownVersion.current = version;
  }, [scroller, version]);
}
