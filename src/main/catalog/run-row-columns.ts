import type { RunRow } from "../../shared/operations/run-operations.ts";
import { EXPLANATION_STATUSES, REVIEW_STATES, RISK_LEVELS, RUN_STATUSES, VERDICTS } from "../../shared/verdicts.ts";
import { DamagedCatalog } from "./catalog-fault.ts";
import { DIMENSIONS } from "./catalog-schema.ts";
import type { CheckCoverage } from "./check-coverage.ts";
import { findInteger, findText, integerColumn, type SqlRow, textColumn } from "./column-value.ts";
import type { NameTable } from "./name-table.ts";
import { parseLinks } from "./run-links.ts";

/** What a statement selects so that {@link runRowOf} can read it. */
export const RUN_ROW_COLUMNS = [
  ...["rid", "sort_us", "run_id"],
  ...DIMENSIONS,
  ...[
    "hidden",
    "run_number",
    "created_at_utc",
    "explanation_status",
    "block_reason",
    "note",
    "links",
    "path",
    "problem",
    "recorded_seq",
    "day",
    "checked_seq",
    "checked_at",
    "limit_percent",
    "differs",
  ],
]
  .map((column) => `run.${column}`)
  .join(", ");

/** The row of the list as the columns of a run hold it. Throws DamagedCatalog for what no version of us wrote. */
export function runRowOf(columns: SqlRow, names: NameTable, coverage: CheckCoverage): RunRow {
  const named = (dimension: (typeof DIMENSIONS)[number]): string | null =>
    names.textOf(dimension, findInteger(columns, dimension));
  const verdict = oneOf(VERDICTS, named("verdict"));
  const links = parseLinks(textColumn(columns, "links"));
  return {
    run_id: textColumn(columns, "run_id"),
    run_number: findText(columns, "run_number"),
    created_at_utc: findText(columns, "created_at_utc"),
    status: oneOrNone(RUN_STATUSES, named("status")),
    risk_level: oneOrNone(RISK_LEVELS, named("risk_level")),
    mode: named("mode"),
    tool_id: named("tool_id"),
    material_id: named("material_id"),
    machine_id: named("machine_id"),
    event_type: named("event_type"),
    block_reason: findText(columns, "block_reason"),
    explanation_status: oneOf(EXPLANATION_STATUSES, findText(columns, "explanation_status")),
    review: oneOf(REVIEW_STATES, named("review")),
    verdict,
    checked_at: verdict === "not-checked" ? null : checkedAt(columns, coverage),
    advisory_count: links.advisory.length,
    attachment_count: links.attachment.length,
    tags: [...links.tag],
    hidden: integerColumn(columns, "hidden") === 1,
    note: findText(columns, "note"),
    batch_label: links.batch[0] ?? null,
    workflow_session: links.session[0] ?? null,
    limit_percent: findInteger(columns, "limit_percent"),
    differs: integerColumn(columns, "differs") === 1,
    path: textColumn(columns, "path"),
    problem: findText(columns, "problem"),
  };
}

/** When the newest check looked at the run, whether it named it or not. */
function checkedAt(columns: SqlRow, coverage: CheckCoverage): string | null {
  const run = { recordedSeq: integerColumn(columns, "recorded_seq"), day: integerColumn(columns, "day") };
  const covering = coverage.newestOf(run);
  const ownSeq = findInteger(columns, "checked_seq") ?? -1;
  return covering !== null && covering.seq > ownSeq ? covering.at : findText(columns, "checked_at");
}

function oneOf<Value extends string>(known: readonly Value[], text: string | null): Value {
  const value = known.find((candidate) => candidate === text);
  if (value === undefined) throw new DamagedCatalog(`"${text}" is none of ${known.join(", ")}`);
  return value;
}

function oneOrNone<Value extends string>(known: readonly Value[], text: string | null): Value | null {
  return text === null ? null : oneOf(known, text);
}
