import type { ReactNode } from "react";
import type { RunRow } from "../../../shared/operations/run-operations.ts";
import { countText } from "../../format/number-text.ts";
import { runName } from "../../format/run-name.ts";
import type { ColumnName } from "../../state/list-columns.ts";
import type { RunCheck } from "../../state/run-check-store.ts";
import { shownCheck } from "../../state/shown-check.ts";
import { en } from "../../text/en.ts";
import { checkLook, decisionLook, FactChip, reviewLook, statusLook } from "../../ui/fact-chips.tsx";
import { Icon } from "../../ui/icon.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { TimeText } from "../../ui/time-text.tsx";

const NOTE_LENGTH = 60;
/** From this share of its limit on a measured value is marked. Source: the numbers of Home. */
const NEAR_LIMIT_PERCENT = 90;

/** What a cell is drawn from. */
export interface CellProps {
  readonly row: RunRow;
  readonly check: RunCheck | null;
  readonly selected: boolean;
  /** The other columns: what has a column of its own is not said twice. */
  readonly columns: readonly ColumnName[];
}

/** What stands in a cell. */
export const CELLS: Readonly<Record<ColumnName, (props: CellProps) => ReactNode>> = {
  run: RunCell,
  time: ({ row }) => <TimeText at={row.created_at_utc} />,
  decision: ({ row }) => <FactChip fact="decision" look={decisionLook(row.risk_level)} size="row" />,
  status: ({ row }) => <FactChip fact="status" look={statusLook(row.status)} size="row" />,
  tool: ToolText,
  machine: ({ row }) => named(row.machine_id),
  review: ({ row }) =>
    row.review === "none" ? <None /> : <FactChip fact="review" look={reviewLook(row.review)} size="row" />,
  check: CheckButton,
  note: NoteText,
  mode: ({ row }) => named(row.mode),
  material: ({ row }) => named(row.material_id),
  event: ({ row }) => named(row.event_type),
  batch: ({ row }) => named(row.batch_label),
  session: ({ row }) => named(row.workflow_session),
  limit: LimitText,
  advice: ({ row }) => counted(row.advisory_count),
  files: ({ row }) => counted(row.attachment_count),
  tags: ({ row }) => (row.tags.length === 0 ? <None /> : <Tags tags={row.tags} />),
  id: ({ row }) => <span className="mono">{named(row.run_id)}</span>,
};

function named(text: string | null): ReactNode {
  return text === null ? <None /> : <SafeName text={text} />;
}

function counted(count: number): ReactNode {
  return count === 0 ? <None /> : countText(count);
}

function RunCell({ row, selected }: CellProps) {
  return (
    <>
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
    </>
  );
}

/** Not a stop of its own for the keyboard: the grid has one, and a key for this. What it does, the grid does. */
function CheckButton({ row, check }: CellProps) {
  return (
    <button type="button" className="row-check" tabIndex={-1} aria-haspopup="dialog">
      <FactChip fact="check" look={checkLook(shownCheck(row, check).chip)} size="row" />
      <span className="visually-hidden">{en.runPage.check.show}</span>
    </button>
  );
}

function ToolText({ row, columns }: CellProps) {
  const material = columns.includes("material") ? null : row.material_id;
  if (row.tool_id === null && material === null) return <None />;
  return (
    <>
      {named(row.tool_id)}
      {material === null ? null : (
        <span className="soft">
          {" · "}
          <SafeName text={material} />
        </span>
      )}
    </>
  );
}

function LimitText({ row }: CellProps) {
  if (row.limit_percent === null) return <None />;
  const isNear = row.limit_percent >= NEAR_LIMIT_PERCENT;
  return (
    <span className="cell-part" data-near={isNear}>
      {isNear ? <Icon name="triangle-mark" size="1em" /> : null}
      {en.runs.limitShare(row.limit_percent)}
    </span>
  );
}

function NoteText({ row, columns }: CellProps) {
  const tags = columns.includes("tags") ? [] : row.tags;
  if (row.note === null && tags.length === 0 && !row.differs) return <None />;
  return (
    <>
      {row.differs ? (
        <span className="cell-part">
          <Icon name="triangle-mark" size="1em" />
          <bdi>{en.runs.differsMark}</bdi>
        </span>
      ) : null}
      {tags.length === 0 ? null : <Tags tags={tags} />}
      {row.note === null ? null : (
        <span className="cell-part">
          <Icon name="note" size="1em" />
          <SafeName text={row.note.replace(/\s+/g, " ").slice(0, NOTE_LENGTH)} />
        </span>
      )}
    </>
  );
}

function Tags({ tags }: { readonly tags: readonly string[] }) {
  return (
    <span className="cell-part">
      <Icon name="tag" size="1em" />
      <SafeName text={tags.join(", ")} />
    </span>
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
