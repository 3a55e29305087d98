import type { Fs } from "../system/fs.ts";
import type { PlacedEntry } from "./ledger-entry.ts";
import { type LedgerReader, openLedgerReader } from "./ledger-reader.ts";

/** What the holder knows beyond the segments on disk. */
export interface LiveLedgerParts {
  /** Entries that are recorded. */
  readonly size: () => number;
  /** Those of them that are not in the segment yet, in order. */
  readonly pending: () => readonly PlacedEntry[];
}

/** The ledger as its holder reads it: everything acknowledged, also what is still on its way from the journal to the segment. */
export function openLiveLedger(fs: Fs, runsDir: string, parts: LiveLedgerParts): LedgerReader {
  const onDisk = openLedgerReader(fs, runsDir);
  return {
    *entries(fromSeq) {
      const size = parts.size();
      for (let next = fromSeq; next < size; ) {
        const before = next;
        for (const placed of onDisk.entries(next)) {
          next = placed.entry.seq + 1;
          yield placed;
        }
        for (const placed of parts.pending()) {
          if (placed.entry.seq !== next) continue;
          next += 1;
          yield placed;
        }
        // Lines that cannot be read any more are not waited for.
        if (next === before) return;
      }
    },
    entryAt(place) {
      const { epoch, offset } = place;
      const pending = parts.pending().find((one) => one.place.epoch === epoch && one.place.offset === offset);
      return pending?.entry ?? onDisk.entryAt(place);
    },
  };
}
