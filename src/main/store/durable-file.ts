import { basename, dirname, join } from "node:path";
import { AppError } from "../../shared/app-error.ts";
import type { Fs, OpenMode } from "../system/fs.ts";
import { systemCodeOf, withStorageErrors, withStorageErrorsAsync } from "../system/storage-error.ts";

/** Reading back goes in pieces of this size, so that a large file needs no second copy in memory. */
const COMPARE_BYTES = 1024 * 1024;

/** File systems without hard links answer with one of these. */
export const LINK_REFUSED: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

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

/** True when the open file holds exactly `bytes` and nothing else. */
export function holdsExactly(fs: Fs, fd: number, bytes: Uint8Array): boolean {
  return fs.fstat(fd).sizeBytes === bytes.byteLength && holdsAt(fs, fd, bytes, 0);
}

/** True when the open file holds `bytes` at `start`, read back rather than believed: a lying write shows here. */
function holdsAt(fs: Fs, fd: number, bytes: Uint8Array, start: number): boolean {
  const piece = Buffer.allocUnsafe(Math.min(COMPARE_BYTES, Math.max(bytes.byteLength, 1)));
  for (let done = 0; done < bytes.byteLength; ) {
    const count = fs.read(fd, piece.subarray(0, Math.min(piece.byteLength, bytes.byteLength - done)), start + done);
    if (count <= 0) return false;
    if (piece.compare(bytes, done, done + count, 0, count) !== 0) return false;
    done += count;
  }
  return true;
}

/** Writes every byte at `position` and reads them back. Throws IO_FAILED when the drive gives back other bytes. Not durable yet. */
export function writeChecked(fs: Fs, fd: number, bytes: Uint8Array, position: number): void {
  writeAll(fs, fd, bytes, position);
  if (!holdsAt(fs, fd, bytes, position)) throw gaveBackOthers();
}

function gaveBackOthers(): AppError {
  return new AppError("IO_FAILED", "The drive gave back other bytes than were written. Check the drive.");
}

