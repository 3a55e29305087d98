import { z } from "zod";
import { AppError } from "../../shared/app-error.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import { readAt } from "./durable-file.ts";
import type { EntryPlace, LedgerEntry, PlacedEntry } from "./ledger-entry.ts";
import { isHeadLine, parseEntryLine } from "./ledger-line.ts";
import { type SegmentLine, segmentLines } from "./segment-lines.ts";
import { findEpoch, ledgerPath, resolveStorePath, STORE_PATHS } from "./store-layout.ts";

/** What the first entry of a segment says about the segments before it. */
export const sealsSchema = z.object({
  after: z.array(z.object({ epoch: z.number(), length: z.number().int().min(0), root: z.string() })),
});

/** Reads the ledger of one runs folder. Entries whose closing signed head is missing at the end of a segment are not entries. */
export interface LedgerReader {
  /** All entries from `fromSeq` on, in order. A segment ends where a later epoch sealed it; unreadable lines in it are passed over. */
  entries(fromSeq: number): Iterable<PlacedEntry>;
  /** The entry at a place the catalog remembered. Throws STORE_DAMAGED when something else lies there. */
  entryAt(place: EntryPlace): LedgerEntry;
}

/** The epochs that have a ledger segment, oldest first. One look at the folder: a store may have many thousands of epochs. */
export function segmentEpochs(fs: Fs, runsDir: string): number[] {
  const folder = resolveStorePath(runsDir, STORE_PATHS.ledger);
  return withStorageErrors("read the ledger", folder, () => {
    if (fs.stat(folder)?.kind !== "folder") return [];
    return fs
      .list(folder)
      .map((item) => (item.kind === "file" && item.name.endsWith(".ndjson") ? findEpoch(item.name) : null))
      .filter((epoch) => epoch !== null)
      .sort((left, right) => left - right);
  });
}

/** A segment of the ledger, and where reading it ends (null: at its end). */
interface SegmentPart {
  readonly epoch: number;
  readonly endOffset: number | null;
}

/** The lines of one segment up to `endOffset` that are no signed heads, each only once the signed head that closes its group was seen. */
export function* closedLines(fs: Fs, runsDir: string, { endOffset, epoch }: SegmentPart): Generator<SegmentLine> {
  let group: SegmentLine[] = [];
  for (const line of segmentLines(fs, resolveStorePath(runsDir, ledgerPath(epoch)), endOffset)) {
    if (!isHeadLine(line.bytes)) {
      group.push(line);
      continue;
    }
    yield* group;
    group = [];
  }
}

/** The entries of one segment up to `endOffset`, as far as they are closed. */
export function* segmentEntries(fs: Fs, runsDir: string, segment: SegmentPart): Generator<PlacedEntry> {
  const { epoch } = segment;
  for (const { bytes, offset } of closedLines(fs, runsDir, segment)) {
    const entry = parseEntryLine(bytes);
    if (entry !== null) yield { entry, place: { epoch, offset, byteLength: bytes.byteLength } };
  }
}

/** The first entry of a segment, or null when it holds none. */
export function firstEntry(fs: Fs, runsDir: string, epoch: number): LedgerEntry | null {
  for (const placed of segmentEntries(fs, runsDir, { epoch, endOffset: null })) return placed.entry;
  return null;
}

/** Where each segment was sealed by a later epoch. */
function sealedLengths(firsts: ReadonlyMap<number, LedgerEntry | null>): Map<number, number> {
  const lengths = new Map<number, number>();
  for (const entry of firsts.values()) {
    const seals = sealsSchema.safeParse(entry?.body);
    for (const seal of seals.success ? seals.data.after : []) lengths.set(seal.epoch, seal.length);
  }
  return lengths;
}

/** A segment, and where a later epoch sealed it (null: where the file ends). */
export interface SealedSegment {
  readonly epoch: number;
  readonly endOffset: number | null;
  /** Number of its first entry; null when it holds none. */
  readonly firstSeq: number | null;
}

/** Every segment, oldest first, by what the first lines of all of them say. */
export function sealedSegments(fs: Fs, runsDir: string): readonly SealedSegment[] {
  const firsts = new Map(segmentEpochs(fs, runsDir).map((epoch) => [epoch, firstEntry(fs, runsDir, epoch)]));
  const sealed = sealedLengths(firsts);
  return [...firsts].map(([epoch, first]) => ({
    epoch,
    endOffset: sealed.get(epoch) ?? null,
    firstSeq: first?.seq ?? null,
  }));
}

/** The newest epochs down to the one that holds `fromSeq`, with their first entries: older segments need not be opened. */
function segmentsFrom(fs: Fs, runsDir: string, fromSeq: number): Map<number, LedgerEntry | null> {
  const firsts = new Map<number, LedgerEntry | null>();
  for (const epoch of segmentEpochs(fs, runsDir).reverse()) {
    const first = firstEntry(fs, runsDir, epoch);
    firsts.set(epoch, first);
    if (first !== null && first.seq <= fromSeq) break;
  }
  return new Map([...firsts].reverse());
}

function readPlace(fs: Fs, runsDir: string, place: EntryPlace): Buffer {
  const path = resolveStorePath(runsDir, ledgerPath(place.epoch));
  return withStorageErrors("read the ledger", path, () => {
    const fd = fs.open(path, "read");
    try {
      // What lies beyond the end of the file is not asked for: a wrong place must not cost memory.
      const byteLength = Math.min(place.byteLength, Math.max(0, fs.fstat(fd).sizeBytes - place.offset));
      return readAt(fs, fd, place.offset, byteLength);
    } finally {
      fs.close(fd);
    }
  });
}

/** The segments that hold the entries from `fromSeq` on, oldest first. */
export function segmentPartsFrom(fs: Fs, runsDir: string, fromSeq: number): readonly SegmentPart[] {
  const firsts = segmentsFrom(fs, runsDir, fromSeq);
  const sealed = sealedLengths(firsts);
  return [...firsts.keys()].map((epoch) => ({ epoch, endOffset: sealed.get(epoch) ?? null }));
}

/** A reader over the ledger segments on disk. */
export function openLedgerReader(fs: Fs, runsDir: string): LedgerReader {
  return {
    *entries(fromSeq) {
      for (const part of segmentPartsFrom(fs, runsDir, fromSeq)) {
        for (const placed of segmentEntries(fs, runsDir, part)) {
          if (placed.entry.seq >= fromSeq) yield placed;
        }
      }
    },
    entryAt(place) {
      const entry = parseEntryLine(readPlace(fs, runsDir, place));
      if (entry !== null) return entry;
      throw new AppError("STORE_DAMAGED", "A ledger line is not where it was. Check the store.", {
        context: { epoch: place.epoch, offset: place.offset },
      });
    },
  };
}
