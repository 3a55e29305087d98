import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { AppError } from "../../shared/app-error.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import { sha256Hex } from "../canonical/digest.ts";
import type { StorePath } from "../store/store-layout.ts";
import type { StoreReader } from "../store/store-reader.ts";

/** Read at once; the main thread is given back between two pieces. */
const PIECE_BYTES = 1024 * 1024;

/** A stored file was not read: nothing is there, or what is there cannot be opened (`reason` is a clause for people). */
export type UnreadFile = { readonly state: "missing" } | { readonly state: "closed"; readonly reason: string };

/** Digest and size of a stored file as it is now. */
export interface FileDigest {
  readonly state: "read";
  readonly sha256: Sha256;
  readonly sizeBytes: number;
}

/** The same with the bytes; null when there are more than the caller wanted in memory. */
export interface FileBytes extends FileDigest {
  readonly bytes: Buffer | null;
}

/** Hashes one file of the store elsewhere. Throws as {@link hashStoredFile} does. */
export type StoredHashes = (
  path: StorePath,
  signal: AbortSignal,
  onHashed?: OnHashed,
) => Promise<FileDigest | UnreadFile>;

/** Told on the way through a large file how many of its bytes were hashed. */
export type OnHashed = (bytes: number) => void;

/** Hashes a stored file wherever the work that needs it has its files hashed. Throws as {@link hashStoredFile} does. */
export function hashFileOf(
  {
    store,
    signal,
    hashes,
    onHashed,
  }: {
    readonly store: StoreReader;
    readonly signal: AbortSignal;
    readonly hashes?: StoredHashes | undefined;
    readonly onHashed?: OnHashed;
  },
  path: StorePath,
): Promise<FileDigest | UnreadFile> {
  return hashes === undefined ? hashStoredFile(store, path, signal, onHashed) : hashes(path, signal, onHashed);
}

/**
 * Hashes a stored file in this thread at constant memory. Throws CANCELLED when stopped, and faults of the drive (IO_FAILED, TOO_MANY_FILES); a file
 * that is missing or cannot be opened is an answer.
 */
export async function hashStoredFile(
  store: StoreReader,
  path: StorePath,
  signal: AbortSignal,
  onHashed?: OnHashed,
): Promise<FileDigest | UnreadFile> {
  const digest = createHash("sha256");
  let sizeBytes = 0;
  try {
    for (;;) {
      refuseWhenStopped(signal);
      const piece = store.readRange(path, sizeBytes, PIECE_BYTES);
      if (piece.byteLength === 0) return { state: "read", sha256: digest.digest("hex") as Sha256, sizeBytes };
      digest.update(piece);
      sizeBytes += piece.byteLength;
      if (piece.byteLength === PIECE_BYTES) {
        onHashed?.(sizeBytes);
        await setImmediate();
      }
    }
  } catch (error) {
    return unreadFile(error);
  }
}

/** Reads a stored file of up to `maxBytes` whole; a larger one is only hashed. Throws as {@link hashStoredFile} does. */
export async function readStoredFile(
  store: StoreReader,
  path: StorePath,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal: AbortSignal },
): Promise<FileBytes | UnreadFile> {
  try {
    if ((store.fileSize(path) ?? 0) <= maxBytes) {
      const bytes = store.readFile(path);
      return { state: "read", sha256: sha256Hex(bytes), sizeBytes: bytes.byteLength, bytes };
    }
  } catch (error) {
    return unreadFile(error);
  }
  const hashed = await hashStoredFile(store, path, signal);
  return hashed.state === "read" ? { ...hashed, bytes: null } : hashed;
}

/** Throws CANCELLED when the person stopped the check. */
export function refuseWhenStopped(signal: AbortSignal): void {
  refuseWhenUnwanted(signal.aborted);
}

/** The same where no signal reaches. */
export function refuseWhenUnwanted(isUnwanted: boolean): void {
  if (isUnwanted) throw new AppError("CANCELLED", "The check was stopped. Nothing was changed.");
}

/** The answer for a link, a folder or a device in the place of a file. */
export const NOT_A_FILE: UnreadFile = { state: "closed", reason: "something that is not a file stands there" };

/** The answer that an error stands for. Throws it again when it says nothing about the file. */
export function unreadFile(error: unknown): UnreadFile {
  if (!(error instanceof AppError)) throw error;
  if (error.code === "PATH_NOT_FOUND") return { state: "missing" };
  if (error.code === "STORE_DAMAGED") return NOT_A_FILE;
  if (error.code === "NO_PERMISSION") return { state: "closed", reason: "this account may not open it" };
  throw error;
}
