import type { OperationRequest } from "../../shared/operation-table.ts";
import type { RunPage } from "../../shared/operations/run-operations.ts";
import { type CursorPosition, makeCursor, parseCursor } from "./catalog-cursor.ts";
import type { CatalogState } from "./catalog-state.ts";
import { integerColumn } from "./column-value.ts";
import { inFirstOnly, passes, passing, placesInSpan, within } from "./place-list.ts";
import type { RowReader } from "./row-reader.ts";
import type { RunColumns } from "./run-columns.ts";
import type { RunCounts } from "./run-counts.ts";
import type { RunSelector, Selection } from "./run-selector.ts";
import type { StatementCache } from "./statement-cache.ts";

type PageRequest = OperationRequest<"run.query">;

/** Rows looked at in the first step back in time; each further step looks at twice as many. */
const FIRST_STEP = 4096;
const LARGEST_STEP = 262_144;

/** What reading pages needs. */
export interface PageParts {
  readonly statements: StatementCache;
  readonly state: CatalogState;
  readonly columns: () => RunColumns;
  readonly selector: RunSelector;
  readonly counts: RunCounts;
  readonly rows: RowReader;
}

/** Reads pages of the list, newest first. */
export class PageReader {
  readonly #parts: PageParts;

  constructor(parts: PageParts) {
    this.#parts = parts;
  }

  /** Source: operations, "Filters". Throws BAD_CURSOR and BAD_REQUEST. */
  read(request: PageRequest): RunPage {
    const { cursor, filters, limit } = request;
    const { counts, rows, state } = this.#parts;
    const after = cursor === null ? null : parseCursor(cursor, filters);
    const columns = this.#parts.columns();
    // Whoever counts the values of a list has looked at all of it: the page is then its newest end.
    const facets = request.facets ? counts.facets(filters) : null;
    const places = facets === null ? this.#newest(request, after) : this.#newestOf(request, after);
    const page = rows.rows(places.slice(0, limit).map((place) => columns.ridAt(place)));
    const lastPlace = places.length > limit ? places[limit - 1] : undefined;
    const lastRow = page.at(-1);
    const next =
      lastPlace === undefined || lastRow === undefined
        ? null
        : makeCursor({ sortUs: columns.sortUs[lastPlace] ?? 0, runId: lastRow.run_id }, filters);
    return {
      rows: [...page],
      total: counts.total(filters),
      store_total: state.rowCount,
      hidden_total: state.hiddenCount,
      next_cursor: next,
      ...(facets === null ? {} : { facets }),
    };
  }

  /** The same as {@link PageReader.#newest}, out of all places of the list. */
  #newestOf({ filters, limit }: PageRequest, after: CursorPosition | null): readonly number[] {
    const columns = this.#parts.columns();
    const bound = after === null ? columns.length : columns.placeBehind(after.sortUs, after.runId);
    return [...within(this.#parts.counts.places(filters), 0, bound).subarray(-limit - 1)].reverse();
  }

  /** At most `limit + 1` places, newest first, behind the cursor. */
  #newest({ filters, limit }: PageRequest, after: CursorPosition | null): readonly number[] {
    const { columns, selector } = this.#parts;
    const selection = selector.select(filters, "later");
    if (selection === null) return [];
    const bound = after === null ? selection.to : columns().placeBehind(after.sortUs, after.runId);
    const cut = { ...selection, to: Math.min(selection.to, bound) };
    if (cut.from >= cut.to) return [];
    return cut.expression === null ? this.#walkBack(cut, limit + 1) : this.#walkWords(cut, cut.expression, limit + 1);
  }

  /** Looks at ever longer stretches of time until there are enough. */
  #walkBack({ base, from, leftOut, tests, to }: Selection, wanted: number): readonly number[] {
    const found: number[] = [];
    let high = to;
    for (let step = FIRST_STEP; high > from && found.length < wanted; step = Math.min(step * 2, LARGEST_STEP)) {
      const low = Math.max(from, high - step);
      const places = base === null ? placesInSpan(low, high, tests) : passing(within(base, low, high).slice(), tests);
      const left = leftOut === null ? places : inFirstOnly(places, within(leftOut, low, high));
      for (let at = left.length - 1; at >= 0 && found.length < wanted; at--) found.push(left[at] as number);
      high = low;
    }
    return found;
  }

  /**
   * Walks the word index down in `rid`, which is about the order of time. A `rid` is never below its time: once the walk is below the
   * oldest time wanted, nothing that follows can be newer.
   */
  #walkWords(selection: Selection, expression: string, wanted: number): readonly number[] {
    const { state, statements } = this.#parts;
    const columns = this.#parts.columns();
    const { from, to } = selection;
    const highest = (columns.sortUs[to - 1] ?? 0) + state.spread;
    const lowest = columns.sortUs[from] ?? 0;
    const statement = statements.prepare(
      "SELECT rowid FROM words WHERE words MATCH ? AND rowid <= ? ORDER BY rowid DESC",
    );
    const found: number[] = [];
    let oldest = Number.POSITIVE_INFINITY;
    for (const row of statement.iterate(expression, highest)) {
      const rid = integerColumn(row, "rowid");
      if (rid < lowest || (found.length >= wanted && rid < oldest)) break;
      const place = columns.placeOf(rid);
      if (place < from || place >= to || !holds(place, selection)) continue;
      if (found.length < wanted) oldest = Math.min(oldest, columns.sortUs[place] ?? 0);
      found.push(place);
    }
    return found.sort((one, other) => other - one).slice(0, wanted);
  }
}

function holds(place: number, { base, leftOut, tests }: Selection): boolean {
  const isLinked = base === null || within(base, place, place + 1).length > 0;
  const isLeftOut = leftOut !== null && within(leftOut, place, place + 1).length > 0;
  return isLinked && !isLeftOut && passes(place, tests);
}
