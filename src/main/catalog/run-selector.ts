import type { RunFilters } from "../../shared/operations/run-operations.ts";
import type { Dimension } from "./catalog-schema.ts";
import type { CatalogState } from "./catalog-state.ts";
import { findText } from "./column-value.ts";
import type { NameTable } from "./name-table.ts";
import { type CodeTest, inBoth, inFirstOnly, passing, placesInSpan, within } from "./place-list.ts";
import { FLAGS, type RunColumns } from "./run-columns.ts";
import {
  DIMENSION_FILTER_NAMES,
  DIMENSION_FILTERS,
  LINK_FILTER_NAMES,
  LINK_FILTERS,
  timeSpanOf,
} from "./run-filters.ts";
import type { LinkKind } from "./run-links.ts";
import { matchExpression } from "./search-words.ts";
import type { StatementCache } from "./statement-cache.ts";
import type { TermTable } from "./term-table.ts";

/** A test, and which filter asked for it. */
export interface FilterTest extends CodeTest {
  readonly dimension: Dimension | "flags";
  /** About how many rows pass, as the counters have it. */
  readonly uses: number;
}

/** Filters as what they ask of columns and of the tables beside them. */
export interface Selection {
  /** The span of places that the dates leave. */
  readonly from: number;
  readonly to: number;
  /** The rarest first. */
  readonly tests: readonly FilterTest[];
  /** Places that links and words leave, ascending; null where none were asked for. */
  readonly base: Uint32Array | null;
  /** Places that links leave out, ascending. */
  readonly leftOut: Uint32Array | null;
  /** Words that are looked for, as the word index takes them; in `base` already unless they were asked to stay out. */
  readonly expression: string | null;
}

/** What filters are turned into tests with. */
export interface SelectorParts {
  readonly statements: StatementCache;
  readonly names: NameTable;
  readonly state: Pick<CatalogState, "hiddenCount">;
  readonly terms: TermTable;
  readonly columns: () => RunColumns;
}

/** Turns filters into places of runs. The only reader of filters: pages, lists, counts and timeline all go through it. */
export class RunSelector {
  readonly #parts: SelectorParts;

  constructor(parts: SelectorParts) {
    this.#parts = parts;
  }

  /**
   * What the filters ask for; null when no run can hold them. `words: "later"` leaves words out of `base`: for who needs but a few rows.
   * Throws BAD_REQUEST for a date that does not exist.
   */
  select(filters: RunFilters, words: "now" | "later" = "now"): Selection | null {
    const columns = this.#parts.columns();
    const span = timeSpanOf(filters);
    const expression = this.expressionOf(filters);
    if (expression === null && filters.text.trim() !== "") return null;
    const [from, to] = [
      span.from === null ? 0 : columns.lowerBound(span.from),
      span.to === null ? columns.length : columns.lowerBound(span.to + 1),
    ];
    const tests = this.#tests(filters);
    if (tests === null || from >= to) return null;
    const base = this.#base(filters, words === "now" ? expression : null);
    return { from, to, tests, base, leftOut: this.#leftOut(filters), expression };
  }

  /** The words of the filters as the word index takes them; null when there are none. */
  expressionOf({ text }: Pick<RunFilters, "text">): string | null {
    return matchExpression(text, (beginning) => this.#parts.terms.expand(beginning));
  }

  /** All places of a selection, ascending; `without` leaves out the tests of one dimension. */
  places(selection: Selection | null, without: Dimension | null = null): Uint32Array {
    if (selection === null) return new Uint32Array(0);
    const { base, from, leftOut, to } = selection;
    const tests = without === null ? selection.tests : selection.tests.filter(({ dimension }) => dimension !== without);
    const found = base === null ? placesInSpan(from, to, tests) : passing(within(base, from, to).slice(), tests);
    return leftOut === null ? found : inFirstOnly(found, leftOut);
  }

  /** Places of the rows that have one of these links, ascending. */
  linked(kind: LinkKind, values: readonly string[]): Uint32Array {
    const marks = values.map(() => "?").join(", ");
    return this.#placesOf(`SELECT group_concat(rid) AS rids FROM link WHERE kind = ? AND value IN (${marks})`, [
      kind,
      ...values,
    ]);
  }

  /** Places of the rows in which all words of the expression occur, ascending. */
  worded(expression: string): Uint32Array {
    return this.#placesOf("SELECT group_concat(rowid) AS rids FROM words WHERE words MATCH ?", [expression]);
  }

