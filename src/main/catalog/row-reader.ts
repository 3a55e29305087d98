import type { RunRow } from "../../shared/operations/run-operations.ts";
import type { EntryPlace } from "../store/ledger-entry.ts";
import type { CatalogState } from "./catalog-state.ts";
import { integerColumn, type SqlRow, textColumn } from "./column-value.ts";
import type { NameTable } from "./name-table.ts";
import { RUN_ROW_COLUMNS, runRowOf } from "./run-row-columns.ts";
import type { StatementCache } from "./statement-cache.ts";

/** Rows asked for in one statement: one statement per row would cost several times as much. */
const ROWS_PER_STATEMENT = 100;

/** Reads rows by their `rid`. */
export class RowReader {
  readonly #statements: StatementCache;
  readonly #names: NameTable;
  readonly #state: CatalogState;

  constructor(statements: StatementCache, names: NameTable, state: CatalogState) {
    this.#statements = statements;
    this.#names = names;
    this.#state = state;
  }

  /** The row of a run, or null. */
  find(runId: string): RunRow | null {
    const columns = this.#statements.prepare(`SELECT ${RUN_ROW_COLUMNS} FROM run WHERE run_id = ?`).get(runId);
    return columns === undefined ? null : runRowOf(columns, this.#names, this.#state.coverage);
  }

  /** The rows with a run number, which each workstation gives once; newest first. */
  withNumber(runNumber: string, limit: number): readonly RunRow[] {
    const found = this.#statements
      .prepare("SELECT rid FROM run WHERE run_number = ? ORDER BY rid DESC LIMIT ?")
      .all(runNumber, limit);
    return this.rows(found.map((row) => integerColumn(row, "rid")));
  }

  /** The `rid` of a run, or null. */
  findRid(runId: string): number | null {
    const row = this.#statements.prepare("SELECT rid FROM run WHERE run_id = ?").get(runId);
    return row === undefined ? null : integerColumn(row, "rid");
  }

  /** The rows in the order asked for. One that is gone is left out. */
  rows(rids: readonly number[]): readonly RunRow[] {
    const found = this.#byRid(RUN_ROW_COLUMNS, rids);
    return rids.flatMap((rid) => {
      const columns = found.get(rid);
      return columns === undefined ? [] : [runRowOf(columns, this.#names, this.#state.coverage)];
    });
  }

  /** The run ids in the order asked for. */
  runIds(rids: readonly number[]): readonly string[] {
    const found = this.#byRid("rid, run_id", rids);
    return rids.flatMap((rid) => {
      const columns = found.get(rid);
      return columns === undefined ? [] : [textColumn(columns, "run_id")];
    });
  }

  /** Places of all entries about a subject, oldest first. */
  entryPlaces(subject: string): readonly EntryPlace[] {
    const rows = this.#statements
      .prepare("SELECT epoch, byte_offset, byte_length FROM entry WHERE subject = ? ORDER BY seq")
      .all(subject);
    return rows.map((row) => ({
      epoch: integerColumn(row, "epoch"),
      offset: integerColumn(row, "byte_offset"),
      byteLength: integerColumn(row, "byte_length"),
    }));
  }

  /** Ids of runs that name this attachment, or whose bytes lie under this name, newest first. */
  withAttachment(sha256: string, limit: number): readonly string[] {
    const named = "SELECT rid FROM link WHERE kind = 'attachment' AND value = ?";
    const kept = "SELECT rid FROM link WHERE kind = 'kept' AND value = ?";
    const sql = `SELECT run.run_id FROM (${named} UNION ${kept} ORDER BY rid DESC LIMIT ?) AS found
      CROSS JOIN run ON run.rid = found.rid ORDER BY found.rid DESC`;
    const rows = this.#statements.prepare(sql).all(sha256, sha256, limit);
    return rows.map((row) => textColumn(row, "run_id"));
  }

  #byRid(selected: string, rids: readonly number[]): ReadonlyMap<number, SqlRow> {
    const found = new Map<number, SqlRow>();
    for (let from = 0; from < rids.length; from += ROWS_PER_STATEMENT) {
      const group = rids.slice(from, from + ROWS_PER_STATEMENT);
      const marks = group.map(() => "?").join(", ");
      const rows = this.#statements.prepare(`SELECT ${selected} FROM run WHERE rid IN (${marks})`).all(...group);
      for (const row of rows) found.set(integerColumn(row, "rid"), row);
    }
    return found;
  }
}
