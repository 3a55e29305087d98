import { AppError } from "../../shared/app-error.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";

const CHUNK_BYTES = 1024 * 1024;
/** Beyond its size a file is read in pieces of this size, to see whether it grew. */
const GROWTH_BYTES = 4096;

interface OpenForeignFile {
  readonly fd: number;
  readonly sizeBytes: number;
}

/**
 * Opens a regular file that someone else wrote, for reading. Links, folders, pipes and devices are refused before they are opened,
 * so that none of them can hold us up. Throws PATH_NOT_FOUND, NO_PERMISSION, IO_FAILED; BAD_REQUEST for what is no regular file.
 */
function openForeignFile(fs: Fs, path: string): OpenForeignFile {
  return withStorageErrors("read a file", path, () => {
    const before = fs.stat(path);
    if (before === null) throw new AppError("PATH_NOT_FOUND", `No file is at ${path}.`, { context: { path } });
    if (before.kind !== "file") throw notAFile(path);
    const fd = fs.open(path, "read");
    const opened = fs.fstat(fd);
    if (opened.kind === "file" && opened.identity === before.identity) return { fd, sizeBytes: opened.sizeBytes };
    fs.close(fd);
    throw notAFile(path);
  });
}

function notAFile(path: string): AppError {
  return new AppError("BAD_REQUEST", `${path} is not a regular file.`, { context: { path } });
}

/** The bytes of a foreign file in pieces, as far as it reaches when each is read. Throws as reading does, at the first piece or later. */
export function* foreignFileChunks(fs: Fs, path: string): Generator<Uint8Array> {
  const { fd, sizeBytes } = openForeignFile(fs, path);
  try {
    for (let position = 0; ; ) {
      const expected = Math.min(CHUNK_BYTES, Math.max(sizeBytes - position, 0));
      const chunk = Buffer.allocUnsafe(expected === 0 ? GROWTH_BYTES : expected);
      const count = withStorageErrors("read a file", path, () => fs.read(fd, chunk, position));
      if (count <= 0) return;
      position += count;
      yield chunk.subarray(0, count);
    }
  } finally {
    fs.close(fd);
  }
}

/** The whole foreign file. Throws as {@link foreignFileChunks} does, and TOO_LARGE above `maxBytes`. */
export function readForeignFile(fs: Fs, path: string, maxBytes: number): Buffer {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for (const piece of foreignFileChunks(fs, path)) {
    sizeBytes += piece.byteLength;
    if (sizeBytes > maxBytes) {
      throw new AppError("TOO_LARGE", `${path} is larger than ${maxBytes} bytes.`, { context: { path, maxBytes } });
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