/** The bytes from `position` on, however little the system gives at a time: `byteLength` of them, or fewer where the file ends. */
export function readAt(fs: Fs, fd: number, position: number, byteLength: number): Buffer {
  const bytes = Buffer.allocUnsafe(byteLength);
  let filled = 0;
  while (filled < byteLength) {
    const count = fs.read(fd, bytes.subarray(filled), position + filled);
    if (count <= 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

/** The whole file. Throws the system's error when it cannot be opened or read. Never follows a link at the last step. */
export function readWhole(fs: Fs, path: string): Buffer {
  const fd = fs.open(path, "read");
  try {
    const stat = fs.fstat(fd);
    if (stat.kind !== "file") {
      throw new AppError("STORE_DAMAGED", `Something that is not a file stands at ${path}.`, { context: { path } });
    }
    return readAt(fs, fd, 0, stat.sizeBytes);
  } finally {
    fs.close(fd);
  }
}

/** Makes the content of a closed file durable. */
export async function syncPath(fs: Fs, path: string): Promise<void> {
  // Windows flushes only what is open for writing; elsewhere the file may belong to another account.
  await syncAndClose(fs, fs.open(path, process.platform === "win32" ? "update" : "read"));
}

/** The name a file has until it is published: hidden, beside its final name, and the same for the same `writer`. */
export function temporaryPath(path: string, writer: string): string {
  return join(dirname(path), `.${basename(path)}.${writer}.tmp`);
}

/** Removes a leftover of an interrupted attempt; its bytes stand elsewhere (journal or source). */
function removeIfThere(fs: Fs, path: string): void {
  if (fs.stat(path) !== null) fs.unlink(path);
}

/** Takes away what a failed attempt made itself. */
export function discard(fs: Fs, path: string): void {
  try {
    removeIfThere(fs, path);
  } catch {
    // The first failure is the one to tell. What stays is removed by the next attempt or the next start.
  }
}

/** How a file came to have its name: `linked` and `moved` are the staged file itself, `copied` a second one, `same` was there before. */
export type Published = "linked" | "moved" | "copied" | "same";

interface Naming {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Where the file system has no links. A copy can be torn by a power cut: it is for what a journal can make again. */
  readonly withoutLinks: "copy" | "move";
  /** True when a file with the same bytes gives way to the staged one: no change that anyone can see, but for the cache. */
  readonly replacesSame: boolean;
}

/**
 * Gives the file at `temporary` its final name and takes the temporary one away. Never replaces: when the name is taken the bytes
 * decide. Returns `same` when they were equal; throws CONFLICT when they were not.
 */
export function publish(fs: Fs, temporary: string, path: string, bytes: Uint8Array): Published {
  return publishStaged(fs, temporary, { path, bytes, withoutLinks: "copy", replacesSame: false });
}

function publishStaged(fs: Fs, temporary: string, naming: Naming): Published {
  try {
    const outcome = nameStaged(fs, temporary, naming);
    if (outcome === "same" && naming.replacesSame) fs.rename(temporary, naming.path);
    else if (outcome !== "moved") fs.unlink(temporary);
    return outcome;
  } catch (error) {
    discard(fs, temporary);
    throw error;
  }
}

function nameStaged(fs: Fs, temporary: string, naming: Naming): Published {
  const { path, bytes } = naming;
  try {
    return linkStaged(fs, temporary, naming);
  } catch (error) {
    if (systemCodeOf(error) !== "EEXIST") throw error;
    if (fileEquals(fs, path, bytes)) return "same";
    throw new AppError("CONFLICT", `A different file already has the name ${path}. Nothing was replaced.`, {
      context: { path },
    });
  }
}

function linkStaged(fs: Fs, temporary: string, { path, bytes, withoutLinks }: Naming): Published {
  try {
    fs.link(temporary, path);
    return "linked";
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === null || !LINK_REFUSED.has(code)) throw error;
  }
  if (withoutLinks === "move" && fs.stat(path) === null) {
    fs.rename(temporary, path);
    return "moved";
  }
  fs.copyExclusive(temporary, path);
  if (fileEquals(fs, path, bytes)) return "copied";
  discard(fs, path);
  throw new AppError("IO_FAILED", `A copy came out different (${path}). Check the drive.`, { context: { path } });
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

/** Writes `bytes` to a new temporary file and reads them back. The file is open when this returns. */
function stage(fs: Fs, temporary: string, bytes: Uint8Array, mode: OpenMode = "create"): number {
  removeIfThere(fs, temporary);
  const fd = fs.open(temporary, mode);
  try {
    writeAll(fs, fd, bytes, 0);
    if (!holdsExactly(fs, fd, bytes)) throw gaveBackOthers();
    return fd;
  } catch (error) {
    fs.close(fd);
    discard(fs, temporary);
    throw error;
  }
}

async function stageDurably(fs: Fs, temporary: string, bytes: Uint8Array, mode: OpenMode): Promise<void> {
  const fd = stage(fs, temporary, bytes, mode);
  try {
    await syncAndClose(fs, fd);
  } catch (error) {
    discard(fs, temporary);
    throw error;
  }
}

async function syncAndClose(fs: Fs, fd: number): Promise<void> {
  try {
    await fs.syncFile(fd);
  } finally {
    fs.close(fd);
  }
}

/**
 * Creates `path` with `bytes`, never replacing. Complete when it returns, not yet durable: a checkpoint syncs it. Safe to repeat.
 * Throws CONFLICT when the name is taken by other bytes, and the storage codes.
 */
export function createFile(fs: Fs, path: string, bytes: Uint8Array, writer: string): Published {
  return withStorageErrors("write a file", path, () => {
    const temporary = temporaryPath(path, writer);
    fs.close(stage(fs, temporary, bytes));
    return publish(fs, temporary, path, bytes);
  });
}

/**
 * The same, but a file that is there already with the same bytes gives way to the one written now. A flush that failed leaves bytes in
 * the cache that the system takes for flushed: only what is written anew is sure to reach the disk with the next flush.
 */
export function renewFile(fs: Fs, path: string, bytes: Uint8Array, writer: string): Published {
  return withStorageErrors("write a file", path, () => {
    const temporary = temporaryPath(path, writer);
    fs.close(stage(fs, temporary, bytes));
    return publishStaged(fs, temporary, { path, bytes, withoutLinks: "copy", replacesSame: true });
  });
}

/** Creates `path` with `bytes`, never replacing; bytes and name are durable when it resolves. Safe to repeat. */
export async function createDurableFile(fs: Fs, path: string, bytes: Uint8Array, writer: string): Promise<Published> {
  return await createDurably(fs, path, bytes, { writer, mode: "create" });
}

/** The same for a file that only this account can read. */
export async function createPrivateFile(fs: Fs, path: string, bytes: Uint8Array, writer: string): Promise<Published> {
  return await createDurably(fs, path, bytes, { writer, mode: "create-private" });
}

/** Two writers of this process may want one file at once: each stages its own while the other waits for the device. */
let attempts = 0;

async function createDurably(
  fs: Fs,
  path: string,
  bytes: Uint8Array,
  options: { readonly writer: string; readonly mode: OpenMode },
): Promise<Published> {
  return await withStorageErrorsAsync("write a file", path, async () => {
    attempts += 1;
    const temporary = temporaryPath(path, `${options.writer}-${attempts}`);
    await stageDurably(fs, temporary, bytes, options.mode);
    const outcome = publishStaged(fs, temporary, { path, bytes, withoutLinks: "move", replacesSame: false });
    // Only the staged file itself is known to be on the disk already.
    if (outcome === "same" || outcome === "copied") await syncPath(fs, path);
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
    if (isFolder(fs, folder)) continue;
    withStorageErrors("create a folder", folder, () => makeFolder(fs, folder));
    changed.push(parent);
  }
  return changed;
}

function makeFolder(fs: Fs, folder: string): void {
  try {
    fs.makeFolder(folder);
  } catch (error) {
    // Another program may have made it since we looked.
    if (systemCodeOf(error) !== "EEXIST" || !isFolder(fs, folder)) throw error;
  }
}

/** True for a folder, false for nothing. Throws STORE_DAMAGED for anything else: a link in place of a folder leads elsewhere. */
export function isFolder(fs: Fs, folder: string): boolean {
  const stat = withStorageErrors("look at a folder", folder, () => fs.stat(folder));
  if (stat === null || stat.kind === "folder") return stat !== null;
  throw new AppError("STORE_DAMAGED", `Something that is not a folder stands at ${folder}.`, {
    context: { path: folder },
  });
}
