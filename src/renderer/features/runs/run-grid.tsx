import { type CSSProperties, type RefObject, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import type { OpenList } from "../../../shared/operations/list-operations.ts";
import type { ColumnName } from "../../state/list-columns.ts";
import { type ListLines, lineOf, listLines, placesBetween, spotAt } from "../../state/list-lines.ts";
import { damagedRows, rowAt } from "../../state/row-pages.ts";
import type { RunListState } from "../../state/run-list-state.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { useHeld } from "../../ui/use-held.ts";
import { GridHead } from "./grid-head.tsx";
import { heightOf, type LineHeights, lineHeights } from "./line-heights.ts";
import { LineRow } from "./line-row.tsx";
import type { RowLayout } from "./row-layout.ts";
import "./run-grid.css";
import { rowElementId } from "./run-row.tsx";
import { useGridMoves } from "./use-grid-moves.ts";
import { useGridSize } from "./use-grid-size.ts";
import { type LineView, useLineView } from "./use-line-view.ts";
import { useListColumns } from "./use-list-columns.ts";

/** Rows around those in sight that are asked for with them. */
const READ_AHEAD_ROWS = 40;

/** The list as an ARIA grid: only lines in sight are drawn, and the keys move one active line. Source: experience A11Y-8. */
export function RunGrid({ list }: { readonly list: OpenList }) {
  const state = useWindowStore("runList", (current) => current);
  const scroller = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLTableSectionElement>(null);
  const columns = useListColumns();
  const { layout, viewPx, headPx } = useGridSize(scroller, columns);
  const lines = useLines(list);
  const heights = useHeights(lines, layout);
  const { runList } = useStores();
  const start = useHeld(state.version, () => runList.getState().anchor);
  const onStand = runList.getState().rememberAnchor;
  const view = useLineView({ scroller, layer, lines, heights, viewPx, start, onStand });
  const listeners = useGridMoves(scroller, lines, view);
  useRowsInSight(lines, view);
  useFocusOnReturn(scroller);
  const activeLine = lineOf(lines, state.active);
  return (
    <div
      ref={scroller}
      className="run-grid"
      data-lines={layout.lines}
      data-narrow={layout.lines > 2}
      style={{ "--row-areas": layout.areas, "--row-tracks": layout.tracks } as CSSProperties}
    >
      <div className="run-grid-space" style={{ height: view.spacePx + headPx }}>
        <table
          className="run-table"
          style={{ height: viewPx + headPx }}
          {...gridAttributes(state, lines, { columns, activeLine })}
          {...listeners}
        >
          <GridHead columns={columns} />
          <tbody ref={layer} className="run-grid-rows">
            {drawnLines(view, activeLine, lines.count).map(({ line, slot, isOut }) => (
              <LineRow
                key={slot}
                list={list}
                lines={lines}
                line={line}
                columns={columns}
                top={isOut ? OUT_OF_SIGHT_PX : view.topInLayer(line)}
                height={heightOf(heights, line)}
                active={line === activeLine}
              />
            ))}
          </tbody>
        </table>
      </div>
      <RowsFault />
    </div>
  );
}

const OUT_OF_SIGHT_PX = -100_000;
const SLOTS = 64;

/** Lines in sight, and the active one wherever it is: the grid names it. An element stays with a line while that is drawn. */
function drawnLines({ first, last }: LineView, activeLine: number, count: number) {
  const drawn = Array.from({ length: Math.max(0, last - first + 1) }, (_none, index) => ({
    line: first + index,
    slot: String((first + index) % SLOTS),
    isOut: false,
  })).filter(({ line }) => line < count);
  if (count === 0 || (activeLine >= first && activeLine <= last)) return drawn;
  return [...drawn, { line: activeLine, slot: "active", isOut: true }];
}

/** One stop for the keyboard that names its active line. Source: ARIA authoring practices, grid and treegrid. */
function gridAttributes(
  state: RunListState,
  lines: ListLines,
  { columns, activeLine }: { readonly columns: readonly ColumnName[]; readonly activeLine: number },
) {
  return {
    role: lines.groups.length > 0 ? "treegrid" : "grid",
    tabIndex: 0,
    "aria-label": en.runs.gridLabel,
    "aria-rowcount": lines.count + 1,
    "aria-colcount": columns.length,
    "aria-multiselectable": true,
    "aria-busy": state.loading,
    "aria-activedescendant": lines.count > 0 ? rowElementId(activeLine) : undefined,
  } as const;
}

function useLines(list: OpenList): ListLines {
  const folded = useWindowStore("listLayout", (state) => state.folded);
  return useMemo(() => listLines(list, folded), [list, folded]);
}

/** Records that cannot be read are higher, the lines of groups never have more than one line of words. Those that are not here yet are as high as the others until they come. */
function useHeights(lines: ListLines, layout: RowLayout): LineHeights {
  const { damaged } = useStores();
  const pages = useWindowStore("runList", (state) => state.pages);
  const found = useMemo(() => damagedRows(pages), [pages]);
  useEffect(() => {
    for (const { row } of found) void damaged.getState().look(row.run_id);
  }, [damaged, found]);
  const known = found.map(({ place }) => place);
  const places = useHeld(known.join(" "), () => known);
  return useMemo(() => {
    const damagedLines = places
      .map((place) => lineOf(lines, { place, onGroup: false }))
      .filter((line) => !spotAt(lines, line).onGroup)
      .map((line) => ({ line, px: layout.damagedPx }));
    const groupLines = lines.groups.map(({ line }) => ({ line, px: layout.groupPx }));
    const odd = [...damagedLines, ...groupLines].sort((one, other) => one.line - other.line);
    return lineHeights(lines.count, layout.rowPx, odd);
  }, [lines, layout.rowPx, layout.damagedPx, layout.groupPx, places]);
}

/** Asks for the rows in sight and some around them. */
function useRowsInSight(lines: ListLines, { first, last }: LineView): void {
  const { runList } = useStores();
  const pages = useWindowStore("runList", (state) => state.pages);
  useEffect(() => {
    const places = last < first ? null : placesBetween(lines, first, last);
    if (places === null) return;
    // What is in sight comes first; what lies around it is asked for when that is here.
    const isHere = rowAt(pages, places.from) !== undefined && rowAt(pages, places.to) !== undefined;
    const ahead = isHere ? READ_AHEAD_ROWS : 0;
    runList.getState().want(places.from - ahead, places.to + ahead);
  }, [runList, lines, first, last, pages]);
}

function RowsFault() {
  const { rowsError, retryRows } = useWindowStore("runList", (state) => state);
  if (rowsError === null) return null;
  return (
    <p className="run-grid-fault" role="alert">
      {en.runs.moreFailed} {en.errors.what[rowsError.code]} <Button onPress={retryRows}>{en.runs.tryAgain}</Button>
    </p>
  );
}

/** Coming back from a run, the keys go on where they were. */
function useFocusOnReturn(scroller: RefObject<HTMLDivElement | null>): void {
  const { place } = useStores();
  useLayoutEffect(() => {
    if (place.getState().future.length > 0) scroller.current?.querySelector("table")?.focus({ preventScroll: true });
  }, [scroller, place]);
}
