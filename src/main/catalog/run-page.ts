import type { OperationRequest } from "../../shared/operation-table.ts";
import type { RunPage } from "../../shared/operations/run-operations.ts";
import { compareCodePoints } from "../canonical/code-point-order.ts";
import { type CursorPosition, makeCursor, parseCursor } from "./catalog-cursor.ts";
import { type RunSelection, type SelectionContext, type SqlPart, selectionSql, selectRuns } from "./catalog-query.ts";
import type { CatalogState } from "./catalog-state.ts";
import { findInteger, integerColumn, type SqlRow, textColumn } from "./column-value.ts";
import type { NameTable } from "./name-table.ts";
import { RunCounts } from "./run-counts.ts";
import type { LinkKind } from "./run-links.ts";
import { RUN_ROW_COLUMNS, runRowOf } from "./run-row-columns.ts";
import type { StatementCache } from "./statement-cache.ts";

type PageRequest = OperationRequest<"run.query">;

/** Reads pages of the list, newest first. */
export class PageReader {
  readonly #statements: StatementCache;
  readonly #names: NameTable;
  readonly #state: CatalogState;
  readonly #context: SelectionContext;
  readonly #counts: RunCounts;

  constructor(statements: StatementCache, names: NameTable, state: CatalogState) {
    this.#statements = statements;
    this.#names = names;
    this.#state = state;
    this.#context = {
      names,
      state,
      countLinks: (kind, values, atMost) => this.#countLinks(kind, values, atMost),
      ridRange: () => this.#ridRange(),
    };
    this.#counts = new RunCounts(statements, this.#context);
  }

  /** Source: operations, "Filters". Throws BAD_CURSOR and BAD_REQUEST. */
  read(request: PageRequest): RunPage {
    const { cursor, filters, limit } = request;
    const after = cursor === null ? null : parseCursor(cursor, filters);
    const selection = selectRuns(filters, this.#context, "page");
    const found = selection === null ? [] : this.#walk(selection, { after, limit });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return {
      rows: page.map((columns) => runRowOf(columns, this.#names, this.#state.coverage)),
      total: this.#counts.total(filters),
      store_total: this.#state.rowCount,
      hidden_total: this.#state.hiddenCount,
      next_cursor: last === undefined ? null : makeCursor(positionOf(last), filters),
      ...(request.facets ? { facets: this.#counts.facets(filters) } : {}),
    };
  }

  /** How SQLite answers a page of this request: the lines of its query plan. */
  explain({ cursor, filters }: PageRequest): readonly string[] {
    const selection = selectRuns(filters, this.#context, "page");
    if (selection === null) return ["no row can match"];
    const { sql, values } = this.#pageSql(selection, cursor === null ? null : parseCursor(cursor, filters));
    const lines = this.#statements.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
    return lines.map((line) => textColumn(line, "detail"));
  }

  #pageSql(selection: RunSelection, after: CursorPosition | null): SqlPart {
    const more = after === null ? [] : behind(after, selection.order, this.#state.spread);
    const { sql, values } = selectionSql(selection, more);
    return { sql: `SELECT ${RUN_ROW_COLUMNS} ${sql} ORDER BY ${selection.order} DESC`, values };
  }

  /**
   * At least `limit + 1` rows where there are so many, newest first. A `rid` is never below its time, so once the walk
   * is below the oldest time wanted, nothing that follows can be newer.
   */
  #walk(selection: RunSelection, page: { readonly after: CursorPosition | null; readonly limit: number }): SqlRow[] {
    const { sql, values } = this.#pageSql(selection, page.after);
    const found: SqlRow[] = [];
    let oldest = Number.POSITIVE_INFINITY;
    for (const row of this.#statements.prepare(sql).iterate(...values)) {
      if (found.length > page.limit && integerColumn(row, "rid") < oldest) break;
      if (found.length <= page.limit) oldest = Math.min(oldest, integerColumn(row, "sort_us"));
      found.push(row);
    }
    return found.sort(newestFirst);
  }

  #countLinks(kind: LinkKind, values: readonly string[], atMost: number): number {
    const marks = values.map(() => "?").join(", ");
    const rows = `SELECT 1 FROM link WHERE kind = ? AND value IN (${marks}) LIMIT ?`;
    const row = this.#statements.prepare(`SELECT count(*) AS count FROM (${rows})`).get(kind, ...values, atMost);
    return row === undefined ? 0 : integerColumn(row, "count");
  }

  #ridRange(): ReturnType<SelectionContext["ridRange"]> {
    // Two questions: SQLite looks up either end at once, but reads everything for both together.
    const [lowest, highest] = ["min", "max"].map((end) => {
      const row = this.#statements.prepare(`SELECT ${end}(rid) AS rid FROM run`).get();
      return row === undefined ? null : findInteger(row, "rid");
    });
    return lowest == null || highest == null ? null : { lowest, highest };
  }
}

/** What lies behind the last row of the page before: by time and, within one microsecond, by run id. */
function behind(after: CursorPosition, order: RunSelection["order"], spread: number): readonly SqlPart[] {
  const { runId, sortUs } = after;
  return [
    { sql: `${order} <= ?`, values: [sortUs + spread] },
    {
      sql: `(${order} < ? OR run.sort_us < ? OR (run.sort_us = ? AND run.run_id < ?))`,
      values: [sortUs, sortUs, sortUs, runId],
    },
  ];
}

function positionOf(columns: SqlRow): CursorPosition {
  return { sortUs: integerColumn(columns, "sort_us"), runId: textColumn(columns, "run_id") };
}

function newestFirst(left: SqlRow, right: SqlRow): number {
  const [a, b] = [positionOf(left), positionOf(right)];
  return b.sortUs - a.sortUs || compareCodePoints(b.runId, a.runId);
}
