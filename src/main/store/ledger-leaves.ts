import { setImmediate } from "node:timers/promises";
import { AppError } from "../../shared/app-error.ts";
import type { Fs } from "../system/fs.ts";
import { isHeadLine } from "./ledger-line.ts";
import { sealedSegments } from "./ledger-reader.ts";
import { consistencyRanges, inclusionRanges, type LeafRange, RangeRoots } from "./merkle-proof.ts";
import { leafHash } from "./merkle-tree.ts";
import { segmentLines } from "./segment-lines.ts";
import { ledgerPath, resolveStorePath } from "./store-layout.ts";

/** The ledger to read, and how to stop reading it. */
export interface LedgerFolder {
  readonly fs: Fs;
  readonly runsDir: string;
  readonly signal: AbortSignal;
}

/** The line at one place of the ledger, and the path from it to the root. */
export interface InclusionProof {
  readonly line: Buffer;
  readonly path: readonly Buffer[];
}

/** Lines between two breaths: some milliseconds of work. */
const PER_BREATH = 2_000;

/**
 * The inclusion proof of entry `index` in the tree over the first `size` entries; null where the ledger has not so many. What it shows must
 * be verified: lines are taken as they lie there. Reads the ledger once, at constant memory. Throws CANCELLED and the storage codes.
 */
export async function findInclusionProof(
  folder: LedgerFolder,
  { index, size }: { readonly index: number; readonly size: number },
): Promise<InclusionProof | null> {
  let line: Buffer | null = null;
  const path = await rootsOf(folder, inclusionRanges(index, size), {
    size,
    onLine: (bytes, at) => {
      if (at === index) line = Buffer.from(bytes);
    },
  });
  return line === null || path === null ? null : { line, path };
}

/** The consistency proof between two sizes of the ledger, in the same way; null where it has not so many entries. */
export async function findConsistencyProof(
  folder: LedgerFolder,
  { oldSize, newSize }: { readonly oldSize: number; readonly newSize: number },
): Promise<readonly Buffer[] | null> {
  return rootsOf(folder, consistencyRanges(oldSize, newSize), { size: newSize, onLine: () => undefined });
}

async function rootsOf(
  { fs, runsDir, signal }: LedgerFolder,
  ranges: readonly LeafRange[],
  { size, onLine }: { readonly size: number; readonly onLine: (bytes: Buffer, at: number) => void },
): Promise<readonly Buffer[] | null> {
  const roots = new RangeRoots(ranges);
  let at = 0;
  for (const { epoch, endOffset } of sealedSegments(fs, runsDir)) {
    for (const { bytes } of segmentLines(fs, resolveStorePath(runsDir, ledgerPath(epoch)), endOffset)) {
      if (at === size) return roots.roots();
      if (isHeadLine(bytes)) continue;
      onLine(bytes, at);
      roots.add(leafHash(bytes));
      at += 1;
      if (at % PER_BREATH === 0) await breathe(signal);
    }
  }
  return at === size ? roots.roots() : null;
}

async function breathe(signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new AppError("CANCELLED", "The proof was stopped. Nothing was changed.");
  await setImmediate();
}
