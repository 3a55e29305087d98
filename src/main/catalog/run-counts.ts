import type { RunFilters } from "../../shared/operations/run-operations.ts";
import { compareCodePoints } from "../canonical/code-point-order.ts";
import { filtersDigest } from "./catalog-cursor.ts";
import { activeFilters, DIMENSION_FILTERS, type SelectionContext, selectionSql, selectRuns } from "./catalog-query.ts";
import { indexOf } from "./catalog-schema.ts";
import { integerColumn } from "./column-value.ts";
import type { NameCount } from "./name-table.ts";
import type { StatementCache } from "./statement-cache.ts";

/** A facet is for choosing from; nobody chooses among more. */
const MAX_FACET_VALUES = 200;
/** Counts kept for queries that repeat page after page. */
const MAX_KEPT_COUNTS = 500;

type DimensionFilter = keyof typeof DIMENSION_FILTERS;

/** Facets by the name of their filter. */
export type Facets = Record<string, { value: string; count: number }[]>;

/** Totals and facets. Each is counted once and kept until the next entry is applied: the pages of a list repeat the query. */
export class RunCounts {
  readonly #statements: StatementCache;
  readonly #context: SelectionContext;
  readonly #totals = new Map<string, number>();
  readonly #facets = new Map<string, readonly NameCount[]>();
  #countedSeq = -1;

  constructor(statements: StatementCache, context: SelectionContext) {
    this.#statements = statements;
    this.#context = context;
  }

  /** How many rows hold the filters. */
  total(filters: RunFilters): number {
    this.#forgetOld();
    const digest = filtersDigest(filters);
    const total = this.#totals.get(digest) ?? this.#knownTotal(filters) ?? this.#countRows(filters);
    keep(this.#totals, digest, total);
    return total;
  }

  /** How many rows each value would give, all other filters kept: a filter does not narrow its own choice. */
  facets(filters: RunFilters): Facets {
    this.#forgetOld();
    const names = Object.keys(DIMENSION_FILTERS).filter(isDimensionFilter);
    return Object.fromEntries(names.map((name) => [name, this.#facet(name, filters).map((item) => ({ ...item }))]));
  }

  /** The total where the counters have it, else null. */
  #knownTotal(filters: RunFilters): number | null {
    const { names, state } = this.#context;
    const [filter, ...more] = activeFilters(filters);
    if (filter === undefined) {
      const visible = state.rowCount - state.hiddenCount;
      return { exclude: visible, include: state.rowCount, only: state.hiddenCount }[filters.hidden];
    }
    if (more.length > 0 || filters.hidden !== "exclude" || !isDimensionFilter(filter)) return null;
    const wanted = new Set<string>(filters[filter]);
    const counts = names.counts(DIMENSION_FILTERS[filter]).filter(({ value }) => wanted.has(value));
    return counts.reduce((sum, { count }) => sum + count, 0);
  }

  #countRows(filters: RunFilters): number {
    const selection = selectRuns(filters, this.#context, "count");
    if (selection === null) return 0;
    const { sql, values } = selectionSql(selection);
    const row = this.#statements.prepare(`SELECT count(*) AS count ${sql}`).get(...values);
    return row === undefined ? 0 : integerColumn(row, "count");
  }

  #facet(name: DimensionFilter, filters: RunFilters): readonly NameCount[] {
    const others = { ...filters, [name]: [] };
    const key = `${name} ${filtersDigest(others)}`;
    const known = this.#facets.get(key);
    if (known !== undefined) return known;
    const facet = [...this.#facetCounts(name, others)].sort(mostFirst).slice(0, MAX_FACET_VALUES);
    keep(this.#facets, key, facet);
    return facet;
  }

  #facetCounts(name: DimensionFilter, others: RunFilters): readonly NameCount[] {
    const { names } = this.#context;
    const dimension = DIMENSION_FILTERS[name];
    if (activeFilters(others).length === 0 && others.hidden === "exclude") return names.counts(dimension);
    const selection = selectRuns(others, this.#context, "count");
    if (selection === null) return [];
    // Without a rare value to begin with, the index that has equal values side by side saves sorting them.
    const from = selection.from.replace(indexOf("time"), indexOf(dimension));
    const { sql, values } = selectionSql({ ...selection, from });
    const grouped = `SELECT run.${dimension} AS code, count(*) AS count ${sql} GROUP BY run.${dimension}`;
    const counts: NameCount[] = [];
    for (const row of this.#statements.prepare(grouped).all(...values)) {
      const value = row.code === null ? null : names.textOf(dimension, integerColumn(row, "code"));
      if (value !== null) counts.push({ value, count: integerColumn(row, "count") });
    }
    return counts;
  }

  #forgetOld(): void {
    const { appliedSeq } = this.#context.state;
    if (this.#countedSeq === appliedSeq) return;
    this.#countedSeq = appliedSeq;
    this.#totals.clear();
    this.#facets.clear();
  }
}

function mostFirst(left: NameCount, right: NameCount): number {
  return right.count - left.count || compareCodePoints(left.value, right.value);
}

function isDimensionFilter(name: string): name is DimensionFilter {
  return Object.hasOwn(DIMENSION_FILTERS, name);
}

function keep<Value>(kept: Map<string, Value>, key: string, value: Value): void {
  if (kept.size >= MAX_KEPT_COUNTS) kept.clear();
  kept.set(key, value);
}
