import { AppError } from "../../shared/app-error.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import type { Change } from "./change.ts";
import { isFolder } from "./durable-file.ts";
import { isWriteOncePath, parentStorePath, resolveStorePath } from "./store-layout.ts";

/** Room a change needs beyond its own bytes: journal, ledger, folders. */
const OVERHEAD_BYTES = 256 * 1024;
/** Journal and final place each hold the bytes for a while. */
const COPIES = 2;
const MIN_INODES = 100;
/** Room that no record may take: what is acknowledged must find its place, and the failure itself be told. */
const KEPT_FREE_BYTES = 64 * 1024 * 1024;

const OWN_FOLDER = "_integrity/";

/** With less room than this no record is taken, however small. */
export const REFUSAL_BYTES = KEPT_FREE_BYTES + OVERHEAD_BYTES;

/**
 * Refuses a change that cannot be kept or has no place, before one byte is written. About space it is a courtesy, correctness never
 * depends on it; about names it keeps what is acknowledged from getting stuck on its way to its place.
 */
export function admitChange(fs: Fs, runsDir: string, change: Change): void {
  const bytes = change.files.reduce((sum, file) => sum + file.bytes.byteLength, 0);
  // What the store keeps about itself is small, and what becomes of it on a full disk has to be told.
  if (change.files.every(({ path }) => path.startsWith(OWN_FOLDER))) {
    requireRoom(fs, runsDir, bytes * COPIES + OVERHEAD_BYTES);
  } else requireSpace(fs, runsDir, bytes * COPIES);
  for (const file of change.files) {
    if (!isWriteOncePath(file.path)) throw new RangeError(`not a place for a record: ${file.path}`);
    requireFolders(fs, runsDir, file.path);
    if (withStorageErrors("look for a record", file.path, () => fs.stat(resolveStorePath(runsDir, file.path))) !== null)
      throw alreadyExists(file.path);
  }
}

/** The refusal of a name that is taken. */
export function alreadyExists(path: string): AppError {
  return new AppError("ALREADY_EXISTS", `A record with this name is here already (${path}). Nothing was replaced.`, {
    context: { path },
  });
}

/** Throws STORE_DAMAGED when something else stands where a folder on the way should be. */
function requireFolders(fs: Fs, runsDir: string, path: string): void {
  for (let parent = parentStorePath(path); parent !== ""; parent = parentStorePath(parent)) {
    isFolder(fs, resolveStorePath(runsDir, parent));
  }
}

/** Throws DISK_FULL when `byteLength` more bytes would not fit beside the room that is kept free. */
export function requireSpace(fs: Fs, runsDir: string, byteLength: number): void {
  requireRoom(fs, runsDir, byteLength + REFUSAL_BYTES);
}

function requireRoom(fs: Fs, runsDir: string, neededBytes: number): void {
  const space = withStorageErrors("look at the drive", runsDir, () => fs.space(runsDir));
  if (space.freeBytes < neededBytes) {
    throw new AppError(
      "DISK_FULL",
      "The disk is full. Nothing was recorded and nothing was lost. Free some space and try again.",
      {
        context: { free_bytes: space.freeBytes, needed_bytes: neededBytes },
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