  /** `sql` gives numbers as one text: a row for each would cost five times as much. */
  #placesOf(sql: string, values: readonly string[]): Uint32Array {
    const row = this.#parts.statements.prepare(sql).get(...values) ?? {};
    const text = findText(row, "rids");
    return text === null ? new Uint32Array(0) : this.#parts.columns().placesOf(numbersIn(text));
  }

  #base(filters: RunFilters, expression: string | null): Uint32Array | null {
    const lists: Uint32Array[] = [];
    for (const name of LINK_FILTER_NAMES) {
      if (filters[name].length > 0) lists.push(this.linked(LINK_FILTERS[name], filters[name]));
    }
    for (const tag of new Set(filters.tag_all)) lists.push(this.linked("tag", [tag]));
    if (expression !== null) lists.push(this.worded(expression));
    const [first, ...rest] = lists.sort((one, other) => one.length - other.length);
    return first === undefined ? null : rest.reduce((both, list) => inBoth(both, list), first);
  }

  #leftOut({ without }: RunFilters): Uint32Array | null {
    const lists = LINK_FILTER_NAMES.filter((name) => without[name].length > 0).map((name) =>
      this.linked(LINK_FILTERS[name], without[name]),
    );
    const [first, ...rest] = lists;
    if (first === undefined) return null;
    return rest.length === 0 ? first : distinct(Uint32Array.from(lists.flatMap((list) => [...list])).sort());
  }

  /** Null when no row can pass. */
  #tests(filters: RunFilters): readonly FilterTest[] | null {
    const tests: FilterTest[] = [];
    for (const name of DIMENSION_FILTER_NAMES) {
      const test = this.#nameTest(DIMENSION_FILTERS[name], filters[name], filters.without[name]);
      if (test !== null) tests.push(test);
    }
    if (filters.exported !== null) {
      const test = this.#nameTest("exported", [filters.exported ? "yes" : "no"], []);
      if (test !== null) tests.push(test);
    }
    const flags = this.#flagTest(filters);
    if (flags !== null) tests.push(flags);
    if (tests.some(({ allowed }) => !allowed.includes(1))) return null;
    return tests.sort((one, other) => one.uses - other.uses);
  }

  #nameTest(dimension: Dimension, wanted: readonly string[], unwanted: readonly string[]): FilterTest | null {
    if (wanted.length === 0 && unwanted.length === 0) return null;
    const { columns, names } = this.#parts;
    const allowed = new Uint8Array(names.size(dimension) + 1);
    const codesOf = (values: readonly string[]): number[] =>
      [...new Set(values)].flatMap((value) => names.codesOf(dimension, value));
    if (wanted.length === 0) allowed.fill(1);
    for (const code of codesOf(wanted)) allowed[code + 1] = 1;
    for (const code of codesOf(unwanted)) allowed[code + 1] = 0;
    let uses = wanted.length === 0 ? columns().length : 0;
    if (wanted.length > 0) for (const code of codesOf(wanted)) uses += names.usesOf(dimension, code);
    return { dimension, column: columns().data(dimension), allowed, uses };
  }

  #flagTest({ differs, hidden }: RunFilters): FilterTest | null {
    const leavesNoneOut = hidden === "include" || (hidden === "exclude" && this.#parts.state.hiddenCount === 0);
    if (differs === null && leavesNoneOut) return null;
    const allowed = Uint8Array.from({ length: 256 }, (_, flags) => {
      const isHidden = (flags & FLAGS.hidden) !== 0;
      const isShown = hidden === "include" || isHidden === (hidden === "only");
      const fits = differs === null || ((flags & FLAGS.differs) !== 0) === differs;
      return isShown && fits ? 1 : 0;
    });
    const columns = this.#parts.columns();
    const isRare = hidden === "only" || differs === true;
    return { dimension: "flags", column: columns.data("flags"), allowed, uses: isRare ? 0 : columns.length };
  }
}

const ZERO = 48;
const MINUS = 45;

/** The whole numbers in a text, between commas. */
function numbersIn(text: string): Float64Array {
  let numbers = new Float64Array(1024);
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const isNegative = text.charCodeAt(at) === MINUS;
    let number = 0;
    for (at += isNegative ? 1 : 0; at < text.length; at++) {
      const digit = text.charCodeAt(at) - ZERO;
      if (digit < 0) break;
      number = number * 10 + digit;
    }
    if (count === numbers.length) {
      const larger = new Float64Array(count * 2);
      larger.set(numbers);
      numbers = larger;
    }
    numbers[count++] = isNegative ? -number : number;
  }
  return numbers.subarray(0, count);
}

function distinct(ascending: Uint32Array): Uint32Array {
  let count = 0;
  for (const place of ascending) {
    if (count === 0 || ascending[count - 1] !== place) ascending[count++] = place;
  }
  return ascending.subarray(0, count);
}
