import { basename, dirname, join } from "node:path";
import { AppError } from "../../shared/app-error.ts";
import type { Fs } from "../system/fs.ts";
import { systemCodeOf, withStorageErrors, withStorageErrorsAsync } from "../system/storage-error.ts";

/** Reading back goes in pieces of this size, so that a large file needs no second copy in memory. */
const COMPARE_BYTES = 1024 * 1024;

/** File systems without hard links answer with one of these. */
const LINK_REFUSED = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/** Writes every byte at `position`, however little the system takes at a time. Nothing is durable yet. */
export function writeAll(fs: Fs, fd: number, bytes: Uint8Array, position: number): void {
  let written = 0;
  while (written < bytes.byteLength) {
    const count = fs.write(fd, written === 0 ? bytes : bytes.subarray(written), position + written);
    if (count <= 0)
      throw new AppError("IO_FAILED", "The drive took no more bytes and gave no reason. Check the drive.");
    written += count;
  }
}

/** True when the open file holds exactly `bytes`, read back rather than believed: a short or lying write shows here. */
export function holdsExactly(fs: Fs, fd: number, bytes: Uint8Array): boolean {
  if (fs.fstat(fd).sizeBytes !== bytes.byteLength) return false;
  const piece = Buffer.allocUnsafe(Math.min(COMPARE_BYTES, Math.max(bytes.byteLength, 1)));
  for (let position = 0; position < bytes.byteLength; ) {
    const count = fs.read(fd, piece.subarray(0, Math.min(piece.byteLength, bytes.byteLength - position)), position);
    if (count <= 0) return false;
    if (piece.compare(bytes, position, position + count, 0, count) !== 0) return false;
    position += count;
  }
  return true;
}

/** The whole file. Throws the system's error when it cannot be opened or read. Never follows a link at the last step. */
export function readWhole(fs: Fs, path: string): Buffer {
  const fd = fs.open(path, "read");
  try {
    const stat = fs.fstat(fd);
    if (stat.kind !== "file") {
      throw new AppError("STORE_DAMAGED", `Something that is not a file stands at ${path}.`, { context: { path } });
    }
    const bytes = Buffer.allocUnsafe(stat.sizeBytes);
    let filled = 0;
    while (filled < bytes.byteLength) {
      const count = fs.read(fd, bytes.subarray(filled), filled);
      if (count <= 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  } finally {
    fs.close(fd);
  }
}

/** The name a file has until it is published: hidden, beside its final name, and the same for the same `writer`. */
export function temporaryPath(path: string, writer: string): string {
  return join(dirname(path), `.${basename(path)}.${writer}.tmp`);
}

/** Removes a leftover of an interrupted attempt; its bytes stand elsewhere (journal or source). */
function removeIfThere(fs: Fs, path: string): void {
  if (fs.stat(path) !== null) fs.unlink(path);
}

/**
 * Gives the file at `temporary` its final name and takes the temporary one away. Never replaces: when the name is taken the bytes
 * decide. Returns `same` when they were equal; throws CONFLICT when they were not.
 */
export function publish(fs: Fs, temporary: string, path: string, bytes: Uint8Array): "created" | "same" {
  try {
    fs.link(temporary, path);
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === "EEXIST") return settleTakenName(fs, temporary, path, bytes);
    if (code === null || !LINK_REFUSED.has(code)) throw error;
    return publishByCopy(fs, temporary, path, bytes);
  }
  fs.unlink(temporary);
  return "created";
}

/** For file systems without links: the journal stays until the folder is durable, so a torn copy is made again. */
function publishByCopy(fs: Fs, temporary: string, path: string, bytes: Uint8Array): "created" | "same" {
  try {
    fs.copyExclusive(temporary, path);
  } catch (error) {
    if (systemCodeOf(error) === "EEXIST") return settleTakenName(fs, temporary, path, bytes);
    throw error;
  }
  fs.unlink(temporary);
  return "created";
}

function settleTakenName(fs: Fs, temporary: string, path: string, bytes: Uint8Array): "same" {
  if (!fileEquals(fs, path, bytes)) {
    throw new AppError("CONFLICT", `A different file already has the name ${path}. Nothing was replaced.`, {
      context: { path },
    });
  }
  fs.unlink(temporary);
  return "same";
}

/** True when a regular file at `path` holds exactly `bytes`. */
export function fileEquals(fs: Fs, path: string, bytes: Uint8Array): boolean {
  if (fs.stat(path)?.kind !== "file") return false;
  const fd = fs.open(path, "read");
  try {
    return holdsExactly(fs, fd, bytes);
  } finally {
    fs.close(fd);
  }
}

/** Writes `bytes` to a new temporary file, reads them back, and hands the open file to `then` before closing it. */
async function stage(fs: Fs, temporary: string, bytes: Uint8Array, then: (fd: number) => Promise<void>): Promise<void> {
  const fd = stageOpen(fs, temporary, bytes);
  try {
    await then(fd);
  } finally {
    fs.close(fd);
  }
}

function stageOpen(fs: Fs, temporary: string, bytes: Uint8Array): number {
  removeIfThere(fs, temporary);
  const fd = fs.open(temporary, "create");
  try {
    writeAll(fs, fd, bytes, 0);
    if (!holdsExactly(fs, fd, bytes)) {
      throw new AppError(
        "IO_FAILED",
        `The drive gave back other bytes than were written (${temporary}). Check the drive.`,
      );
    }
    return fd;
  } catch (error) {
    fs.close(fd);
    removeIfThere(fs, temporary);
    throw error;
  }
}

/**
 * Creates `path` with `bytes`, never replacing. Complete when it returns, not yet durable: a checkpoint syncs it. Safe to repeat.
 * Throws CONFLICT when the name is taken by other bytes, and the storage codes.
 */
export function createFile(fs: Fs, path: string, bytes: Uint8Array, writer: string): "created" | "same" {
  return withStorageErrors("write a file", path, () => {
    const temporary = temporaryPath(path, writer);
    fs.close(stageOpen(fs, temporary, bytes));
    return publish(fs, temporary, path, bytes);
  });
}

/** Creates `path` with `bytes`, never replacing; bytes and name are durable when it resolves. Safe to repeat. */
export async function createDurableFile(
  fs: Fs,
  path: string,
  bytes: Uint8Array,
  writer: string,
): Promise<"created" | "same"> {
  return await withStorageErrorsAsync("write a file", path, async () => {
    const temporary = temporaryPath(path, writer);
    await stage(fs, temporary, bytes, (fd) => fs.syncFile(fd));
    const outcome = publish(fs, temporary, path, bytes);
    await fs.syncFolder(dirname(path));
    return outcome;
  });
}

/** Creates missing folders from `root` down to `root/relative`. Returns the folders whose lists of names changed. */
export function makeFolders(fs: Fs, root: string, relative: string): string[] {
  const changed: string[] = [];
  let folder = root;
  for (const part of relative.split("/").filter((name) => name !== "")) {
    const parent = folder;
    folder = join(folder, part);
    const stat = fs.stat(folder);
    if (stat?.kind === "folder") continue;
    if (stat !== null) {
      throw new AppError("STORE_DAMAGED", `Something that is not a folder stands at ${folder}.`, {
        context: { path: folder },
      });
    }
    withStorageErrors("create a folder", folder, () => fs.makeFolder(folder));
    changed.push(parent);
  }
  return changed;
}
