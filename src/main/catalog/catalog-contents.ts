import type { DatabaseSync } from "node:sqlite";
import type { RunRow } from "../../shared/operations/run-operations.ts";
import { isDamage } from "./catalog-fault.ts";
import { DIMENSIONS } from "./catalog-schema.ts";
import type { CatalogState } from "./catalog-state.ts";
import { findInteger, integerColumn, type SqlRow, textColumn } from "./column-value.ts";
import type { NameTable } from "./name-table.ts";
import { LINK_KINDS, makeLinks, parseLinks, type RunLinks } from "./run-links.ts";
import { RUN_ROW_COLUMNS, runRowOf } from "./run-row-columns.ts";
import { StatementCache } from "./statement-cache.ts";

/** Everything a catalog holds about one run. `links` are those under which the run is really found. */
export interface StoredRun {
  readonly row: RunRow;
  readonly sortUs: number;
  readonly links: RunLinks;
  readonly words: string;
  /** What tells how checks bear on it, beside what the row says of that. */
  readonly checks: string;
}

/** Where an entry lies, as the catalog has it. */
export interface StoredEntry {
  readonly subject: string;
  readonly seq: number;
  readonly place: string;
}

const TABLES = ["state", "run", "coverage", "name", "link", "entry", "words"];

const CHECK_COLUMNS = ["recorded_seq", "day", "checked_seq", "is_incomplete", "is_worsened"] as const;

const SELECT_RUN = `SELECT ${RUN_ROW_COLUMNS}, run.is_incomplete, run.is_worsened, words.text AS words FROM run
  JOIN words ON words.rowid = run.rid`;

/** Reads all of a catalog in an order that does not depend on how it came about, so that two can be compared. */
export class CatalogContents {
  readonly #statements: StatementCache;
  readonly #names: NameTable;
  readonly #state: CatalogState;

  constructor(db: DatabaseSync, names: NameTable, state: CatalogState) {
    this.#statements = new StatementCache(db);
    this.#names = names;
    this.#state = state;
  }

  /** Up to `limit` runs behind `runId` in the order of run ids; "" starts at the beginning. */
  runsBehind(runId: string, limit: number): readonly StoredRun[] {
    const sql = `${SELECT_RUN} WHERE run.run_id > ? ORDER BY run.run_id LIMIT ?`;
    return this.#statements
      .prepare(sql)
      .all(runId, limit)
      .map((columns) => this.#storedRun(columns));
  }

  /** One run; null when there is none of this id. */
  run(runId: string): StoredRun | null {
    const columns = this.#statements.prepare(`${SELECT_RUN} WHERE run.run_id = ?`).get(runId);
    return columns === undefined ? null : this.#storedRun(columns);
  }

  /** Up to `limit` ids behind `runId`, in the order of ids. */
  runIdsBehind(runId: string, limit: number): readonly string[] {
    const sql = "SELECT run_id FROM run WHERE run_id > ? ORDER BY run_id LIMIT ?";
    const rows = this.#statements.prepare(sql).all(runId, limit);
    return rows.map((row) => textColumn(row, "run_id"));
  }

  /** All entries about a subject. */
  entriesOf(subject: string): readonly StoredEntry[] {
    const rows = this.#statements.prepare("SELECT * FROM entry WHERE subject = ? ORDER BY seq").all(subject);
    return rows.map(storedEntry);
  }

  #storedRun(columns: SqlRow): StoredRun {
    return {
      row: runRowOf(columns, this.#names, this.#state.coverage),
      sortUs: integerColumn(columns, "sort_us"),
      links: this.#foundLinks(columns),
      words: textColumn(columns, "words"),
      checks: CHECK_COLUMNS.map((column) => findInteger(columns, column)).join(" "),
    };
  }

  /** Up to `limit` entries behind one, in the order of subjects and, within one, of numbers. */
  entriesBehind({ subject, seq }: Pick<StoredEntry, "subject" | "seq">, limit: number): readonly StoredEntry[] {
    const sql = "SELECT * FROM entry WHERE (subject, seq) > (?, ?) ORDER BY subject, seq LIMIT ?";
    const rows = this.#statements.prepare(sql).all(subject, seq, limit);
    return rows.map(storedEntry);
  }

  /** All counters as one text: equal for catalogs that hold the same. */
  counters(): string {
    const links = this.#statements.prepare("SELECT count(*) AS count FROM link").get() ?? {};
    const names = DIMENSIONS.map((dimension) =>
      this.#names.counts(dimension).map(({ count, value }) => JSON.stringify([value, count])),
    );
    const { appliedSeq, coverage, hiddenCount, rowCount } = this.#state;
    return JSON.stringify([
      appliedSeq,
      rowCount,
      hiddenCount,
      integerColumn(links, "count"),
      names.map((all) => all.sort()),
      coverage.checks,
    ]);
  }

  /**
   * What SQLite finds wrong with tables, indexes and word index; empty when they are whole. Reads everything, table by
   * table: `pause` is called in between.
   */
  async faults(pause: () => Promise<void>): Promise<readonly string[]> {
    const faults: string[] = [];
    for (const table of TABLES) {
      faults.push(...this.#faultsOf(table));
      await pause();
    }
    return faults;
  }

  #faultsOf(table: string): readonly string[] {
    try {
      const lines = this.#statements.prepare(`PRAGMA integrity_check(${table})`).all();
      return lines.map((line) => textColumn(line, "integrity_check")).filter((line) => line !== "ok");
    } catch (error) {
      // Damage can keep SQLite from looking any further; that is an answer too.
      if (isDamage(error) && error instanceof Error) return [error.message];
      throw error;
    }
  }

  #foundLinks(columns: SqlRow): RunLinks {
    const rid = integerColumn(columns, "rid");
    const links = parseLinks(textColumn(columns, "links"));
    const known = this.#statements.prepare("SELECT 1 FROM link WHERE kind = ? AND value = ? AND rid = ?");
    const found = LINK_KINDS.map((kind) => [
      kind,
      links[kind].filter((value) => known.get(kind, value, rid) !== undefined),
    ]);
    return makeLinks(Object.fromEntries(found));
  }
}

function storedEntry(row: SqlRow): StoredEntry {
  return {
    subject: textColumn(row, "subject"),
    seq: integerColumn(row, "seq"),
    place: ["epoch", "byte_offset", "byte_length"].map((column) => integerColumn(row, column)).join(" "),
  };
}
