import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Verdict } from "../../shared/verdicts.ts";
import { VERDICT_INDEX, WORSENED_INDEX } from "./catalog-schema.ts";
import type { CatalogState } from "./catalog-state.ts";
import { type Coverage, coverageSql, covers } from "./check-coverage.ts";
import { findText, integerColumn, type SqlRow, textColumn } from "./column-value.ts";
import type { NameTable } from "./name-table.ts";
import type { ReadCheck } from "./read-check.ts";

/** From what one hopes for to what one fears. */
const RISING: readonly (Verdict | null)[] = [
  ...(["intact-anchored", "intact", "checking", "not-checked"] as const),
  ...(["incomplete", "cannot-check", "changed"] as const),
];

/** Verdicts that say nothing bad. */
const NO_WORSE: readonly Verdict[] = ["intact-anchored", "intact", "checking", "not-checked"];

/** Moving so many rows takes some tenths of a second. */
const MAX_MOVED_ROWS = 5_000;

const ROWS_PER_GROUP = 5_000;

const BY_VERDICT = `INDEXED BY ${VERDICT_INDEX}`;

const COLUMNS = "rid, run_id, hidden, verdict, problem, recorded_seq, day, is_incomplete, is_worsened";

/** Rows with one number, as far as a condition holds. */
interface RowsWith {
  readonly code: number;
  readonly sql: string;
  readonly values: readonly number[];
}

/**
 * Writes what checks say of runs. What is said of all runs alike is said once: the number that stands for "not checked" comes to mean
 * "intact", and rows are touched only where they differ. The caller holds the transaction.
 */
export class CheckWriter {
  readonly #db: DatabaseSync;
  readonly #names: NameTable;
  readonly #state: CatalogState;
  readonly #maxMovedRows: number;
  readonly #findRow: StatementSync;
  readonly #worsened: StatementSync;
  readonly #countVerdict: StatementSync;
  readonly #setVerdict: StatementSync;
  readonly #setChecked: StatementSync;

  constructor(
    db: DatabaseSync,
    parts: {
      readonly names: NameTable;
      readonly state: CatalogState;
      /** So many rows are moved from one number to another rather than let a value have two numbers. */
      readonly maxMovedRows?: number;
    },
  ) {
    this.#db = db;
    this.#names = parts.names;
    this.#state = parts.state;
    this.#maxMovedRows = parts.maxMovedRows ?? MAX_MOVED_ROWS;
    this.#findRow = db.prepare(`SELECT ${COLUMNS} FROM run WHERE run_id = ?`);
    this.#worsened = db.prepare(`SELECT ${COLUMNS} FROM run INDEXED BY ${WORSENED_INDEX} WHERE is_worsened = 1`);
    this.#countVerdict = db.prepare(`SELECT count(*) AS count FROM run ${BY_VERDICT} WHERE verdict = ?`);
    this.#setVerdict = db.prepare("UPDATE run SET verdict = ?, is_worsened = ?, change = ? WHERE rid = ?");
    this.#setChecked = db.prepare("UPDATE run SET checked_seq = ?, checked_at = ? WHERE rid = ?");
  }

  /** Does to all rows what the newest check said. Runs that have no row are passed over. */
  apply(check: ReadCheck): void {
    const { intact, verdicts } = check;
    if (intact !== null && "seq" in intact) this.#cover(intact, verdicts);
    if (intact !== null && "runIds" in intact) {
      for (const runId of new Set(intact.runIds)) {
        if (!verdicts.has(runId)) this.#judge(check, { runId, verdict: "intact", before: intact.throughSeq });
      }
    }
    for (const [runId, verdict] of verdicts) this.#judge(check, { runId, verdict, before: check.seq });
  }

