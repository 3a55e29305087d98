import type { RunFilters } from "../../shared/operations/run-operations.ts";
import { compareCodePoints } from "../canonical/code-point-order.ts";
import { filtersDigest } from "./catalog-cursor.ts";
import type { Dimension } from "./catalog-schema.ts";
import type { CatalogState } from "./catalog-state.ts";
import { integerColumn } from "./column-value.ts";
import type { NameCount, NameTable } from "./name-table.ts";
import { countCodes } from "./place-list.ts";
import { FLAGS, type RunColumns } from "./run-columns.ts";
import { activeFilters, DIMENSION_FILTER_NAMES, DIMENSION_FILTERS, type DimensionFilter } from "./run-filters.ts";
import type { RunSelector } from "./run-selector.ts";
import type { StatementCache } from "./statement-cache.ts";
import { tallySelection } from "./tally-selection.ts";

/** A facet is for choosing from; nobody chooses among more. */
const MAX_FACET_VALUES = 200;
/** Counts kept for queries that repeat page after page. */
const MAX_KEPT_COUNTS = 500;
/** Lists of places kept for who asks for the same runs in several ways; four bytes a run each. */
const MAX_KEPT_PLACES = 3;

/** Facets by the name of their filter. */
export type Facets = Record<string, { value: string; count: number }[]>;

/** How many runs have each value of risk and of status; `none` counts those without one. */
export interface StateCounts {
  readonly risk: Record<string, number>;
  readonly status: Record<string, number>;
}

/** What counting needs. */
export interface CountParts {
  readonly statements: StatementCache;
  readonly names: NameTable;
  readonly state: CatalogState;
  readonly columns: () => RunColumns;
  readonly selector: RunSelector;
}

/**
 * Totals and facets. Each is counted once and kept until the next change: the pages of a list repeat the query.
 */
export class RunCounts {
  readonly #parts: CountParts;
  readonly #totals = new Map<string, number>();
  readonly #facets = new Map<string, Facets>();
  readonly #places = new Map<string, Uint32Array>();
  #named = new WeakMap<Uint32Array, Map<Dimension, readonly NameCount[]>>();
  #countedAt = "";

  constructor(parts: CountParts) {
    this.#parts = parts;
  }

