import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";

const CHUNK_BYTES = 1024 * 1024;
const LINE_FEED = 0x0a;

/** One line of a file without its line feed, and where it starts. */
export interface SegmentLine {
  readonly bytes: Buffer;
  readonly offset: number;
}

/**
 * The complete lines of a file up to `endOffset` (null: to its end), at constant memory but for the longest line. A last line without
 * a line feed is not complete and not given.
 */
export function* segmentLines(fs: Fs, path: string, endOffset: number | null): Generator<SegmentLine> {
  const read = <Result>(work: () => Result): Result => withStorageErrors("read the ledger", path, work);
  const fd = read(() => fs.open(path, "read"));
  try {
    const end = Math.min(
      endOffset ?? Number.POSITIVE_INFINITY,
      read(() => fs.fstat(fd).sizeBytes),
    );
    let rest: Buffer = Buffer.alloc(0);
    let restOffset = 0;
    for (let position = 0; position < end; ) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, end - position));
      const count = read(() => fs.read(fd, chunk, position));
      if (count <= 0) return;
      position += count;
      const bytes = rest.byteLength === 0 ? chunk.subarray(0, count) : Buffer.concat([rest, chunk.subarray(0, count)]);
      let start = 0;
      for (let feed = bytes.indexOf(LINE_FEED); feed >= 0; feed = bytes.indexOf(LINE_FEED, start)) {
        yield { bytes: bytes.subarray(start, feed), offset: restOffset + start };
        start = feed + 1;
      }
      rest = bytes.subarray(start);
      restOffset += start;
    }
  } finally {
    fs.close(fd);
  }
}
