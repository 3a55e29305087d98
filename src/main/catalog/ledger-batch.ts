import { Buffer } from "node:buffer";
import type { PlacedEntry } from "../store/ledger-entry.ts";
import { parseEntryLine } from "../store/ledger-line.ts";
import type { SegmentLine } from "../store/segment-lines.ts";

/** Enough that a message costs little for each entry, and few enough that whoever waits behind one waits for some ten milliseconds. */
const ENTRIES_PER_BATCH = 256;
const BYTES_PER_BATCH = 1024 * 1024;

/** Lines of one ledger segment, one behind the other, on their way to whoever parses them. */
export interface LedgerBatch {
  readonly epoch: number;
  readonly bytes: Uint8Array;
  /** For each line where it stands in the segment, and how long it is. */
  readonly lines: readonly { readonly offset: number; readonly byteLength: number }[];
}

/** The lines in batches, in order. */
export function* ledgerBatches(epoch: number, lines: Iterable<SegmentLine>): Generator<LedgerBatch> {
  let batch: SegmentLine[] = [];
  let byteLength = 0;
  for (const line of lines) {
    batch.push(line);
    byteLength += line.bytes.byteLength;
    if (batch.length < ENTRIES_PER_BATCH && byteLength < BYTES_PER_BATCH) continue;
    yield batchOf(epoch, batch, byteLength);
    batch = [];
    byteLength = 0;
  }
  if (batch.length > 0) yield batchOf(epoch, batch, byteLength);
}

function batchOf(epoch: number, lines: readonly SegmentLine[], byteLength: number): LedgerBatch {
  // A buffer of its own: it is handed over to another thread, and the piece of the file it was read from is not.
  const bytes = Buffer.from(new ArrayBuffer(byteLength));
  let filled = 0;
  for (const line of lines) filled += line.bytes.copy(bytes, filled);
  return {
    epoch,
    bytes,
    lines: lines.map(({ bytes: text, offset }) => ({ offset, byteLength: text.byteLength })),
  };
}

/** The entries of a batch. Lines that are none are passed over. */
export function* batchEntries({ bytes, epoch, lines }: LedgerBatch): Generator<PlacedEntry> {
  let at = 0;
  for (const { byteLength, offset } of lines) {
    const entry = parseEntryLine(bytes.subarray(at, at + byteLength));
    at += byteLength;
    if (entry !== null) yield { entry, place: { epoch, offset, byteLength } };
  }
}
