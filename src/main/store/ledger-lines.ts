import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";

const CHUNK_BYTES = 1024 * 1024;
const LINE_FEED = 0x0a;
/** No line we write is nearly as long. Longer ones are passed over, so that a file without line feeds costs no memory. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** Bytes that belong at `offset` of a segment, whatever lies there: changes that are recorded but not in place yet. */
export interface PendingLines {
  readonly offset: number;
  readonly bytes: Buffer;
}

/** One line of a segment as it is read for checking. */
export interface LedgerLine {
  /** Without the line feed; null for a line that is longer than any of ours. */
  readonly bytes: Buffer | null;
  readonly offset: number;
  /** Where the next line starts. */
  readonly end: number;
  /** False for the bytes behind the last line feed. */
  readonly isComplete: boolean;
}

interface Reading {
  parts: Buffer[];
  length: number;
  start: number;
}

/**
 * The lines of a segment, what has no line feed behind it last, at constant memory but for the longest line. From `pending.offset` on the
 * bytes come from there instead of the file. Throws the storage codes.
 */
export function* ledgerLines(fs: Fs, path: string, pending: PendingLines | null): Generator<LedgerLine> {
  const reading: Reading = { parts: [], length: 0, start: 0 };
  for (const chunk of chunksOf(fs, path, pending)) yield* linesIn(chunk, reading);
  if (reading.length > 0) yield lineOf(reading, false);
}

function* linesIn(chunk: Buffer, reading: Reading): Generator<LedgerLine> {
  let from = 0;
  for (let feed = chunk.indexOf(LINE_FEED); feed >= 0; feed = chunk.indexOf(LINE_FEED, from)) {
    keep(reading, chunk.subarray(from, feed));
    yield lineOf(reading, true);
    reading.start += reading.length + 1;
    reading.parts = [];
    reading.length = 0;
    from = feed + 1;
  }
  keep(reading, chunk.subarray(from));
}

function keep(reading: Reading, part: Buffer): void {
  reading.length += part.byteLength;
  if (reading.length > MAX_LINE_BYTES) reading.parts = [];
  else if (part.byteLength > 0) reading.parts.push(part);
}

function lineOf({ parts, length, start }: Reading, isComplete: boolean): LedgerLine {
  const [only] = parts;
  const whole = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
  const bytes = whole.byteLength === length ? whole : null;
  return { bytes, offset: start, end: start + length + (isComplete ? 1 : 0), isComplete };
}

function* chunksOf(fs: Fs, path: string, pending: PendingLines | null): Generator<Buffer> {
  const end = pending?.offset ?? Number.POSITIVE_INFINITY;
  if (end > 0 && (pending === null || fs.stat(path) !== null)) yield* fileChunks(fs, path, end);
  if (pending !== null) yield pending.bytes;
}

function* fileChunks(fs: Fs, path: string, end: number): Generator<Buffer> {
  const read = <Result>(work: () => Result): Result => withStorageErrors("read the ledger", path, work);
  const fd = read(() => fs.open(path, "read"));
  try {
    for (let position = 0; position < end; ) {
      // The size is asked for anew: another program may be writing.
      const rest =
        Math.min(
          end,
          read(() => fs.fstat(fd).sizeBytes),
        ) - position;
      if (rest <= 0) return;
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, rest));
      const count = read(() => fs.read(fd, chunk, position));
      if (count <= 0) return;
      position += count;
      yield chunk.subarray(0, count);
    }
  } finally {
    fs.close(fd);
  }
}
