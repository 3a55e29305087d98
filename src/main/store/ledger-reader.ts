import type { Fs } from "../system/fs.ts";
import type { EntryPlace, LedgerEntry, PlacedEntry } from "./ledger-entry.ts";

/** Reads the ledger of one runs folder. Entries whose closing signed head is missing at the end of a segment are not entries. */
export interface LedgerReader {
  /** All entries from `fromSeq` on, in order, segment by segment. Stops at the first line that is not ours. */
  entries(fromSeq: number): Iterable<PlacedEntry>;
  /** The entry at a place the catalog remembered. Throws STORE_DAMAGED when something else lies there. */
  entryAt(place: EntryPlace): LedgerEntry;
}

/** A reader over the ledger segments on disk. */
export declare function openLedgerReader(fs: Fs, runsDir: string): LedgerReader;
