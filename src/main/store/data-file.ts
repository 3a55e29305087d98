import { dirname, join } from "node:path";
import { AppError } from "../../shared/app-error.ts";
import type { Fs } from "../system/fs.ts";
import { makeFolderPath } from "../system/make-folder-path.ts";
import { withStorageErrors, withStorageErrorsAsync } from "../system/storage-error.ts";
import { discard, makeFolders, readAt, temporaryPath, writeAll } from "./durable-file.ts";

/** A small file of the program's own data: what people set and save, outside every runs folder. */
export interface DataFile {
  readonly fs: Fs;
  readonly dataDir: string;
  /** Folders below the data folder, with `/` between them; empty for none. */
  readonly folder: string;
  readonly name: string;
}

/**
 * The bytes of the file, or null where there is none. Throws STORE_DAMAGED where a link or a folder stands in its place, TOO_LARGE above
 * `limitBytes`, and faults of the drive.
 */
export function findDataFile(file: DataFile, limitBytes: number): Buffer | null {
  const { fs } = file;
  const path = pathOf(file);
  return withStorageErrors("read the file", path, () => {
    const kind = fs.stat(path)?.kind;
    if (kind === undefined) return null;
    if (kind !== "file") throw new AppError("STORE_DAMAGED", `${path} is no plain file.`, { context: { path } });
    const fd = fs.open(path, "read");
    try {
      const bytes = readAt(fs, fd, 0, Math.min(fs.fstat(fd).sizeBytes, limitBytes + 1));
      if (bytes.byteLength > limitBytes) throw tooLarge(path, limitBytes);
      return bytes;
    } finally {
      fs.close(fd);
    }
  });
}

function tooLarge(path: string, limitBytes: number): AppError {
  return new AppError("TOO_LARGE", `${path} is larger than ${limitBytes} bytes.`, {
    context: { path, limit_bytes: limitBytes },
  });
}

/**
 * Puts bytes in the place of the file: durable when it resolves, and whoever reads meanwhile finds the file of before or this one, never half
 * of one. `writer` tells two that write at once apart. Throws the storage codes; then the file of before is still there.
 */
export async function replaceDataFile(file: DataFile, bytes: Uint8Array, writer: string): Promise<void> {
  const { fs, dataDir, folder } = file;
  const path = pathOf(file);
  const temporary = temporaryPath(path, writer);
  await withStorageErrorsAsync("save the file", path, async () => {
    makeFolderPath(dataDir);
    for (const changed of makeFolders(fs, dataDir, folder)) await fs.syncFolder(changed);
    try {
      await writeDurably(fs, temporary, bytes);
      fs.rename(temporary, path);
    } catch (error) {
      discard(fs, temporary);
      throw error;
    }
    await fs.syncFolder(dirname(path));
  });
}

async function writeDurably(fs: Fs, path: string, bytes: Uint8Array): Promise<void> {
  const fd = fs.open(path, "create");
  try {
    writeAll(fs, fd, bytes, 0);
    await fs.syncFile(fd);
  } finally {
    fs.close(fd);
  }
}

/** Takes the file away for good. Throws the storage codes. */
export async function removeDataFile(file: DataFile): Promise<void> {
  const path = pathOf(file);
  await withStorageErrorsAsync("remove the file", path, async () => {
    file.fs.unlink(path);
    await file.fs.syncFolder(dirname(path));
  });
}

/** Names of what lies in a folder of the program's own data, but for hidden files; none where there is no such folder. */
export function dataFileNames({ fs, dataDir, folder }: Omit<DataFile, "name">): readonly string[] {
  const path = join(dataDir, folder);
  return withStorageErrors("list the folder", path, () => {
    if (fs.stat(path) === null) return [];
    return fs
      .list(path)
      .map(({ name }) => name)
      .filter((name) => !name.startsWith("."))
      .sort();
  });
}

function pathOf({ dataDir, folder, name }: Omit<DataFile, "fs">): string {
  return join(dataDir, folder, name);
}
