import { AppError } from "../../../shared/app-error.ts";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** A line of a batch with its number in the file, counted from 1. */
export interface NumberedLine {
  readonly number: number;
  /** Null for a line above the limit, which is passed over without being held. */
  readonly bytes: Buffer<ArrayBuffer> | null;
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === CARRIAGE_RETURN);
}

/** A line that is being put together from chunks. */
class GrowingLine {
  readonly #limitBytes: number;
  #parts: Uint8Array[] = [];
  #byteLength = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  add(part: Uint8Array): void {
    this.#byteLength += part.byteLength;
    if (this.#byteLength > this.#limitBytes) this.#parts = [];
    else if (part.byteLength > 0) this.#parts.push(part);
  }

  /** The line so far, and an empty one from now on. */
  take(): Buffer<ArrayBuffer> | null {
    const isTooLong = this.#byteLength > this.#limitBytes;
    const bytes = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#byteLength = 0;
    return isTooLong ? null : bytes;
  }

  get isEmpty(): boolean {
    return this.#byteLength === 0;
  }
}

/** Lines of a stream as bytes, without their line feed; blank ones are counted and left out. Holds one line at a time. */
export async function* ndjsonLines(
  chunks: AsyncIterable<Uint8Array>,
  limitBytes: number,
): AsyncGenerator<NumberedLine> {
  const line = new GrowingLine(limitBytes);
  let number = 0;
  const finish = (): NumberedLine | null => {
    number += 1;
    const bytes = line.take();
    return bytes !== null && isBlank(bytes) ? null : { number, bytes };
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      line.add(chunk.subarray(start, end));
      start = end + 1;
      const finished = finish();
      if (finished !== null) yield finished;
    }
    line.add(chunk.subarray(start));
  }
  const last = line.isEmpty ? null : finish();
  if (last !== null) yield last;
}

/** What becomes of a line that is longer than any request may be. */
export function lineTooLong(limitBytes: number): AppError {
  return new AppError("TOO_LARGE", `The line is longer than ${limitBytes} bytes. Hand it in as a file of its own.`, {
    context: { limit_bytes: limitBytes },
  });
}
