import { AppError } from "../../shared/app-error.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import { isFolder, readAt, readWhole } from "./durable-file.ts";
import { resolveStorePath, type StorePath } from "./store-layout.ts";

/** Reads files of a runs folder. A link anywhere below the folder is refused: records are never links. */
export interface StoreReader {
  /** The whole file. Throws PATH_NOT_FOUND when nothing is there, STORE_DAMAGED when it is no regular file. */
  readFile(path: StorePath): Buffer;
  /** Null when nothing is there. */
  fileSize(path: StorePath): number | null;
  /** Up to `byteLength` bytes from `offset`. */
  readRange(path: StorePath, offset: number, byteLength: number): Buffer;
}

/** A reader over the files on disk. */
export function createStoreReader(fs: Fs, runsDir: string): StoreReader {
  return {
    readFile(path) {
      refuseLinkedFolders(fs, runsDir, path);
      const absolute = resolveStorePath(runsDir, path);
      return withStorageErrors("read a file", absolute, () => {
        requireFile(fs, absolute);
        return readWhole(fs, absolute);
      });
    },
    fileSize(path) {
      const absolute = resolveStorePath(runsDir, path);
      return withStorageErrors("look at a file", absolute, () => fs.stat(absolute)?.sizeBytes ?? null);
    },
    readRange(path, offset, byteLength) {
      refuseLinkedFolders(fs, runsDir, path);
      const absolute = resolveStorePath(runsDir, path);
      return withStorageErrors("read a file", absolute, () => {
        requireFile(fs, absolute);
        const fd = fs.open(absolute, "read");
        try {
          return readAt(fs, fd, offset, Math.max(0, Math.min(byteLength, fs.fstat(fd).sizeBytes - offset)));
        } finally {
          fs.close(fd);
        }
      });
    },
  };
}

/** Looked at before opening: opening a pipe would wait for ever. */
function requireFile(fs: Fs, absolute: string): void {
  const stat = fs.stat(absolute);
  if (stat === null) {
    throw new AppError("PATH_NOT_FOUND", `The file is missing: ${absolute}.`, { context: { path: absolute } });
  }
  if (stat.kind !== "file") {
    throw new AppError("STORE_DAMAGED", `Something that is not a file stands at ${absolute}.`, {
      context: { path: absolute },
    });
  }
}

/** Throws STORE_DAMAGED for a link or a file where a folder should be. */
function refuseLinkedFolders(fs: Fs, runsDir: string, path: StorePath): void {
  const parts = path.split("/").slice(0, -1);
  for (let depth = 1; depth <= parts.length; depth += 1) {
    isFolder(fs, resolveStorePath(runsDir, parts.slice(0, depth).join("/")));
  }
}

/** The bytes of a file by its path on the drive; null for whatever is not simply read. What is wrong then, the reader of the store tells. */
export function readQuickly(fs: Fs, path: string): Buffer | null {
  try {
    return readWhole(fs, path);
  } catch {
    return null;
  }
}
