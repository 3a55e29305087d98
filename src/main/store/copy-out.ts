import { createHash } from "node:crypto";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { AppError } from "../../shared/app-error.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import type { Fs } from "../system/fs.ts";
import { systemCodeOf, withStorageErrorsAsync } from "../system/storage-error.ts";
import type { UncachedFile } from "../system/uncached-file.ts";
import type { ByteSource } from "./attachment-writer.ts";
import { discard, LINK_REFUSED, writeAll } from "./durable-file.ts";

/** Where a copy goes: a folder outside the store and a name in it. */
export interface CopyTarget {
  readonly fs: Fs;
  /** Absolute. Links on the way to it are followed: a person chose it. */
  readonly folder: string;
  readonly name: string;
  /** Part of the name the copy has until it is whole; no other copy may have it. */
  readonly token: string;
  /** Opens a file past the system's cache, or says that there is no way to. */
  readonly openUncached: (path: string) => UncachedFile | null;
}

/** What is copied. */
export interface CopySource {
  /** For people: which file it is. */
  readonly title: string;
  readonly sizeBytes: number;
  /** What the bytes must be; null where nobody knows. */
  readonly sha256: Sha256 | null;
  readonly chunks: () => ByteSource;
}

/** How a caller follows and stops a copy. Bytes are counted twice: written, then read back. */
export interface CopyControl {
  readonly signal: AbortSignal;
  readonly progress: (doneBytes: number, totalBytes: number) => void;
}

/** Where the copy was read back from: the drive itself, or perhaps only what the system kept of it in memory. */
export type ReadBack = "drive" | "memory";

/** A finished copy: whole, flushed, read back and equal. */
export interface CopiedOut {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: Sha256;
  readonly readBack: ReadBack;
}

const PIECE_BYTES = 1024 * 1024;
/** Room a file system needs for its own lists. */
const OVERHEAD_BYTES = 64 * 1024;
/** FAT counts a file's bytes in 32 bits. Its number: `MSDOS_SUPER_MAGIC` of Linux. */
const FAT_TYPE = 0x4d44;
const FAT_FILE_LIMIT_BYTES = 2 ** 32 - 1;
/** File systems that have no flush for folders answer with one of these. */
const NO_FOLDER_FLUSH: ReadonlySet<string> = new Set(["EINVAL", "ENOTSUP", "EOPNOTSUPP", "EBADF"]);

/**
 * Copies bytes to a new file: written under a name of its own, flushed, read back and compared, and only then given its name, which
 * nothing may have. Failed or stopped, it leaves nothing under that name. Throws ALREADY_EXISTS, PATH_NOT_FOUND, STORE_DAMAGED when the
 * source is not what it should be, TOO_LARGE for what the drive cannot hold, CANCELLED, and the storage codes.
 */
export async function copyOut(target: CopyTarget, source: CopySource, control: CopyControl): Promise<CopiedOut> {
  return await withStorageErrorsAsync("save the copy", join(target.folder, target.name), async () => {
    const { fs } = target;
    const folder = fs.realPath(target.folder);
    const path = join(folder, target.name);
    requireFree(fs, path);
    requireRoom(fs, folder, source);
    const staged = join(folder, `.rmos-copy-${target.token}.part`);
    try {
      const written = await writeStaged(fs, staged, { source, control });
      requireExpected(source, written.sha256);
      const readBack = await compareStaged(target, staged, { written, control });
      giveName(fs, staged, path);
      await keepName(fs, folder, path);
      return { path, ...written, readBack };
    } finally {
      discard(fs, staged);
    }
  });
}

function requireFree(fs: Fs, path: string): void {
  if (fs.stat(path) !== null) throw nameTaken(path);
}

function nameTaken(path: string): AppError {
  return new AppError(
    "ALREADY_EXISTS",
    `Something has the name ${path} already. Nothing was replaced. Choose another.`,
    {
      context: { path },
    },
  );
}

function requireRoom(fs: Fs, folder: string, { sizeBytes, title }: CopySource): void {
  const { freeBytes, typeNumber } = fs.space(folder);
  if (typeNumber === FAT_TYPE && sizeBytes > FAT_FILE_LIMIT_BYTES) {
    throw new AppError("TOO_LARGE", `The drive at ${folder} holds no file above 4 GiB. Use one with exFAT or NTFS.`, {
      context: { path: folder, size_bytes: sizeBytes, limit_bytes: FAT_FILE_LIMIT_BYTES },
    });
  }
  const neededBytes = sizeBytes + OVERHEAD_BYTES;
  if (freeBytes >= neededBytes) return;
  throw new AppError("DISK_FULL", `There is no room for ${title} at ${folder}. Nothing was written.`, {
    context: { path: folder, free_bytes: freeBytes, needed_bytes: neededBytes },
  });
}

