import { readWhole } from "../store/durable-file.ts";
import type { EntryPlace } from "../store/ledger-entry.ts";
import { isHeadLine } from "../store/ledger-line.ts";
import { type LedgerReader, openLedgerReader, segmentEpochs } from "../store/ledger-reader.ts";
import { isWriteOncePath, ledgerPath, resolveStorePath } from "../store/store-layout.ts";
import type { Fs } from "../system/fs.ts";
import { systemCodeOf } from "../system/storage-error.ts";
import type { RecordBytes } from "./apply-entry.ts";
import type { CatalogDatabase } from "./catalog-database.ts";

/** More than the signed head behind an entry needs; where more follows, something was added. */
const TAIL_BYTES = 16 * 1024;

/** What a catalog is derived from: the ledger and the records of one runs folder. Reads only. */
export interface CatalogSource {
  readonly ledger: LedgerReader;
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
  return {
    ledger,
    readRecord: (path) => readRecord(fs, runsDir, path),
    isOrigin: (database) => isOrigin(ledger, database),
    endsWith(database) {
      const last = database.lastApplied;
      return last !== null && segmentEpochs(fs, runsDir).at(-1) === last.place.epoch && endsAt(fs, runsDir, last.place);
    },
  };
}

function readRecord(fs: Fs, runsDir: string, path: string | undefined): RecordBytes {
  if (path === undefined) return { problem: "The ledger names no file for this run." };
  // The ledger is data from disk: a path from it is looked at before it is followed.
  if (!isWriteOncePath(path)) return { problem: "The ledger names a file outside the folders of records." };
  try {
    return { bytes: readWhole(fs, resolveStorePath(runsDir, path)) };
  } catch (error) {
    const system = systemCodeOf(error);
    if (system === "ENOENT" || system === "ENOTDIR") return { problem: "The record's file is missing." };
    if (!(error instanceof Error)) throw error;
    return { problem: `The record's file cannot be read: ${error.message}.` };
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

function endsAt(fs: Fs, runsDir: string, place: EntryPlace): boolean {
  const fd = fs.open(resolveStorePath(runsDir, ledgerPath(place.epoch)), "read");
  try {
    const tail = Buffer.alloc(TAIL_BYTES);
    const byteLength = fs.read(fd, tail, place.offset + place.byteLength + 1);
    const line = tail.subarray(0, Math.max(byteLength - 1, 0));
    return byteLength < TAIL_BYTES && tail[byteLength - 1] === 0x0a && !line.includes(0x0a) && isHeadLine(line);
  } finally {
    fs.close(fd);
  }
}
