import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import { readAt } from "./durable-file.ts";
import { isHeadLine, parseHeadLine } from "./ledger-line.ts";
import { segmentEpochs } from "./ledger-reader.ts";
import { segmentLines } from "./segment-lines.ts";
import { parseTreeHead } from "./signed-note.ts";
import { ledgerPath, resolveStorePath } from "./store-layout.ts";

/** The newest signed head of a ledger, and where it stands. Its signature is not checked. */
export interface LastHead {
  readonly note: string;
  readonly origin: string;
  readonly size: number;
  /** Hex. */
  readonly root: string;
  readonly epoch: number;
  /** Where its line ends in the segment. */
  readonly end: number;
}

/** A head line is a fraction of this. */
const TAIL_BYTES = 4096;

/** The newest head that can be read, or null when the ledger holds none. Throws the storage codes. */
export function findLastHead(fs: Fs, runsDir: string): LastHead | null {
  for (const epoch of segmentEpochs(fs, runsDir).reverse()) {
    const head = findLastHeadIn(fs, runsDir, epoch);
    if (head !== null) return head;
  }
  return null;
}

/** The same of one segment. Costs O(1) where it ends with a head, as all do that are not being written. Throws the storage codes. */
export function findLastHeadIn(fs: Fs, runsDir: string, epoch: number): LastHead | null {
  const path = resolveStorePath(runsDir, ledgerPath(epoch));
  if (withStorageErrors("read the ledger", path, () => fs.stat(path)) === null) return null;
  return headAtEnd(fs, path, epoch) ?? lastHeadIn(fs, path, epoch);
}

function headAtEnd(fs: Fs, path: string, epoch: number): LastHead | null {
  return withStorageErrors("read the ledger", path, () => {
    const fd = fs.open(path, "read");
    try {
      const { sizeBytes } = fs.fstat(fd);
      const start = Math.max(0, sizeBytes - TAIL_BYTES);
      const tail = readAt(fs, fd, start, sizeBytes - start);
      if (tail.at(-1) !== 0x0a) return null;
      const before = tail.lastIndexOf(0x0a, tail.byteLength - 2);
      return parseHead(tail.subarray(before + 1, -1), epoch, start + tail.byteLength);
    } finally {
      fs.close(fd);
    }
  });
}

function lastHeadIn(fs: Fs, path: string, epoch: number): LastHead | null {
  let last: LastHead | null = null;
  for (const { bytes, offset } of segmentLines(fs, path, null)) {
    last = parseHead(bytes, epoch, offset + bytes.byteLength + 1) ?? last;
  }
  return last;
}

function parseHead(line: Buffer, epoch: number, end: number): LastHead | null {
  const note = isHeadLine(line) ? parseHeadLine(line) : null;
  const head = parseTreeHead(note ?? "")?.head;
  if (note === null || head === undefined) return null;
  return { note, origin: head.origin, size: head.size, root: head.root.toString("hex"), epoch, end };
}
