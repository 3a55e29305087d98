import type { DatabaseSync } from "node:sqlite";
import { findInteger, integerColumn, textColumn } from "./column-value.ts";

/** A check that looked at every run of a period which was recorded before it began, and named those it did not find intact. */
export interface Coverage {
  /** Number of its entry in the ledger. */
  readonly seq: number;
  readonly at: string;
  /** First and last day as {@link dayOf} numbers them; null where there is no limit. */
  readonly from: number | null;
  readonly to: number | null;
  /** Runs whose entries have lower numbers were recorded before it began. */
  readonly throughSeq: number;
}

/** The place of a run among all checks. */
export interface CoveredRun {
  readonly recordedSeq: number;
  /** Of its folder; {@link NO_DAY} when nobody knows where it lies, {@link NO_DATE} when its folder is no date. */
  readonly day: number;
}

/** Runs that lie nowhere belong to every period, as they do for a check. */
export const NO_DAY = 0;
/** A folder that is no date belongs to no period. */
export const NO_DATE = -1;

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?![^/])/;

/** 20261120 for `2026-11-20` and for paths in the folder of that name. */
export function dayOf(text: string): number {
  if (text === "") return NO_DAY;
  const match = DATE.exec(text);
  return match === null ? NO_DATE : Number(match.slice(1).join(""));
}

/**
 * The checks of many runs that still say something: a check of everything takes the place of all before it, so there are few.
 * Held in memory; changes reach the file with `save`, inside the caller's transaction.
 */
export class CheckCoverage {
  readonly #db: DatabaseSync;
  /** Oldest first. */
  #checks: readonly Coverage[] = [];
  #isChanged = false;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  get checks(): readonly Coverage[] {
    return this.#checks;
  }

  /** Forgets what was not saved and reads the file. */
  reload(): void {
    const rows = this.#db.prepare("SELECT * FROM coverage ORDER BY seq").all();
    this.#checks = rows.map((row) => ({
      seq: integerColumn(row, "seq"),
      at: textColumn(row, "at"),
      from: findInteger(row, "from_day"),
      to: findInteger(row, "to_day"),
      throughSeq: integerColumn(row, "through_seq"),
    }));
    this.#isChanged = false;
  }

  /** Adds the newest check. Older ones that say nothing beside it are dropped. */
  add(check: Coverage): void {
    this.#checks = [...this.#checks.filter((older) => !includes(check, older)), check];
    this.#isChanged = true;
  }

  save(): void {
    if (!this.#isChanged) return;
    this.#db.exec("DELETE FROM coverage");
    const insert = this.#db.prepare("INSERT INTO coverage VALUES (?, ?, ?, ?, ?)");
    for (const { seq, at, from, to, throughSeq } of this.#checks) insert.run(seq, at, from, to, throughSeq);
    this.#isChanged = false;
  }

  /** The newest check that looked at a run, or null when none did. */
  newestOf(run: CoveredRun): Coverage | null {
    return this.#checks.findLast((check) => covers(check, run)) ?? null;
  }
}

/** True when the check looked at the run. The same as {@link coverageSql} says to SQLite. */
export function covers({ from, to, throughSeq }: Coverage, { day, recordedSeq }: CoveredRun): boolean {
  if (recordedSeq >= throughSeq) return false;
  if (from === null && to === null) return true;
  if (day === NO_DAY) return true;
  return day !== NO_DATE && (from === null || day >= from) && (to === null || day <= to);
}

/** The condition of a row that the check looked at it. */
export function coverageSql({ from, to, throughSeq }: Coverage): { readonly sql: string; readonly values: number[] } {
  const seen = "run.recorded_seq < ?";
  if (from === null && to === null) return { sql: seen, values: [throughSeq] };
  const days = `(run.day = ${NO_DAY} OR (run.day <> ${NO_DATE} AND run.day BETWEEN ? AND ?))`;
  return { sql: `${seen} AND ${days}`, values: [throughSeq, from ?? NO_DAY, to ?? Number.MAX_SAFE_INTEGER] };
}

function includes(wider: Coverage, other: Coverage): boolean {
  return (
    wider.throughSeq >= other.throughSeq &&
    (wider.from === null || (other.from !== null && other.from >= wider.from)) &&
    (wider.to === null || (other.to !== null && other.to <= wider.to))
  );
}
