import { memo } from "react";
import type { RunRow } from "../../../shared/operations/run-operations.ts";
import { runName } from "../../format/run-name.ts";
import { type DamagedRecord, NOT_LOOKED_AT } from "../../state/damaged-record-store.ts";
import type { RunCheck } from "../../state/run-check-store.ts";
import { shownCheck } from "../../state/shown-check.ts";
import { en } from "../../text/en.ts";
import { checkLook, decisionLook, FactChip, reviewLook, statusLook } from "../../ui/fact-chips.tsx";
import { Icon } from "../../ui/icon.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { ProblemCell } from "./problem-cell.tsx";

/** What a row needs to be drawn. */
export interface RunRowProps {
  readonly row: RunRow;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly active: boolean;
  readonly selected: boolean;
  /** What this window knows from checking the run itself. */
  readonly check?: RunCheck | null;
  /** Only for a record that cannot be read. */
  readonly damaged?: DamagedRecord;
}

const NOTE_LENGTH = 60;

/** What a tap in a row is on. */
export type RowPart = "box" | "check" | "save" | "row";

const ROW_PARTS: readonly (readonly [selector: string, part: RowPart])[] = [
  [".row-select", "box"],
  [".row-check", "check"],
  [".row-save", "save"],
];

/** What a tap on a row means: its box selects, its record chip shows the check, the rest opens. Null outside of a row. */
export function tappedRow(target: EventTarget): { readonly index: number; readonly on: RowPart } | null {
  if (!(target instanceof Element)) return null;
  const index = target.closest<HTMLElement>("tr[data-index]")?.dataset.index;
  if (index === undefined) return null;
  const on = ROW_PARTS.find(([selector]) => target.closest(selector) !== null)?.[1] ?? "row";
  return { index: Number(index), on };
}

/** The element id of a row, by which the grid names its active row. */
export function rowElementId(index: number): string {
  return `run-row-${index}`;
}

/** One run in the list. What is normal has no fill; a damaged record keeps its row and says why. */
export const RunRowView = memo(function RunRowView(props: RunRowProps) {
  const { row, index, active, selected } = props;
  return (
    <tr
      id={rowElementId(index)}
      className="run-row"
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-active={active}
      data-problem={row.problem !== null}
      style={{ transform: `translateY(${props.top}px)`, height: props.height }}
    >
      <RunCell row={row} selected={selected} />
      <td aria-colindex={2} className="cell cell-time">
        <TimeText at={row.created_at_utc} />
      </td>
      {row.problem === null ? (
        <FactCells row={row} check={props.check ?? null} />
      ) : (
        <>
          <ProblemCell row={row} damaged={props.damaged ?? NOT_LOOKED_AT} />
          <CheckCell row={row} check={props.check ?? null} />
        </>
      )}
    </tr>
  );
});

function RunCell({ row, selected }: { readonly row: RunRow; readonly selected: boolean }) {
  return (
    <td aria-colindex={1} className="cell cell-run">
      <span className="row-select" aria-hidden="true">
        <span className="row-box">{selected ? <Icon name="tick" size="0.9em" /> : null}</span>
      </span>
      <span className="row-number">
        <SafeName text={runName(row)} />
      </span>
      {row.hidden ? (
        <span className="row-hidden">
          <Icon name="eye-off" size="1em" />
          <span className="visually-hidden">{en.runs.hiddenMark}</span>
        </span>
      ) : null}
    </td>
  );
}

function FactCells({ row, check }: { readonly row: RunRow; readonly check: RunCheck | null }) {
  return (
    <>
      <td aria-colindex={3} className="cell cell-decision">
        <FactChip fact="decision" look={decisionLook(row.risk_level)} size="row" />
      </td>
      <td aria-colindex={4} className="cell cell-status">
        <FactChip fact="status" look={statusLook(row.status)} size="row" />
      </td>
      <td aria-colindex={5} className="cell cell-tool">
        <ToolText row={row} />
      </td>
      <td aria-colindex={6} className="cell cell-machine">
        {row.machine_id === null ? <None /> : <SafeName text={row.machine_id} />}
      </td>
      <td aria-colindex={7} className="cell cell-review">
        {row.review === "none" ? <None /> : <FactChip fact="review" look={reviewLook(row.review)} size="row" />}
      </td>
      <CheckCell row={row} check={check} />
      <td aria-colindex={9} className="cell cell-note">
        <NoteText row={row} />
      </td>
    </>
  );
}

/** Not a stop of its own for the keyboard: the grid has one, and a key for this. What it does, the grid does. */
function CheckCell({ row, check }: { readonly row: RunRow; readonly check: RunCheck | null }) {
  return (
    <td aria-colindex={8} className="cell cell-check">
      <button type="button" className="row-check" tabIndex={-1} aria-haspopup="dialog">
        <FactChip fact="check" look={checkLook(shownCheck(row, check).chip)} size="row" />
        <span className="visually-hidden">{en.runPage.check.show}</span>
      </button>
    </td>
  );
}

function ToolText({ row }: { readonly row: RunRow }) {
  if (row.tool_id === null && row.material_id === null) return <None />;
  return (
    <>
      {row.tool_id === null ? <None /> : <SafeName text={row.tool_id} />}
      {row.material_id === null ? null : (
        <span className="soft">
          {" · "}
          <SafeName text={row.material_id} />
        </span>
      )}
    </>
  );
}

function NoteText({ row }: { readonly row: RunRow }) {
  if (row.note === null && row.tags.length === 0) return <None />;
  return (
    <>
      {row.tags.length === 0 ? null : (
        <span className="cell-part">
          <Icon name="tag" size="1em" />
          <SafeName text={row.tags.join(", ")} />
        </span>
      )}
      {row.note === null ? null : (
        <span className="cell-part">
          <Icon name="note" size="1em" />
          <SafeName text={row.note.replace(/\s+/g, " ").slice(0, NOTE_LENGTH)} />
        </span>
      )}
    </>
  );
}

/** Nothing here; not read aloud. */
function None() {
  return (
    <span className="soft cell-none" aria-hidden="true">
      {en.words.none}
    </span>
  );
}
