import { AppError } from "../../shared/app-error.ts";
import type { Fs } from "../system/fs.ts";
import type { Change } from "./change.ts";
import { isWriteOncePath, resolveStorePath } from "./store-layout.ts";

/** Room a change needs beyond its own bytes: journal, ledger, folders. */
const OVERHEAD_BYTES = 256 * 1024;
/** Journal and final place each hold the bytes for a while. */
const COPIES = 2;
const MIN_INODES = 100;

/** Refuses a change that cannot be kept, before one byte is written. A courtesy: correctness never depends on it. */
export function admitChange(fs: Fs, runsDir: string, change: Change): void {
  const bytes = change.files.reduce((sum, file) => sum + file.bytes.byteLength, 0);
  requireSpace(fs, runsDir, bytes * COPIES);
  const paths = new Set<string>();
  for (const file of change.files) {
    if (!isWriteOncePath(file.path)) throw new RangeError(`not a place for a record: ${file.path}`);
    if (paths.has(file.path)) throw new RangeError(`two files of one change have the name ${file.path}`);
    paths.add(file.path);
    if (fs.stat(resolveStorePath(runsDir, file.path)) !== null) {
      throw new AppError(
        "ALREADY_EXISTS",
        `A record with this name is here already (${file.path}). Nothing was replaced.`,
        {
          context: { path: file.path },
        },
      );
    }
  }
}

/** Throws DISK_FULL when `byteLength` more bytes would not fit. */
export function requireSpace(fs: Fs, runsDir: string, byteLength: number): void {
  const space = fs.space(runsDir);
  if (space.freeBytes < byteLength + OVERHEAD_BYTES) {
    throw new AppError(
      "DISK_FULL",
      "The disk is full. Nothing was recorded and nothing was lost. Free some space and try again.",
      {
        context: { free_bytes: space.freeBytes, needed_bytes: byteLength + OVERHEAD_BYTES },
      },
    );
  }
  if (space.freeInodes !== null && space.freeInodes < MIN_INODES) {
    throw new AppError(
      "DISK_FULL",
      "The disk can hold no more files. Nothing was recorded and nothing was lost. Free some space.",
      {
        context: { free_inodes: space.freeInodes },
      },
    );
  }
}
