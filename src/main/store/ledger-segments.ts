import type { Sha256 } from "../../shared/sha256.ts";
import type { Fs } from "../system/fs.ts";
import type { LedgerEntry } from "./ledger-entry.ts";
import { parseEntryLine } from "./ledger-line.ts";
import { ledgerLines } from "./ledger-lines.ts";
import { sealsSchema, segmentEpochs } from "./ledger-reader.ts";
import { type PendingChanges, readPendingChanges } from "./pending-changes.ts";
import { ledgerPath, resolveStorePath } from "./store-layout.ts";

/** Where a later epoch sealed a segment. */
export interface Seal {
  readonly length: number;
  /** Hex. */
  readonly root: string;
}

/** One segment as it should be read. */
export interface SegmentPlan {
  readonly epoch: number;
  /** False for a segment that a seal names and that is not there. */
  readonly isThere: boolean;
  readonly seal: Seal | null;
  /** What the next segment says is the digest of this one's last entry. */
  readonly nextPrev: Sha256 | null;
}

/** The segments of a ledger in their order, with what journals add to them. */
export interface LedgerPlan {
  readonly segments: readonly SegmentPlan[];
  readonly pending: PendingChanges;
}

/** Looks at the first line of every segment. What it says is a claim: whoever reads on checks it. Throws faults of the drive. */
export function planLedger(fs: Fs, runsDir: string): LedgerPlan {
  const firsts = new Map<number, LedgerEntry | null>();
  for (const epoch of segmentEpochs(fs, runsDir)) firsts.set(epoch, firstOnDisk(fs, runsDir, epoch));
  const onDisk = sealsOf(firsts);
  const pending = readPendingChanges(fs, runsDir, (epoch) => onDisk.get(epoch)?.length ?? null);
  for (const [epoch, { offset, bytes }] of pending.lines) {
    if (offset === 0) firsts.set(epoch, firstIn(bytes));
  }
  const seals = sealsOf(firsts);
  const named = [...seals].filter(([, seal]) => seal.length > 0).map(([epoch]) => epoch);
  const epochs = [...new Set([...firsts.keys(), ...named])].sort((left, right) => left - right);
  const segments = epochs.map((epoch, index) => ({
    epoch,
    isThere: firsts.has(epoch),
    seal: seals.get(epoch) ?? null,
    nextPrev: epochs.slice(index + 1, index + 2).map((next) => firsts.get(next)?.prev ?? null)[0] ?? null,
  }));
  return { segments, pending };
}

function sealsOf(firsts: ReadonlyMap<number, LedgerEntry | null>): Map<number, Seal> {
  const found = new Map<number, Seal>();
  for (const [opened, entry] of firsts) {
    const seals = sealsSchema.safeParse(entry?.body);
    // A segment seals earlier ones only; a number that says otherwise is damaged.
    for (const { epoch, length, root } of seals.success ? seals.data.after : []) {
      if (epoch < opened) found.set(epoch, { length, root });
    }
  }
  return found;
}

function firstOnDisk(fs: Fs, runsDir: string, epoch: number): LedgerEntry | null {
  for (const { bytes } of ledgerLines(fs, resolveStorePath(runsDir, ledgerPath(epoch)), null)) {
    return bytes === null ? null : parseEntryLine(bytes);
  }
  return null;
}

function firstIn(bytes: Buffer): LedgerEntry | null {
  const end = bytes.indexOf(0x0a);
  return end < 0 ? null : parseEntryLine(bytes.subarray(0, end));
}
