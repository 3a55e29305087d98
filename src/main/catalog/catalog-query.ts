import type { SQLInputValue } from "node:sqlite";
import { AppError } from "../../shared/app-error.ts";
import type { RunFilters } from "../../shared/operations/run-operations.ts";
import { type Dimension, HIDDEN_INDEX, indexOf } from "./catalog-schema.ts";
import type { CatalogState } from "./catalog-state.ts";
import type { NameTable } from "./name-table.ts";
import type { LinkKind } from "./run-links.ts";
import { matchExpression } from "./search-words.ts";
import { findUtcMicros } from "./utc-micros.ts";

/** The filters that compare a dimension, by the name they have in a request. */
export const DIMENSION_FILTERS = {
  status: "status",
  risk: "risk_level",
  mode: "mode",
  tool: "tool_id",
  material: "material_id",
  machine: "machine_id",
  event_type: "event_type",
  review: "review",
  check: "verdict",
} as const satisfies Readonly<Partial<Record<keyof RunFilters, Dimension>>>;

const LINK_FILTERS = {
  workflow_session: "session",
  parent: "parent",
  batch_label: "batch",
  tag: "tag",
} as const satisfies Readonly<Partial<Record<keyof RunFilters, LinkKind>>>;

const DAY_MICROS = 86_400_000_000;

/** Above so many rows, collecting them all before the first can be given costs more than walking time. */
const MAX_SORTED_ROWS = 20_000;

