import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import type { RunFilters } from "../../shared/operations/run-operations.ts";
import { compareCodePoints } from "../canonical/code-point-order.ts";
import { filtersDigest } from "./catalog-cursor.ts";
import {
  activeFilters,
  DIMENSION_FILTERS,
  type RunSelection,
  type SelectionContext,
  selectionSql,
  selectRuns,
} from "./catalog-query.ts";
import { type Dimension, indexOf } from "./catalog-schema.ts";
import { findInteger, integerColumn } from "./column-value.ts";
import type { NameCount } from "./name-table.ts";
import { matchExpression } from "./search-words.ts";
import type { StatementCache } from "./statement-cache.ts";

/** A facet is for choosing from; nobody chooses among more. */
const MAX_FACET_VALUES = 200;
/** Counts kept for queries that repeat page after page. */
const MAX_KEPT_COUNTS = 500;

type DimensionFilter = keyof typeof DIMENSION_FILTERS;

/** Facets by the name of their filter. */
export type Facets = Record<string, { value: string; count: number }[]>;

/**
 * Totals and facets. Each is counted once and kept until the next entry is applied: the pages of a list repeat the
 * query.
 */
export class RunCounts {
  readonly #statements: StatementCache;
  readonly #context: SelectionContext;
  readonly #totals = new Map<string, number>();
  readonly #facets = new Map<string, Facets>();
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
    const digest = filtersDigest(filters);
    const facets = this.#facets.get(digest) ?? this.#countFacets(filters);
    keep(this.#facets, digest, facets);
    return structuredClone(facets);
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
    const words = this.#countWords(filters);
    if (words !== null) return words;
    const selection = selectRuns(filters, this.#context, "count");
    if (selection === null) return 0;
    const { sql, values } = selectionSql(selection);
    return this.#count(`SELECT count(*) AS count ${sql}`, values);
  }

  /** Where words are the only filter, their index counts alone; the few hidden runs are counted and taken off. */
  #countWords(filters: RunFilters): number | null {
    const expression = matchExpression(filters.text);
    if (expression === null || activeFilters(filters).length > 1 || filters.hidden === "only") return null;
    const matches = this.#count("SELECT count(*) AS count FROM words WHERE words MATCH ?", [expression]);
    const hidden = filters.hidden === "exclude" && this.#context.state.hiddenCount > 0;
    return hidden ? matches - this.#countRows({ ...filters, hidden: "only" }) : matches;
  }

  #count(sql: string, values: readonly SQLInputValue[]): number {
    const row = this.#statements.prepare(sql).get(...values);
    return row === undefined ? 0 : integerColumn(row, "count");
  }

  #countFacets(filters: RunFilters): Facets {
    const names = Object.keys(DIMENSION_FILTERS).filter(isDimensionFilter);
    const free = names.filter((name) => filters[name].length === 0);
    const counts = new Map(this.#tally(free, filters));
    for (const name of names) {
      if (!free.includes(name))
        for (const entry of this.#tally([name], { ...filters, [name]: [] })) counts.set(...entry);
    }
    return Object.fromEntries(names.map((name) => [name, ranked(counts.get(name) ?? [])]));
  }

  /** Counts the values of some dimensions over the same rows, in whichever way reads less. */
  #tally(facets: readonly DimensionFilter[], filters: RunFilters): ReadonlyMap<DimensionFilter, readonly NameCount[]> {
    const { names, state } = this.#context;
    const each = (count: (dimension: Dimension) => readonly NameCount[]) =>
      new Map(facets.map((name) => [name, count(DIMENSION_FILTERS[name])]));
    if (activeFilters(filters).length === 0 && filters.hidden === "exclude") return each((name) => names.counts(name));
    const selection = selectRuns(filters, this.#context, "count");
    if (selection === null) return each(() => []);
    if (readsLessInIndexes(selection, { rows: state.rowCount, facets: facets.length })) {
      return each((name) => this.#groupInIndex(name, selection));
    }
    const dimensions = facets.map((name) => DIMENSION_FILTERS[name]);
    const counts = this.#countInOnePass(dimensions, selection);
    return each((name) => counts.get(name) ?? []);
  }

  /** Walks the whole index of a dimension, in which equal values lie side by side. */
  #groupInIndex(dimension: Dimension, selection: RunSelection): readonly NameCount[] {
    const { sql, values } = selectionSql({ ...selection, from: `run INDEXED BY ${indexOf(dimension)}` });
    const grouped = `SELECT run.${dimension} AS code, count(*) AS count ${sql} GROUP BY run.${dimension}`;
    const rows = this.#statements.prepare(grouped).all(...values);
    return this.#named(
      dimension,
      rows.map((row) => [findInteger(row, "code"), integerColumn(row, "count")]),
    );
  }

  /** Has every row handed over once and counts all its values. */
  #countInOnePass(
    dimensions: readonly Dimension[],
    selection: RunSelection,
  ): ReadonlyMap<Dimension, readonly NameCount[]> {
    if (dimensions.length === 0) return new Map();
    const counts = dimensions.map(() => new Map<SQLOutputValue, number>());
    const { sql, values } = selectionSql(selection);
    const columns = dimensions.map((dimension) => `run.${dimension}`).join(", ");
    const statement = this.#statements.prepare(`SELECT ${columns} ${sql}`);
    statement.setReturnArrays(true);
    // With setReturnArrays each row is the list of its columns, which the types do not know.
    for (const row of statement.iterate(...values) as Iterable<unknown> as Iterable<readonly SQLOutputValue[]>) {
      for (const [at, code] of row.entries()) counts[at]?.set(code, (counts[at].get(code) ?? 0) + 1);
    }
    return new Map(dimensions.map((dimension, at) => [dimension, this.#named(dimension, [...(counts[at] ?? [])])]));
  }

  #named(
    dimension: Dimension,
    counts: readonly (readonly [code: SQLOutputValue, count: number])[],
  ): readonly NameCount[] {
    const named = new Map<string, number>();
    for (const [code, count] of counts) {
      const value = typeof code === "number" ? this.#context.names.textOf(dimension, code) : null;
      if (value !== null) named.set(value, (named.get(value) ?? 0) + count);
    }
    return [...named].map(([value, count]) => ({ value, count }));
  }

  #forgetOld(): void {
    const { appliedSeq } = this.#context.state;
    if (this.#countedSeq === appliedSeq) return;
    this.#countedSeq = appliedSeq;
    this.#totals.clear();
    this.#facets.clear();
  }
}

/** Handing a row over costs about as much as passing over ten in an index, and each of its columns a tenth of that. */
function readsLessInIndexes(selection: RunSelection, all: { readonly rows: number; readonly facets: number }): boolean {
  const handedOver = (selection.rows ?? 0) * (10 + all.facets);
  // Links and words are tables of their own: no index of rows stands in for them.
  return selection.order === "run.rid" && handedOver > all.rows * all.facets;
}

/** Most frequent first, ties by value. */
function ranked(counts: readonly NameCount[]): Facets[string] {
  const sorted = [...counts].sort(
    (left, right) => right.count - left.count || compareCodePoints(left.value, right.value),
  );
  return sorted.slice(0, MAX_FACET_VALUES).map((item) => ({ ...item }));
}

function isDimensionFilter(name: string): name is DimensionFilter {
  return Object.hasOwn(DIMENSION_FILTERS, name);
}

function keep<Value>(kept: Map<string, Value>, key: string, value: Value): void {
  if (kept.size >= MAX_KEPT_COUNTS) kept.clear();
  kept.set(key, value);
}
