import { dirname } from "node:path";
import { AppError } from "../../shared/app-error.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import type { NewFile } from "./change.ts";
import { createFile, makeFolders, writeAll } from "./durable-file.ts";
import type { JournalFrame } from "./journal-frame.ts";
import { epochName, ledgerPath, parentStorePath, resolveStorePath, type StorePath } from "./store-layout.ts";

/** What an apply touched, for the checkpoint to make durable. */
export interface Applied {
  readonly files: readonly StorePath[];
  /** Absolute folders in which names were added. */
  readonly folders: ReadonlySet<string>;
}

/**
 * Puts a journalled change in place: first its files, then its ledger bytes. Safe to repeat any number of times and from a second
 * process: files are created or found equal, ledger bytes stand at a fixed offset. `onTakenName` is told of a file whose name other
 * bytes have; without it that throws CONFLICT.
 */
export function applyFrame(
  fs: Fs,
  runsDir: string,
  frame: JournalFrame,
  onTakenName: (file: NewFile, error: AppError) => void = throwTaken,
): Applied {
  const folders = new Set<string>();
  for (const file of frame.files) {
    const path = resolveStorePath(runsDir, file.path);
    for (const folder of makeFolders(fs, runsDir, parentStorePath(file.path))) folders.add(folder);
    createOrReport(
      () => createFile(fs, path, file.bytes, epochName(frame.epoch)),
      (error) => onTakenName(file, error),
    );
    folders.add(dirname(path));
  }
  applyLedgerBytes(fs, resolveStorePath(runsDir, ledgerPath(frame.epoch)), frame);
  return { files: frame.files.map((file) => file.path), folders };
}

function throwTaken(_file: NewFile, error: AppError): void {
  throw error;
}

function createOrReport(create: () => void, report: (error: AppError) => void): void {
  try {
    create();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "CONFLICT") throw error;
    report(error);
  }
}

/** Writes the part of the ledger bytes that is not there yet. Throws STORE_DAMAGED when other bytes stand in their place. */
function applyLedgerBytes(fs: Fs, path: string, frame: JournalFrame): void {
  withStorageErrors("write the ledger", path, () => {
    const fd = fs.open(path, fs.stat(path) === null ? "create" : "update");
    try {
      const beyond = fs.fstat(fd).sizeBytes - frame.ledgerOffset;
      if (beyond < 0) {
        throw new AppError("STORE_DAMAGED", `Lines are missing at the end of the ledger (${path}). Check the store.`, {
          context: { path, offset: frame.ledgerOffset },
        });
      }
      const there = Math.min(beyond, frame.ledgerBytes.byteLength);
      const present = Buffer.alloc(there);
      const read = there === 0 ? 0 : fs.read(fd, present, frame.ledgerOffset);
      if (read !== there || !present.equals(frame.ledgerBytes.subarray(0, there))) {
        throw new AppError(
          "STORE_DAMAGED",
          `The ledger holds other lines than the journal says (${path}). Nothing was replaced.`,
          {
            context: { path, offset: frame.ledgerOffset },
          },
        );
      }
      writeAll(fs, fd, frame.ledgerBytes.subarray(there), frame.ledgerOffset + there);
    } finally {
      fs.close(fd);
    }
  });
}