/** A piece of SQL with the values of its question marks. */
export interface SqlPart {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** The rows that hold all filters: `FROM` and `WHERE`, and the column that is walked downwards for "newest first". */
export interface RunSelection {
  readonly from: string;
  readonly order: "run.rid" | "link.rid" | "words.rowid";
  readonly where: readonly SqlPart[];
  /** About how many rows it starts from; null when nobody knows. */
  readonly rows: number | null;
}

/** What a selection depends on beside the filters. */
export interface SelectionContext {
  readonly names: NameTable;
  readonly state: CatalogState;
  /** Rows with any of these links, counted up to `atMost`. */
  countLinks(kind: LinkKind, values: readonly string[], atMost: number): number;
  /** The lowest and the highest `rid`; null when there are no rows. */
  ridRange(): { readonly lowest: number; readonly highest: number } | null;
}

/** A filter as a check of a row, and as the way into the rows that pass it. */
interface Condition {
  readonly check: SqlPart;
  readonly entrance: SqlPart & Pick<RunSelection, "from" | "order">;
  /** About how many rows pass. */
  readonly rows: number;
  /** True when the entrance gives its rows in the order of time, so that a page can stop early. */
  readonly inOrder: boolean;
}

/** Both in microseconds since 1970, inclusive; null where there is no limit. */
interface Dates {
  readonly from: number | null;
  readonly to: number | null;
}

/**
 * Turns filters into SQL that begins with the rarest of them: SQLite knows too little about how skewed the values are
 * to choose that itself. Null when no row can match. A page begins with rows that come in order, or with few. Throws
 * BAD_REQUEST for a date that does not exist.
 */
export function selectRuns(
  filters: RunFilters,
  context: SelectionContext,
  purpose: "page" | "count",
): RunSelection | null {
  const dates = { from: boundary(filters, "from"), to: boundary(filters, "to") };
  const conditions = [
    ...dimensionConditions(filters, context),
    ...linkConditions(filters, context),
    ...hiddenConditions(filters, context),
  ];
  const expression = matchExpression(filters.text);
  const nothingToFind = filters.text.trim() !== "" && expression === null;
  if (nothingToFind || conditions.some((condition) => condition.rows === 0)) return null;
  const usable = conditions.filter(({ inOrder, rows }) => purpose === "count" || inOrder || rows <= MAX_SORTED_ROWS);
  const first = expression === null ? rarest(usable) : null;
  const entrance = expression === null ? entranceOf(first) : wordEntrance(expression);
  const checks = conditions.filter((condition) => condition.entrance !== entrance).map((condition) => condition.check);
  const visible = filters.hidden === "exclude" ? [{ sql: "run.hidden = 0", values: [] }] : [];
  const time = timeParts(dates, entrance.order, context.state.spread);
  const rows = expression === null ? (first?.rows ?? context.state.rowCount) * shareOfTime(dates, context) : null;
  return { from: entrance.from, order: entrance.order, where: [entrance, ...time, ...visible, ...checks], rows };
}

/** A selection as the end of a statement. `more` are further conditions. */
export function selectionSql(selection: RunSelection, more: readonly SqlPart[] = []): SqlPart {
  const parts = [...selection.where, ...more];
  return {
    sql: `FROM ${selection.from} WHERE ${parts.map((part) => part.sql).join(" AND ")}`,
    values: parts.flatMap((part) => part.values),
  };
}

function rarest(conditions: readonly Condition[]): Condition | null {
  return conditions.reduce<Condition | null>(
    (best, condition) => (best === null || condition.rows < best.rows ? condition : best),
    null,
  );
}

function entranceOf(condition: Condition | null): Condition["entrance"] {
  if (condition !== null) return condition.entrance;
  return { sql: "TRUE", values: [], from: `run INDEXED BY ${indexOf("time")}`, order: "run.rid" };
}

function wordEntrance(expression: string): Condition["entrance"] {
  return {
    sql: "words MATCH ?",
    values: [expression],
    from: "words CROSS JOIN run ON run.rid = words.rowid",
    order: "words.rowid",
  };
}

function dimensionConditions(filters: RunFilters, { names }: SelectionContext): readonly Condition[] {
  const conditions: Condition[] = [];
  const add = (dimension: Dimension, texts: readonly string[]): void => {
    if (texts.length === 0) return;
    const known = [...new Set(texts)].flatMap((text) => names.codesOf(dimension, text));
    // A value with several numbers is walked in order where only one of them is in use.
    const codes = filters.hidden === "exclude" ? known.filter((code) => names.usesOf(dimension, code) > 0) : known;
    const check = anyOf(`run.${dimension}`, codes);
    const uses = codes.reduce((sum, code) => sum + names.usesOf(dimension, code), 0);
    conditions.push({
      check,
      entrance: { ...check, from: `run INDEXED BY ${indexOf(dimension)}`, order: "run.rid" },
      // Hidden rows are not among the uses: none there does not mean none at all.
      rows: filters.hidden === "exclude" || codes.length === 0 ? uses : uses + 1,
      inOrder: codes.length === 1,
    });
  };
  for (const [filter, dimension] of Object.entries(DIMENSION_FILTERS)) {
    add(dimension, filters[filter as keyof typeof DIMENSION_FILTERS]);
  }
  if (filters.exported !== null) add("exported", [filters.exported ? "yes" : "no"]);
  return conditions;
}

function linkConditions(filters: RunFilters, context: SelectionContext): readonly Condition[] {
  const conditions: Condition[] = [];
  for (const [filter, kind] of Object.entries(LINK_FILTERS)) {
    const values = [...new Set(filters[filter as keyof typeof LINK_FILTERS])];
    if (values.length > 0) conditions.push(linkCondition(kind, values, context));
  }
  return conditions;
}

function linkCondition(kind: LinkKind, values: readonly string[], context: SelectionContext): Condition {
  const value = anyOf("link.value", values);
  const match = { sql: `link.kind = ? AND ${value.sql}`, values: [kind, ...value.values] };
  const single = values.length === 1;
  return {
    check: { sql: `EXISTS (SELECT 1 FROM link WHERE ${match.sql} AND link.rid = run.rid)`, values: match.values },
    entrance: single
      ? { ...match, from: "link CROSS JOIN run ON run.rid = link.rid", order: "link.rid" }
      : {
          sql: `run.rid IN (SELECT link.rid FROM link WHERE ${match.sql})`,
          values: match.values,
          from: "run",
          order: "run.rid",
        },
    rows: context.countLinks(kind, values, MAX_SORTED_ROWS + 1),
    inOrder: single,
  };
}

function hiddenConditions(filters: RunFilters, { state }: SelectionContext): readonly Condition[] {
  if (filters.hidden !== "only") return [];
  // A literal, not a value: SQLite then sees that the index over hidden rows holds all it needs.
  const check = { sql: "run.hidden = 1", values: [] };
  const entrance = { ...check, from: `run INDEXED BY ${HIDDEN_INDEX}`, order: "run.rid" as const };
  return [{ check, entrance, rows: state.hiddenCount, inOrder: true }];
}

/**
 * A `rid` lies at its time or up to `spread` above: the range is cut by `rid`, its edges are settled by the time
 * itself.
 */
function timeParts({ from, to }: Dates, order: RunSelection["order"], spread: number): readonly SqlPart[] {
  const parts: SqlPart[] = [];
  if (from !== null) {
    parts.push({ sql: `${order} >= ?`, values: [from] });
    parts.push({ sql: `(${order} >= ? OR run.sort_us >= ?)`, values: [from + spread, from] });
  }
  if (to !== null) {
    parts.push({ sql: `${order} <= ?`, values: [to + spread] });
    parts.push({ sql: `(${order} <= ? OR run.sort_us <= ?)`, values: [to, to] });
  }
  return parts;
}

/** The part of all time, from the first run to the last, that lies within the dates: as if runs came evenly. */
function shareOfTime(dates: Dates, context: SelectionContext): number {
  const range = dates.from === null && dates.to === null ? null : context.ridRange();
  if (range === null || range.highest === range.lowest) return 1;
  const from = Math.max(dates.from ?? range.lowest, range.lowest);
  const to = Math.min(dates.to ?? range.highest, range.highest);
  return Math.max(0, to - from) / (range.highest - range.lowest);
}

/** A date stands for its whole UTC day. */
function boundary(filters: RunFilters, field: "from" | "to"): number | null {
  const text = filters[field];
  if (text === null) return null;
  const micros = findUtcMicros(text);
  if (micros === null) {
    throw new AppError("BAD_REQUEST", `"${text}" is not a date or time that exists (${field}).`, {
      context: { field: `filters.${field}` },
    });
  }
  return field === "to" && !text.includes("T") ? micros + DAY_MICROS - 1 : micros;
}

function anyOf(column: string, values: readonly SQLInputValue[]): SqlPart {
  if (values.length === 1) return { sql: `${column} = ?`, values };
  return { sql: `${column} IN (${values.map(() => "?").join(", ")})`, values };
}

/** The names of the filters that are set, `hidden` aside. */
export function activeFilters(filters: RunFilters): readonly string[] {
  return Object.entries(filters)
    .filter(([name, value]) => name !== "hidden" && isSet(value))
    .map(([name]) => name);
}

function isSet(value: RunFilters[keyof RunFilters]): boolean {
  if (typeof value === "string") return value.trim() !== "";
  return Array.isArray(value) ? value.length > 0 : value !== null;
}