  #judge(
    { at, isPartial, seq }: ReadCheck,
    { before, runId, verdict }: { readonly runId: string; readonly verdict: Verdict; readonly before: number },
  ): void {
    const row = this.#findRow.get(runId);
    if (row === undefined || integerColumn(row, "recorded_seq") >= before) return;
    const now = this.#textOf(row);
    if (isPartial && rankOf(verdict) <= rankOf(now)) return;
    this.#setTo(row, isPartial ? verdict : besideOwn(row, verdict));
    // A check of many runs is remembered once for all it looked at.
    const covering = this.#state.coverage.newestOf(coveredRun(row));
    if (covering === null || covering.seq < seq) this.#setChecked.run(seq, at, integerColumn(row, "rid"));
  }

  #cover(check: Coverage, verdicts: ReadCheck["verdicts"]): void {
    this.#state.coverage.add(check);
    for (const row of this.#worsened.all()) {
      const isNamed = verdicts.has(textColumn(row, "run_id"));
      if (!isNamed && covers(check, coveredRun(row))) this.#setTo(row, besideOwn(row, "intact"));
    }
    for (const code of this.#names.codesOf("verdict", "not-checked")) this.#callIntact(code, check);
  }

  /** Makes "not checked" to "intact" where the check looked, by whichever way touches fewer rows. */
  #callIntact(unchecked: number, check: Coverage): void {
    const { sql, values } = coverageSql(check);
    const covered = this.#count(unchecked, sql, values);
    const others = this.#countOf(unchecked) - covered;
    if (covered <= Math.max(others, this.#maxMovedRows)) {
      this.#moveAll({ code: unchecked, sql, values }, this.#names.codeOf("verdict", "intact"));
      return;
    }
    const spare = this.#spareCode();
    const merged =
      spare === null ? [] : this.#rowsOf({ code: spare, sql: "TRUE", values: [] }, Number.MIN_SAFE_INTEGER, -1);
    this.#names.rename("verdict", unchecked, "intact");
    if (spare !== null) this.#names.rename("verdict", spare, "not-checked");
    const left = spare ?? this.#names.addCode("verdict", "not-checked");
    this.#moveAll({ code: unchecked, sql: `NOT (${sql})`, values }, left);
    for (const row of merged) this.#setCode(row, unchecked, false);
  }

  /** A number for "intact" with so few rows that they can take another; null when there is none. */
  #spareCode(): number | null {
    const codes = this.#names.codesOf("verdict", "intact").map((code) => ({ code, rows: this.#countOf(code) }));
    const [fewest] = codes.sort((left, right) => left.rows - right.rows);
    return fewest === undefined || fewest.rows > this.#maxMovedRows ? null : fewest.code;
  }

  #countOf(code: number): number {
    return integerColumn(this.#countVerdict.get(code) ?? {}, "count");
  }

  #count(code: number, sql: string, values: readonly number[]): number {
    const statement = `SELECT count(*) AS count FROM run ${BY_VERDICT} WHERE verdict = ? AND ${sql}`;
    return integerColumn(this.#db.prepare(statement).get(code, ...values) ?? {}, "count");
  }

  /** Up to `limit` rows behind a `rid`; -1 for all of them. */
  #rowsOf({ code, sql, values }: RowsWith, rid: number, limit: number): readonly SqlRow[] {
    const statement = `SELECT rid, hidden, verdict FROM run ${BY_VERDICT}
      WHERE verdict = ? AND rid > ? AND ${sql} ORDER BY rid LIMIT ?`;
    return this.#db.prepare(statement).all(code, rid, ...values, limit);
  }

  /** Moves rows to another number, group by group: there may be many. */
  #moveAll(from: RowsWith, code: number | null): void {
    let rows: readonly SqlRow[] = [];
    let last = Number.MIN_SAFE_INTEGER;
    do {
      rows = this.#rowsOf(from, last, ROWS_PER_GROUP);
      for (const row of rows) {
        this.#setCode(row, code, false);
        last = integerColumn(row, "rid");
      }
    } while (rows.length === ROWS_PER_GROUP);
  }

  #setTo(row: SqlRow, verdict: Verdict): void {
    const isWorsened = verdict !== ownVerdict(row) && !NO_WORSE.includes(verdict);
    const same = this.#textOf(row) === verdict && (integerColumn(row, "is_worsened") === 1) === isWorsened;
    if (!same) this.#setCode(row, this.#names.codeOf("verdict", verdict), isWorsened);
  }

  #setCode(row: SqlRow, code: number | null, isWorsened: boolean): void {
    this.#setVerdict.run(code, isWorsened ? 1 : 0, this.#state.nextChange(), integerColumn(row, "rid"));
    // Hidden rows are counted apart.
    if (integerColumn(row, "hidden") === 1) return;
    this.#names.addUses("verdict", integerColumn(row, "verdict"), -1);
    this.#names.addUses("verdict", code, 1);
  }

  #textOf(row: SqlRow): Verdict | null {
    const text = this.#names.textOf("verdict", integerColumn(row, "verdict"));
    return RISING.find((verdict) => verdict === text) ?? null;
  }
}

function rankOf(verdict: Verdict | null): number {
  return RISING.indexOf(verdict);
}

function coveredRun(row: SqlRow): { readonly recordedSeq: number; readonly day: number } {
  return { recordedSeq: integerColumn(row, "recorded_seq"), day: integerColumn(row, "day") };
}

/** What the record says of itself. */
function ownVerdict(row: SqlRow): "cannot-check" | "incomplete" | "not-checked" {
  if (findText(row, "problem") !== null) return "cannot-check";
  return integerColumn(row, "is_incomplete") === 1 ? "incomplete" : "not-checked";
}

/** What a check said, unless the record itself says worse. */
function besideOwn(row: SqlRow, verdict: Verdict): Verdict {
  const own = ownVerdict(row);
  return own === "not-checked" || rankOf(verdict) > rankOf(own) ? verdict : own;
}
