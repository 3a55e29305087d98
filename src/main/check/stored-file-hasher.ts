import { createHash, hash } from "node:crypto";
import type { Sha256 } from "../../shared/sha256.ts";
import type { StorePath } from "../store/store-layout.ts";
import type { FileKind, Fs } from "../system/fs.ts";
import { storageError } from "../system/storage-error.ts";
import { type FileDigest, NOT_A_FILE, type UnreadFile, unreadFile } from "./stored-file.ts";

/** Read at once. Larger pieces are no quicker; smaller ones cost more calls. */
export const PIECE_BYTES = 1024 * 1024;

/** Called with the bytes of each piece that was hashed. Throws when the work is not wanted any more. */
export type HashStep = (byteLength: number) => void;

/** What can be opened for reading, or the answer for what cannot. */
type Opened = { readonly fd: number; readonly sizeBytes: number } | UnreadFile;

/**
 * Hashes files of a runs folder one after the other in the calling thread, through one piece of memory: for threads that do nothing else.
 * Follows no link at any step below the folder, and reads nothing but files.
 */
export class StoredFileHasher {
  readonly #fs: Fs;
  readonly #runsDir: string;
  readonly #piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
  /** By path: what stands where a folder of the store should be. */
  readonly #folders = new Map<StorePath, FileKind | null>();

  constructor(fs: Fs, runsDir: string) {
    this.#fs = fs;
    this.#runsDir = runsDir;
  }

  /** Folders are looked at once in a batch of files; between two batches they may have been replaced. */
  beginBatch(): void {
    this.#folders.clear();
  }

  /** Digest and size of a file as it is now. Throws faults of the drive (IO_FAILED, TOO_MANY_FILES) and whatever `step` throws. */
  hash(path: StorePath, step: HashStep): FileDigest | UnreadFile {
    const file = this.open(path);
    if ("state" in file) return file;
    try {
      return this.#hashOpen(file.fd, file.sizeBytes, step);
    } catch (error) {
      return unreadFile(storageError(error, "read a file", this.#absolute(path)));
    } finally {
      this.#fs.close(file.fd);
    }
  }

  /** Opens a file for reading, for whoever hashes it in pieces. Throws faults of the drive. */
  open(path: StorePath): Opened {
    try {
      const folder = this.#folderKind(path.slice(0, Math.max(0, path.lastIndexOf("/"))));
      if (folder === null) return { state: "missing" };
      if (folder !== "folder") return NOT_A_FILE;
      return this.#openFile(this.#absolute(path));
    } catch (error) {
      return unreadFile(storageError(error, "read a file", this.#absolute(path)));
    }
  }

  /** Looked at once it is open, which takes half as long as looking for it by its name; nothing but a file is read. */
  #openFile(absolute: string): Opened {
    let fd: number;
    try {
      fd = this.#fs.open(absolute, "read");
    } catch (error) {
      // What is no file may refuse in a way that looks like a fault of the drive.
      const kind = this.#fs.stat(absolute)?.kind ?? "file";
      if (kind !== "file") return NOT_A_FILE;
      throw error;
    }
    let isFile = false;
    try {
      const stat = this.#fs.fstat(fd);
      isFile = stat.kind === "file";
      return isFile ? { fd, sizeBytes: stat.sizeBytes } : NOT_A_FILE;
    } finally {
      if (!isFile) this.#fs.close(fd);
    }
  }

  #hashOpen(fd: number, expectedBytes: number, step: HashStep): FileDigest {
    const piece = this.#piece;
    const first = this.#fs.read(fd, piece, 0);
    step(first);
    if (first === expectedBytes && first < piece.byteLength) {
      return { state: "read", sha256: hash("sha256", piece.subarray(0, first)) as Sha256, sizeBytes: first };
    }
    const digest = createHash("sha256");
    let sizeBytes = 0;
    for (let count = first; count > 0; count = this.#fs.read(fd, piece, sizeBytes)) {
      digest.update(count === piece.byteLength ? piece : piece.subarray(0, count));
      sizeBytes += count;
      if (sizeBytes > first) step(count);
    }
    return { state: "read", sha256: digest.digest("hex") as Sha256, sizeBytes };
  }

  /** What a folder of the store is, and whether everything above it is a folder. The folder of the store itself may be a link. */
  #folderKind(folder: StorePath): FileKind | null {
    if (folder === "") return "folder";
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const above = this.#folderKind(folder.slice(0, Math.max(0, folder.lastIndexOf("/"))));
    const kind = above === "folder" ? (this.#fs.stat(this.#absolute(folder))?.kind ?? null) : above;
    this.#folders.set(folder, kind);
    return kind;
  }

  /** Joined by hand: taking paths apart and together again costs as much as opening a file. */
  #absolute(path: StorePath): string {
    return `${this.#runsDir}/${path}`;
  }
}
