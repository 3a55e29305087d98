import { AppError } from "../../shared/app-error.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import { readWhole } from "./durable-file.ts";
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
      const stat = fs.stat(resolveStorePath(runsDir, path));
      return stat === null ? null : stat.sizeBytes;
    },
    readRange(path, offset, byteLength) {
      refuseLinkedFolders(fs, runsDir, path);
      const absolute = resolveStorePath(runsDir, path);
      return withStorageErrors("read a file", absolute, () => {
        requireFile(fs, absolute);
        const fd = fs.open(absolute, "read");
        try {
          const bytes = Buffer.alloc(Math.max(0, Math.min(byteLength, fs.fstat(fd).sizeBytes - offset)));
          const count = bytes.byteLength === 0 ? 0 : fs.read(fd, bytes, offset);
          return bytes.subarray(0, count);
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

function refuseLinkedFolders(fs: Fs, runsDir: string, path: StorePath): void {
  const parts = path.split("/").slice(0, -1);
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const folder = resolveStorePath(runsDir, parts.slice(0, depth).join("/"));
    const stat = fs.stat(folder);
    if (stat !== null && stat.kind !== "folder") {
      throw new AppError("STORE_DAMAGED", `Something that is not a folder stands at ${folder}.`, {
        context: { path: folder },
      });
    }
  }
}
