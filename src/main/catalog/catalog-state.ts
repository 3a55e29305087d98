import type { DatabaseSync } from "node:sqlite";
import type { EntryPlace } from "../store/ledger-entry.ts";
import { DamagedCatalog } from "./catalog-fault.ts";
import { CheckCoverage } from "./check-coverage.ts";
import { findInteger, findText, integerColumn, textColumn } from "./column-value.ts";
import type { PreparedEntry } from "./prepared-entry.ts";

/** The counters of a catalog and its checks of many runs, held in memory; they reach the file with `save`, inside the caller's transaction. */
export class CatalogState {
  readonly #db: DatabaseSync;
  /** The ledger entries below this number are in the catalog. */
  appliedSeq = 0;
  /** Where the last of them lies, and the link of the chain it carries: how a catalog is told to belong to a ledger. */
  lastPlace: EntryPlace | null = null;
  lastPrev: string | null = null;
  rowCount = 0;
  hiddenCount = 0;
  /** How far the `rid` of a row ever lies above its time. */
  spread = 0;
  /** False while changes may not have reached the disk. */
  flushed = false;
  /** When the machine was started that last wrote. */
  bootSeconds = 0;
  /** Changes to rows so far; each row carries the number of its last one. */
  changeCount = 0;
  /** What the clock showed at the entry applied last; null before the first. */
  lastAtUs: number | null = null;
  /** Tells this catalog from any other that was ever built. */
  catalogId = "";
  /** What checks of many runs say. */
  readonly coverage: CheckCoverage;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.coverage = new CheckCoverage(db);
    this.reload();
  }

  reload(): void {
    const row = this.#db.prepare("SELECT * FROM state").get();
    if (row === undefined) throw new DamagedCatalog("its state is missing");
    const epoch = findInteger(row, "last_epoch");
    this.appliedSeq = integerColumn(row, "applied_seq");
    this.lastPlace =
      epoch === null
        ? null
        : { epoch, offset: integerColumn(row, "last_offset"), byteLength: integerColumn(row, "last_byte_length") };
    this.lastPrev = findText(row, "last_prev");
    this.rowCount = integerColumn(row, "row_count");
    this.hiddenCount = integerColumn(row, "hidden_count");
    this.spread = integerColumn(row, "spread");
    this.flushed = integerColumn(row, "flushed") === 1;
    this.bootSeconds = integerColumn(row, "boot_seconds");
    this.changeCount = integerColumn(row, "change_count");
    this.lastAtUs = findInteger(row, "last_at_us");
    this.catalogId = textColumn(row, "catalog_id");
    this.coverage.reload();
  }

  /** The number for a change to a row that is being made. */
  nextChange(): number {
    this.changeCount += 1;
    return this.changeCount;
  }

  /** Takes note that everything up to this entry is applied. */
  advance({ place, prev, seq }: Pick<PreparedEntry, "place" | "prev" | "seq">): void {
    this.appliedSeq = seq + 1;
    this.lastPlace = place;
    this.lastPrev = prev;
  }

  save(): void {
    const { lastPlace } = this;
    this.#db
      .prepare(
        `UPDATE state SET applied_seq = ?, last_epoch = ?, last_offset = ?, last_byte_length = ?, last_prev = ?,
         row_count = ?, hidden_count = ?, spread = ?, flushed = ?, boot_seconds = ?,
         change_count = ?, last_at_us = ?`,
      )
      .run(
        this.appliedSeq,
        lastPlace?.epoch ?? null,
        lastPlace?.offset ?? null,
        lastPlace?.byteLength ?? null,
        this.lastPrev,
        this.rowCount,
        this.hiddenCount,
        this.spread,
        this.flushed ? 1 : 0,
        this.bootSeconds,
        this.changeCount,
        this.lastAtUs,
      );
    this.coverage.save();
  }
}
