import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { systemCodeOf } from "./storage-error.ts";

/** A file that is read from its drive and not from what the system keeps of it in memory. */
export interface UncachedFile {
  /** The bytes from `position`, which must be where the last piece ended; none at the end. They stand until the next call. */
  read(position: number): Uint8Array;
  close(): void;
}

/** A multiple of every block size that drives have. */
const PIECE_BYTES = 1024 * 1024;
const PAGE_BYTES = 64 * 1024;

/** What the language names this way everywhere, and no types here do. */
interface WithWebAssembly {
  readonly WebAssembly: {
    readonly Memory: new (size: {
      readonly initial: number;
      readonly maximum: number;
    }) => { readonly buffer: ArrayBuffer };
  };
}

/**
 * Opens a file so that reading goes past the page cache (`O_DIRECT`); null where the system has no such way, or the file system of
 * `path` refuses it. What was written must have been flushed. Throws the system's own errors.
 */
export function openUncached(path: string): UncachedFile | null {
  if (process.platform !== "linux") return null;
  const fd = tryOpen(path);
  if (fd === null) return null;
  const piece = alignedPiece();
  try {
    return canRead(fd, piece) ? uncachedFile(fd, piece) : closed(fd);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function uncachedFile(fd: number, piece: Uint8Array): UncachedFile {
  const sizeBytes = fstatSync(fd).size;
  return {
    read: (position) => piece.subarray(0, fill(fd, piece, { position, endPosition: sizeBytes })),
    close: () => closeSync(fd),
  };
}

function closed(fd: number): null {
  closeSync(fd);
  return null;
}

/** As much as there is: the system takes no position between two blocks, so nothing is asked for beyond the end. */
function fill(
  fd: number,
  piece: Uint8Array,
  range: { readonly position: number; readonly endPosition: number },
): number {
  const wanted = Math.min(piece.byteLength, Math.max(0, range.endPosition - range.position));
  let filled = 0;
  while (filled < wanted) {
    const count = readSync(fd, piece, filled, piece.byteLength - filled, range.position + filled);
    if (count <= 0) break;
    filled += count;
  }
  return filled;
}

function tryOpen(path: string): number | null {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_DIRECT | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

function canRead(fd: number, piece: Uint8Array): boolean {
  try {
    readSync(fd, piece, 0, piece.byteLength, 0);
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

function isRefusal(error: unknown): boolean {
  return ["EINVAL", "ENOTSUP", "EOPNOTSUPP"].includes(systemCodeOf(error) ?? "");
}

/** The system reads past its cache only into memory that begins at a page; nothing else here promises where memory begins. */
function alignedPiece(): Uint8Array {
  const { Memory } = (globalThis as unknown as WithWebAssembly).WebAssembly;
  const pages = PIECE_BYTES / PAGE_BYTES;
  return new Uint8Array(new Memory({ initial: pages, maximum: pages }).buffer);
}
