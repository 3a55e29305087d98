import { AppError } from "../../shared/app-error.ts";
import type { EntryPlace } from "../store/ledger-entry.ts";
import { isHeadLine } from "../store/ledger-line.ts";
import {
  closedLines,
  type LedgerReader,
  openLedgerReader,
  segmentEpochs,
  segmentPartsFrom,
} from "../store/ledger-reader.ts";
import { isWriteOncePath, ledgerPath, parentStorePath, resolveStorePath } from "../store/store-layout.ts";
import { createStoreReader, readQuickly, type StoreReader } from "../store/store-reader.ts";
import type { Fs } from "../system/fs.ts";
import type { RecordBytes } from "./apply-entry.ts";
import type { CatalogDatabase } from "./catalog-database.ts";
import { type LedgerBatch, ledgerBatches } from "./ledger-batch.ts";

const LINE_FEED = 0x0a;

/** More than the signed head behind an entry needs; where more follows, something was added. */
const TAIL_BYTES = 16 * 1024;

/** What a catalog is derived from: the ledger and the records of one runs folder. Reads only. */
export interface CatalogSource {
  readonly ledger: LedgerReader;
  /** The lines of the ledger that hold the entries from `fromSeq` on, and perhaps some before, in batches for other threads. */
  batches(fromSeq: number): Iterable<LedgerBatch>;
  /** The bytes of the record a ledger entry names, or why there are none. */
  readRecord(path: string | undefined): RecordBytes;
  /** True when the last entry this catalog applied is still where it was: the catalog belongs to this ledger. */
  isOrigin(database: CatalogDatabase): boolean;
  /** True when the ledger surely ends with the last entry this catalog applied. Reads a few bytes, not the ledger. */
  endsWith(database: CatalogDatabase): boolean;
}

/** The source of the catalog of a runs folder. */
export function openCatalogSource(fs: Fs, runsDir: string): CatalogSource {
  const ledger = openLedgerReader(fs, runsDir);
  const reader = createStoreReader(fs, runsDir);
  return {
    ledger,
    batches: (fromSeq) => batchesFrom(fs, runsDir, fromSeq),
    readRecord: (path) => readRecord(reader, path),
    isOrigin: (database) => isOrigin(ledger, database),
    endsWith(database) {
      const last = database.lastApplied;
      return last !== null && segmentEpochs(fs, runsDir).at(-1) === last.place.epoch && endsAt(reader, last.place);
    },
  };
}

function* batchesFrom(fs: Fs, runsDir: string, fromSeq: number): Generator<LedgerBatch> {
  for (const part of segmentPartsFrom(fs, runsDir, fromSeq)) {
    yield* ledgerBatches(part.epoch, closedLines(fs, runsDir, part));
  }
}

/** Reads many records, one after the other. */
export interface RecordSource {
  readRecord(path: string | undefined): RecordBytes;
  /** Folders are looked at once until this is called: whether they are links is then looked at again. */
  forgetFolders(): void;
}

/** The same records as {@link openCatalogSource} reads, with fewer looks at each. */
export function openRecordSource(fs: Fs, runsDir: string): RecordSource {
  const reader = createStoreReader(fs, runsDir);
  const known = new Set<string>();
  return {
    forgetFolders: () => known.clear(),
    readRecord(path) {
      if (path === undefined || !isWriteOncePath(path)) return readRecord(reader, path);
      const folder = parentStorePath(path);
      if (known.has(folder)) {
        const bytes = readQuickly(fs, resolveStorePath(runsDir, path));
        if (bytes !== null) return { bytes };
      }
      // The careful way says what is wrong.
      const record = readRecord(reader, path);
      if ("bytes" in record) known.add(folder);
      return record;
    },
  };
}

function readRecord(reader: StoreReader, path: string | undefined): RecordBytes {
  if (path === undefined) return { problem: "The ledger names no file for this run." };
  // The ledger is data from disk: a path from it is looked at before it is followed.
  if (!isWriteOncePath(path)) return { problem: "The ledger names a file outside the folders of records." };
  try {
    return { bytes: reader.readFile(path) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "PATH_NOT_FOUND") return { problem: "The record's file is missing." };
    return { problem: `The record's file cannot be read. ${error.message}` };
  }
}

function isOrigin(ledger: LedgerReader, database: CatalogDatabase): boolean {
  const last = database.lastApplied;
  if (last === null) return true;
  try {
    const entry = ledger.entryAt(last.place);
    return entry.seq === database.appliedSeq - 1 && entry.prev === last.prev;
  } catch (error) {
    // Whatever keeps that line from being read (gone, shorter, another text), the catalog no longer stands on it.
    if (error instanceof Error) return false;
    throw error;
  }
}

function endsAt(reader: StoreReader, { byteLength, epoch, offset }: EntryPlace): boolean {
  const tail = reader.readRange(ledgerPath(epoch), offset + byteLength + 1, TAIL_BYTES);
  const line = tail.subarray(0, -1);
  return tail.byteLength < TAIL_BYTES && tail.at(-1) === LINE_FEED && !line.includes(LINE_FEED) && isHeadLine(line);
}