interface Written {
  readonly sizeBytes: number;
  readonly sha256: Sha256;
}

async function writeStaged(
  fs: Fs,
  staged: string,
  { source, control }: { readonly source: CopySource; readonly control: CopyControl },
): Promise<Written> {
  control.signal.throwIfAborted();
  const fd = fs.open(staged, "create");
  try {
    const digest = createHash("sha256");
    let sizeBytes = 0;
    for await (const chunk of source.chunks()) {
      writeAll(fs, fd, chunk, sizeBytes);
      digest.update(chunk);
      sizeBytes += chunk.byteLength;
      control.progress(sizeBytes, 2 * Math.max(sizeBytes, source.sizeBytes));
      await setImmediate();
      control.signal.throwIfAborted();
    }
    await fs.syncFile(fd);
    return { sizeBytes, sha256: digest.digest("hex") as Sha256 };
  } finally {
    fs.close(fd);
  }
}

function requireExpected({ sha256, title }: CopySource, found: Sha256): void {
  if (sha256 === null || sha256 === found) return;
  throw new AppError(
    "STORE_DAMAGED",
    `${title} is not what was recorded any more: its bytes have the fingerprint ${found}. No copy was made. Tell your supervisor.`,
    { context: { sha256, found_sha256: found } },
  );
}

async function compareStaged(
  { fs, openUncached }: CopyTarget,
  staged: string,
  { written, control }: { readonly written: Written; readonly control: CopyControl },
): Promise<ReadBack> {
  const uncached = openUncached(staged);
  const file = uncached ?? openCached(fs, staged);
  try {
    const digest = createHash("sha256");
    let sizeBytes = 0;
    for (;;) {
      const piece = file.read(sizeBytes);
      if (piece.byteLength === 0) break;
      digest.update(piece);
      sizeBytes += piece.byteLength;
      control.progress(written.sizeBytes + sizeBytes, 2 * written.sizeBytes);
      await setImmediate();
      control.signal.throwIfAborted();
    }
    if (sizeBytes !== written.sizeBytes || digest.digest("hex") !== written.sha256) throw gaveBackOthers(staged);
  } finally {
    file.close();
  }
  return uncached === null ? "memory" : "drive";
}

function openCached(fs: Fs, path: string): UncachedFile {
  const fd = fs.open(path, "read");
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  return {
    read: (position) => piece.subarray(0, fs.read(fd, piece, position)),
    close: () => fs.close(fd),
  };
}

function gaveBackOthers(path: string): AppError {
  const message = "The drive gave back other bytes than were written. No copy was made. Do not use this drive.";
  return new AppError("IO_FAILED", message, { context: { path } });
}

/** Where the file system has no links, the name is taken by an empty file of our own first, so that the move cannot replace another. */
function giveName(fs: Fs, staged: string, path: string): void {
  let claimed: number;
  try {
    if (tryLink(fs, staged, path)) return;
    claimed = fs.open(path, "create");
  } catch (error) {
    throw systemCodeOf(error) === "EEXIST" ? nameTaken(path) : error;
  }
  try {
    fs.close(claimed);
    fs.rename(staged, path);
  } catch (error) {
    discard(fs, path);
    throw error;
  }
}

function tryLink(fs: Fs, staged: string, path: string): boolean {
  try {
    fs.link(staged, path);
    return true;
  } catch (error) {
    if (!LINK_REFUSED.has(systemCodeOf(error) ?? "")) throw error;
    return false;
  }
}

/** A name that may be gone after a power cut is taken away: the person would rely on it. */
async function keepName(fs: Fs, folder: string, path: string): Promise<void> {
  try {
    await fs.syncFolder(folder);
  } catch (error) {
    // The bytes are on the drive; how it keeps their name is its own affair where it has no flush for that.
    if (NO_FOLDER_FLUSH.has(systemCodeOf(error) ?? "")) return;
    discard(fs, path);
    throw error;
  }
}
