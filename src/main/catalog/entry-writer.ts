import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { CatalogState } from "./catalog-state.ts";
import { CheckWriter } from "./check-writer.ts";
import type { NameTable } from "./name-table.ts";
import type { PreparedEntry } from "./prepared-entry.ts";
import { RunWriter } from "./run-writer.ts";
import { findUtcMicros } from "./utc-micros.ts";

/** A clock that is put right by less is nothing that people need to know of. */
const CLOCK_STEP_MS = 2000;

/** Writes what entries do, in the order of their numbers. The caller holds the transaction. */
export class EntryWriter {
  readonly runs: RunWriter;
  readonly #db: DatabaseSync;
  readonly #names: NameTable;
  readonly #state: CatalogState;
  readonly #insertEntry: StatementSync;
  #checks: CheckWriter | null = null;

  constructor(db: DatabaseSync, names: NameTable, state: CatalogState) {
    this.#db = db;
    this.#names = names;
    this.#state = state;
    this.runs = new RunWriter(db, names, state);
    this.#insertEntry = db.prepare("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?)");
  }

  /** Passes over entries below the state's `appliedSeq`. */
  apply(entries: readonly PreparedEntry[]): void {
    for (const entry of entries) if (entry.seq >= this.#state.appliedSeq) this.#apply(entry);
  }

  #apply(entry: PreparedEntry): void {
    const { check, place, seq, subject } = entry;
    for (const change of entry.changes) this.runs.apply(subject, change);
    if (check !== null) {
      this.#checks ??= new CheckWriter(this.#db, { names: this.#names, state: this.#state });
      this.#checks.apply(check);
    }
    this.#noteClock(entry);
    this.#insertEntry.run(subject, seq, place.epoch, place.offset, place.byteLength);
    this.#state.advance(entry);
  }

  /** Entries stand in the order in which they were made: one that names an earlier time than the one before tells of the clock. */
  #noteClock({ at, seq }: PreparedEntry): void {
    const atUs = findUtcMicros(at);
    if (atUs === null) return;
    const byMs = this.#state.lastAtUs === null ? 0 : Math.round((atUs - this.#state.lastAtUs) / 1000);
    if (byMs <= -CLOCK_STEP_MS) {
      this.#db.prepare("INSERT OR REPLACE INTO clock VALUES (?, ?, ?)").run(seq, atUs, byMs);
    }
    this.#state.lastAtUs = atUs;
  }
}