  /** How many rows hold the filters. */
  total(filters: RunFilters): number {
    this.#forgetOld();
    const digest = filtersDigest(filters);
    const total = this.#totals.get(digest) ?? this.#knownTotal(filters) ?? this.#countWords(filters);
    const counted = total ?? this.places(filters).length;
    keep(this.#totals, digest, counted, MAX_KEPT_COUNTS);
    return counted;
  }

  /** The places of the rows that hold the filters, ascending. Not to be written to. */
  places(filters: RunFilters): Uint32Array {
    this.#forgetOld();
    const digest = filtersDigest(filters);
    const { selector } = this.#parts;
    const places = this.#places.get(digest) ?? selector.places(selector.select(filters));
    this.#places.delete(digest);
    keep(this.#places, digest, places, MAX_KEPT_PLACES);
    return places;
  }

  /** How many rows each value would give, all other filters kept: a filter does not narrow its own choice. */
  facets(filters: RunFilters): Facets {
    this.#forgetOld();
    const digest = filtersDigest(filters);
    const facets = this.#facets.get(digest) ?? this.#countFacets(filters);
    keep(this.#facets, digest, facets, MAX_KEPT_COUNTS);
    return structuredClone(facets);
  }

  /** Risk and status of the rows at these places. */
  states(places: Uint32Array): StateCounts {
    return { risk: this.#stateCounts("risk_level", places), status: this.#stateCounts("status", places) };
  }

  /** How many of the rows at these places have each value of a dimension. Kept for the same list of places, until the next change. */
  named(dimension: Dimension, places: Uint32Array): readonly NameCount[] {
    const { columns, names } = this.#parts;
    this.#forgetOld();
    const kept = this.#named.get(places) ?? new Map<Dimension, readonly NameCount[]>();
    this.#named.set(places, kept);
    const known = kept.get(dimension);
    if (known !== undefined) return known;
    const codes = countCodes(columns().data(dimension), places, names.size(dimension) + 1);
    const counted = this.#withNames(dimension, codes);
    kept.set(dimension, counted);
    return counted;
  }

  /** Rows at these places whose record cannot be read. */
  unreadable(places: Uint32Array): number {
    const counts = countCodes(this.#parts.columns().data("flags"), places, 256);
    return counts.reduce((sum, count, flags) => ((flags & FLAGS.unreadable) === 0 ? sum : sum + count), 0);
  }

  #stateCounts(dimension: "risk_level" | "status", places: Uint32Array): Record<string, number> {
    const named = this.named(dimension, places);
    const counts = Object.fromEntries(named.map(({ count, value }) => [value, count]));
    const none = places.length - named.reduce((sum, { count }) => sum + count, 0);
    return none === 0 ? counts : { ...counts, none };
  }

  /** The total where the counters have it, else null. */
  #knownTotal(filters: RunFilters): number | null {
    const { names, state } = this.#parts;
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

  /** Where words are the only filter and nothing is hidden, their index counts alone. */
  #countWords(filters: RunFilters): number | null {
    const { selector, state, statements } = this.#parts;
    const expression = selector.expressionOf(filters);
    if (expression === null || activeFilters(filters).length > 1 || filters.hidden === "only") return null;
    if (filters.hidden === "exclude" && state.hiddenCount > 0) return null;
    const row = statements.prepare("SELECT count(*) AS count FROM words WHERE words MATCH ?").get(expression);
    return row === undefined ? 0 : integerColumn(row, "count");
  }

  #countFacets(filters: RunFilters): Facets {
    const { names, selector } = this.#parts;
    if (activeFilters(filters).length === 0 && filters.hidden === "exclude") {
      return facetsOf((name) => names.counts(dimensionOf(name)));
    }
    const narrowed = selector.select(filters);
    const shared = narrowed === null ? null : tallySelection(narrowed);
    if (shared !== null) keep(this.#places, filtersDigest(filters), shared.places, MAX_KEPT_PLACES);
    const places = this.places(filters);
    return facetsOf((name) => {
      const dimension = dimensionOf(name);
      if (!isOwnFilter(filters, name)) return this.named(dimension, places);
      const counts = shared?.own.get(dimension);
      if (counts !== undefined) return this.#withNames(dimension, counts);
      // Where no row can hold this filter, many may hold the others.
      const others = narrowed === null ? selector.select(withoutFilter(filters, name)) : narrowed;
      return this.named(dimension, selector.places(others, dimension));
    });
  }

  #withNames(dimension: Dimension, counts: Uint32Array): readonly NameCount[] {
    const named = new Map<string, number>();
    for (let code = 1; code < counts.length; code++) {
      const count = counts[code] ?? 0;
      const value = count === 0 ? null : this.#parts.names.textOf(dimension, code - 1);
      if (value !== null) named.set(value, (named.get(value) ?? 0) + count);
    }
    return [...named].map(([value, count]) => ({ value, count }));
  }

  #forgetOld(): void {
    const { appliedSeq, changeCount } = this.#parts.state;
    const now = `${appliedSeq} ${changeCount}`;
    if (this.#countedAt === now) return;
    this.#countedAt = now;
    this.#totals.clear();
    this.#facets.clear();
    this.#places.clear();
    this.#named = new WeakMap();
  }
}

type FacetName = DimensionFilter | "exported";

function dimensionOf(name: FacetName): Dimension {
  return name === "exported" ? "exported" : DIMENSION_FILTERS[name];
}

function facetsOf(counts: (name: FacetName) => readonly NameCount[]): Facets {
  const names: readonly FacetName[] = [...DIMENSION_FILTER_NAMES, "exported"];
  return Object.fromEntries(names.map((name) => [name, ranked(counts(name))]));
}

function isOwnFilter(filters: RunFilters, name: FacetName): boolean {
  if (name === "exported") return filters.exported !== null;
  return filters[name].length > 0 || filters.without[name].length > 0;
}

function withoutFilter(filters: RunFilters, name: FacetName): RunFilters {
  if (name === "exported") return { ...filters, exported: null };
  return { ...filters, [name]: [], without: { ...filters.without, [name]: [] } };
}

/** Most frequent first, ties by value. */
function ranked(counts: readonly NameCount[]): { value: string; count: number }[] {
  const sorted = [...counts].sort(
    (left, right) => right.count - left.count || compareCodePoints(left.value, right.value),
  );
  return sorted.slice(0, MAX_FACET_VALUES).map((item) => ({ ...item }));
}

function isDimensionFilter(name: string): name is DimensionFilter {
  return Object.hasOwn(DIMENSION_FILTERS, name);
}

/** The oldest is let go where there are too many. */
function keep<Value>(kept: Map<string, Value>, key: string, value: Value, atMost: number): void {
  kept.set(key, value);
  for (const oldest of kept.keys()) {
    if (kept.size <= atMost) return;
    kept.delete(oldest);
  }
}
