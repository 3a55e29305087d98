import type { SORT_KEYS } from "../../shared/operations/list-operations.ts";
import type { RunRow } from "../../shared/operations/run-operations.ts";

/** What a row can show, in the usual order. */
export const COLUMN_NAMES = [
  "run",
  "time",
  "decision",
  "status",
  "tool",
  "machine",
  "review",
  "check",
  "note",
  "mode",
  "material",
  "event",
  "batch",
  "session",
  "limit",
  "advice",
  "files",
  "tags",
  "id",
] as const;

/** A column of the list. */
export type ColumnName = (typeof COLUMN_NAMES)[number];

/** The columns of a person who chose none. */
export const USUAL_COLUMNS: readonly ColumnName[] = COLUMN_NAMES.slice(0, 9);

/** What a list can be sorted by. */
export type SortKey = (typeof SORT_KEYS)[number];

/** The order each column can put the list in. */
export const SORT_OF_COLUMN: Readonly<Partial<Record<ColumnName, SortKey>>> = {
  run: "number",
  time: "time",
  decision: "risk",
  status: "status",
  tool: "tool",
  machine: "machine",
  review: "review",
  check: "check",
  mode: "mode",
  material: "material",
  event: "event_type",
  limit: "limit",
};

const FIELDS_OF_COLUMN: Readonly<Record<ColumnName, readonly (keyof RunRow)[]>> = {
  run: ["run_number"],
  time: ["created_at_utc"],
  decision: ["risk_level"],
  status: ["status"],
  tool: ["tool_id", "material_id"],
  machine: ["machine_id"],
  review: ["review"],
  check: ["verdict"],
  note: ["note", "tags"],
  mode: ["mode"],
  material: ["material_id"],
  event: ["event_type"],
  batch: ["batch_label"],
  session: ["workflow_session"],
  limit: ["limit_percent"],
  advice: ["advisory_count"],
  files: ["attachment_count"],
  tags: ["tags"],
  id: ["run_id"],
};

/** The columns out of names from a file or from storage: known ones, each once, the run first. Empty where none is known. */
export function columnsFrom(names: readonly string[]): readonly ColumnName[] {
  const known = COLUMN_NAMES.filter((name) => name !== "run" && names.includes(name));
  if (known.length === 0) return [];
  return ["run", ...known.sort((one, other) => names.indexOf(one) - names.indexOf(other))];
}

/** The columns that tell one row from another. The run and its record check stay: without them no row can be trusted or opened. */
export function differingColumns(
  columns: readonly ColumnName[],
  differing: ReadonlySet<string>,
): readonly ColumnName[] {
  return columns.filter(
    (name) => name === "run" || name === "check" || FIELDS_OF_COLUMN[name].some((field) => differing.has(field)),
  );
}

/** The fields in which rows differ. */
export function differingFields(rows: readonly RunRow[]): ReadonlySet<string> {
  const [first, ...others] = rows;
  if (first === undefined) return new Set();
  const fields = Object.keys(first) as (keyof RunRow)[];
  return new Set(fields.filter((field) => others.some((row) => !isSame(row[field], first[field]))));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
