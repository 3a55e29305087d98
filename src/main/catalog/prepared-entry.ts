import type { EntryPlace, PlacedEntry } from "../store/ledger-entry.ts";
import { changesOf, type RecordBytes, type RunChange } from "./apply-entry.ts";
import { type ReadCheck, readCheck } from "./read-check.ts";

/** What an entry does to a catalog, worked out from the entry and the file it names, and where it stands in the ledger. */
export interface PreparedEntry {
  readonly seq: number;
  readonly subject: string;
  readonly at: string;
  readonly prev: string;
  readonly place: EntryPlace;
  readonly changes: readonly RunChange[];
  readonly check: ReadCheck | null;
}

/** Works out what an entry does. `record` reads the file it names and is asked only where that matters. Knows no catalog: safe anywhere. */
export function prepareEntry({ entry, place }: PlacedEntry, record: () => RecordBytes): PreparedEntry {
  const { at, prev, seq, subject } = entry;
  const check = entry.kind === "check.finished" ? readCheck(entry, record) : null;
  return { seq, subject, at, prev, place, changes: changesOf(entry, record), check };
}
