import { AppError } from "../../shared/app-error.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import { createFile, makeFolders, readAt, renewFile, writeChecked } from "./durable-file.ts";
import type { JournalFrame } from "./journal-frame.ts";
import {
  epochName,
  ledgerPath,
  parentStorePath,
  resolveStorePath,
  STORE_PATHS,
  type StorePath,
} from "./store-layout.ts";

/** What must be durable before the journal may be emptied. */
export interface Applied {
  readonly files: readonly StorePath[];
  /** Absolute paths. */
  readonly folders: readonly string[];
}

/** Whose runs folder a frame is put into, and by which epoch: its own holder, or a later one that finishes for it. */
export interface ApplyTarget {
  readonly fs: Fs;
  readonly runsDir: string;
  readonly epoch: number;
  /** True for who finishes after another: what is in place already is written anew, for its flush may have failed. */
  readonly renews?: boolean;
}

/**
 * Puts a journalled change in place: first its files, then its ledger bytes. Safe to repeat any number of times and beside another
 * process: files are created or found equal, ledger bytes stand at a fixed offset, and each epoch stages under names of its own.
 * Throws CONFLICT when other bytes stand in the place of the change, STORE_DAMAGED when what should come before it is missing.
 */
export function applyFrame(target: ApplyTarget, frame: JournalFrame): Applied {
  const { fs, runsDir } = target;
  for (const file of frame.files) {
    makeFolders(fs, runsDir, parentStorePath(file.path));
    const create = target.renews === true ? renewFile : createFile;
    create(fs, resolveStorePath(runsDir, file.path), file.bytes, epochName(target.epoch));
  }
  applyLedgerBytes(target, resolveStorePath(runsDir, ledgerPath(frame.epoch)), frame);
  return touchedBy(runsDir, frame);
}

/**
 * All folders on the way, not only those just made: an attempt that was interrupted may have made them, and no one has made their
 * names durable since.
 */
function touchedBy(runsDir: string, frame: JournalFrame): Applied {
  const folders = new Set([resolveStorePath(runsDir, STORE_PATHS.ledger)]);
  for (const file of frame.files) {
    for (let parent = parentStorePath(file.path); parent !== ""; parent = parentStorePath(parent)) {
      folders.add(resolveStorePath(runsDir, parent));
    }
    folders.add(runsDir);
  }
  return { files: [...frame.files.map((file) => file.path), ledgerPath(frame.epoch)], folders: [...folders] };
}

/** Writes the part of the ledger bytes that is not there yet, or all of them. */
function applyLedgerBytes({ fs, renews }: ApplyTarget, path: string, frame: JournalFrame): void {
  withStorageErrors("write the ledger", path, () => {
    const fd = fs.open(path, fs.stat(path) === null ? "create" : "update");
    try {
      const present = ledgerBytesThere(fs, fd, frame);
      if (present === null) {
        const message = `Lines are missing at the end of the ledger (${path}). Check the store.`;
        throw new AppError("STORE_DAMAGED", message, { context: { path, offset: frame.ledgerOffset } });
      }
      if (!present.equals(frame.ledgerBytes.subarray(0, present.byteLength))) {
        const message = `The ledger holds other lines than the journal says (${path}). Nothing was replaced.`;
        throw new AppError("CONFLICT", message, { context: { path, offset: frame.ledgerOffset } });
      }
      const done = renews === true ? 0 : present.byteLength;
      writeChecked(fs, fd, frame.ledgerBytes.subarray(done), frame.ledgerOffset + done);
    } finally {
      fs.close(fd);
    }
  });
}

/** What stands where the ledger bytes of a frame belong: all of them, some or none; null when the segment ends before. */
export function ledgerBytesThere(fs: Fs, fd: number, frame: JournalFrame): Buffer | null {
  const beyond = fs.fstat(fd).sizeBytes - frame.ledgerOffset;
  return beyond < 0 ? null : readAt(fs, fd, frame.ledgerOffset, Math.min(beyond, frame.ledgerBytes.byteLength));
}
