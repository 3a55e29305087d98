import { memo } from "react";
import type { RunRow } from "../../../shared/operations/run-operations.ts";
import { type DamagedRecord, NOT_LOOKED_AT } from "../../state/damaged-record-store.ts";
import type { ColumnName } from "../../state/list-columns.ts";
import type { RunCheck } from "../../state/run-check-store.ts";
import { en } from "../../text/en.ts";
import { ProblemCell } from "./problem-cell.tsx";
import { CELLS, type CellProps } from "./row-cells.tsx";

/** What a row needs to be drawn. */
export interface RunRowProps {
  readonly row: RunRow;
  /** The line it stands on. */
  readonly line: number;
  readonly columns: readonly ColumnName[];
  readonly top: number;
  readonly height: number;
  readonly active: boolean;
  readonly selected: boolean;
  /** True below the line of a group. */
  readonly inGroup?: boolean;
  /** What this window knows from checking the run itself. */
  readonly check?: RunCheck | null;
  /** Only for a record that cannot be read. */
  readonly damaged?: DamagedRecord;
}

/** What a tap in a line is on. */
export type RowPart = "box" | "check" | "save" | "group" | "row";

const ROW_PARTS: readonly (readonly [selector: string, part: RowPart])[] = [
  [".row-select", "box"],
  [".row-check", "check"],
  [".row-save", "save"],
  [".run-group", "group"],
];

/** What a tap on a line means: its box selects, its record chip shows the check, the rest opens. Null outside of a line. */
export function tappedRow(target: EventTarget): { readonly line: number; readonly on: RowPart } | null {
  if (!(target instanceof Element)) return null;
  const line = target.closest<HTMLElement>("tr[data-index]")?.dataset.index;
  if (line === undefined) return null;
  const on = ROW_PARTS.find(([selector]) => target.closest(selector) !== null)?.[1] ?? "row";
  return { line: Number(line), on };
}

/** The element id of a line, by which the grid names its active line. */
export function rowElementId(line: number): string {
  return `run-row-${line}`;
}

/** Where a line is drawn. */
export function placeStyle({ top, height }: { readonly top: number; readonly height: number }) {
  return { transform: `translateY(${top}px)`, height };
}

/** One run in the list. A damaged record keeps its row and says why. */
export const RunRowView = memo(function RunRowView(props: RunRowProps) {
  const { row, line, columns, active, selected, inGroup = false } = props;
  const cells: CellProps = { row, selected, columns, check: props.check ?? null };
  return (
    <tr
      id={rowElementId(line)}
      className="run-row"
      data-index={line}
      aria-rowindex={line + 2}
      aria-level={inGroup ? 2 : undefined}
      aria-selected={selected}
      data-active={active}
      data-problem={row.problem !== null}
      style={placeStyle(props)}
    >
      {row.problem === null ? (
        columns.map((name, index) => <Cell key={name} name={name} index={index + 1} cells={cells} />)
      ) : (
        <>
          <Cell name="run" index={1} cells={cells} />
          <Cell name="time" index={2} cells={cells} />
          <ProblemCell row={row} damaged={props.damaged ?? NOT_LOOKED_AT} />
          <Cell name="check" index={4} cells={cells} />
        </>
      )}
    </tr>
  );
});

function Cell({
  name,
  index,
  cells,
}: {
  readonly name: ColumnName;
  readonly index: number;
  readonly cells: CellProps;
}) {
  return (
    <td aria-colindex={index} className={`cell cell-${name}`}>
      {CELLS[name](cells)}
    </td>
  );
}

/** Keeps the place of a run whose row is on its way, or that cannot be found any more. */
export function EmptyRow(props: {
  readonly line: number;
  readonly top: number;
  readonly height: number;
  readonly active: boolean;
  readonly gone: boolean;
}) {
  const { line, active, gone } = props;
  return (
    <tr
      id={rowElementId(line)}
      className="run-row run-row-empty"
      aria-rowindex={line + 2}
      data-active={active}
      data-gone={gone}
      style={placeStyle(props)}
    >
      <td aria-colindex={1} className="cell">
        {gone ? en.runs.goneRun : <span className="visually-hidden">{en.runs.loading}</span>}
      </td>
    </tr>
  );
}
