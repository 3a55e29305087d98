import { setImmediate } from "node:timers/promises";
import type { Fs } from "../system/fs.ts";
import type { EntryKind, LedgerEntry } from "./ledger-entry.ts";
import { isHeadLine, parseEntryLine } from "./ledger-line.ts";
import { type SealedSegment, sealedSegments } from "./ledger-reader.ts";
import { segmentLines } from "./segment-lines.ts";
import { ledgerPath, resolveStorePath } from "./store-layout.ts";

/** Where a ledger lies. */
interface LedgerPlace {
  readonly fs: Fs;
  readonly runsDir: string;
}

/** Lines between two breaths: some milliseconds of work. */
const PER_BREATH = 5_000;

/**
 * The entries of one kind, newest first; `before`: only those with a smaller number. Without an index: segments are read from the newest
 * back, and only lines that hold the name of the kind are parsed, so that whoever stops early reads little, and reading a whole ledger costs
 * little more than its bytes. Lines that cannot be read are passed over. Throws the storage codes.
 */
export async function* entriesOfKind(
  ledger: LedgerPlace,
  kind: EntryKind,
  before: number | null,
): AsyncGenerator<LedgerEntry> {
  const end = before ?? Number.POSITIVE_INFINITY;
  for (const segment of [...sealedSegments(ledger.fs, ledger.runsDir)].reverse()) {
    if (segment.firstSeq === null || segment.firstSeq >= end) continue;
    for (const entry of (await entriesIn(ledger, segment, kind)).reverse()) if (entry.seq < end) yield entry;
  }
}

/** A line without the signed head that closes its group is no entry. */
async function entriesIn(
  { fs, runsDir }: LedgerPlace,
  { epoch, endOffset }: SealedSegment,
  kind: EntryKind,
): Promise<LedgerEntry[]> {
  const wanted = Buffer.from(`"kind":"${kind}"`);
  const entries: LedgerEntry[] = [];
  let group: LedgerEntry[] = [];
  let lines = 0;
  for (const { bytes } of segmentLines(fs, resolveStorePath(runsDir, ledgerPath(epoch)), endOffset)) {
    const entry = bytes.includes(wanted) ? parseEntryLine(bytes) : null;
    if (entry?.kind === kind) group.push(entry);
    else if (isHeadLine(bytes)) {
      entries.push(...group);
      group = [];
    }
    lines += 1;
    if (lines % PER_BREATH === 0) await setImmediate();
  }
  return entries;
}
