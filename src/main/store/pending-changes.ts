import { AppError } from "../../shared/app-error.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import { sha256Hex } from "../canonical/digest.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import { readJournal } from "./journal-file.ts";
import { decodeFrames, type JournalFrame } from "./journal-frame.ts";
import type { PendingLines } from "./ledger-lines.ts";
import { findEpoch, journalPath, ledgerPath, resolveStorePath, STORE_PATHS, type StorePath } from "./store-layout.ts";

/** What one journal holds, as far as a checker cares. */
export interface JournalState {
  readonly path: StorePath;
  readonly epoch: number;
  /** Complete changes, and how many of them are not in place yet. */
  readonly frames: number;
  readonly pendingFrames: number;
  /** Bytes behind the last complete change. */
  readonly tornBytes: number;
  /** Why the journal cannot be the work of this program alone; null where it can. */
  readonly damage: string | null;
}

/** A file of a recorded change. */
export interface PendingFile {
  readonly sha256: Sha256;
  readonly sizeBytes: number;
}

/** What journals hold: a store that was not closed properly is read together with them. */
export interface PendingChanges {
  readonly journals: readonly JournalState[];
  /** Ledger bytes that belong behind those in place, by epoch. */
  readonly lines: ReadonlyMap<number, PendingLines>;
  /** Files of complete changes, whether or not they are in place. */
  readonly files: ReadonlyMap<StorePath, PendingFile>;
}

const FRAME_START = Buffer.from("rmos-frame/1 ");

interface Gathered {
  readonly journals: JournalState[];
  readonly lines: Map<number, PendingLines>;
  readonly files: Map<StorePath, PendingFile>;
}

/**
 * Reads every journal. `sealedLength` tells where a later epoch sealed a segment (null: nowhere): changes behind that are late, and not
 * to be put in place. Damage is an answer. Throws faults of the drive.
 */
export function readPendingChanges(
  fs: Fs,
  runsDir: string,
  sealedLength: (epoch: number) => number | null,
): PendingChanges {
  const gathered: Gathered = { journals: [], lines: new Map(), files: new Map() };
  for (const epoch of journalEpochs(fs, runsDir)) {
    gathered.journals.push(gather({ fs, runsDir, epoch, sealedLength: sealedLength(epoch) }, gathered));
  }
  return gathered;
}

function journalEpochs(fs: Fs, runsDir: string): number[] {
  const folder = resolveStorePath(runsDir, STORE_PATHS.journal);
  return withStorageErrors("read the journal", folder, () => {
    if (fs.stat(folder)?.kind !== "folder") return [];
    return fs
      .list(folder)
      .map(({ name, kind }) => (kind === "file" && name.endsWith(".jnl") ? findEpoch(name) : null))
      .filter((epoch) => epoch !== null)
      .sort((left, right) => left - right);
  });
}

interface OneJournal {
  readonly fs: Fs;
  readonly runsDir: string;
  readonly epoch: number;
  readonly sealedLength: number | null;
}

function gather(target: OneJournal, into: Gathered): JournalState {
  const { fs, runsDir, epoch, sealedLength } = target;
  const path = journalPath(epoch);
  const empty = { path, epoch, frames: 0, pendingFrames: 0, tornBytes: 0, damage: null };
  const content = tryRead(fs, resolveStorePath(runsDir, path));
  if (content === null) return { ...empty, damage: "it holds a change in a form this version does not know" };
  const { frames, tornBytes } = content;
  const state = { ...empty, frames: frames.length, tornBytes: tornBytes.byteLength };
  if (frames.some((frame) => frame.epoch !== epoch)) return { ...state, damage: "it holds a change of another epoch" };
  const own = frames.filter((frame) => sealedLength === null || frame.ledgerOffset < sealedLength);
  for (const frame of own) {
    for (const { path: file, bytes } of frame.files) {
      into.files.set(file, { sha256: sha256Hex(bytes), sizeBytes: bytes.byteLength });
    }
  }
  const lines = pendingLines(target, own);
  if (lines !== null) into.lines.set(epoch, lines);
  const pendingFrames = own.filter((frame) => isPending(target, frame, lines)).length;
  return { ...state, pendingFrames, damage: damageIn(tornBytes) };
}

function tryRead(fs: Fs, path: string): ReturnType<typeof readJournal> | null {
  try {
    return readJournal(fs, path);
  } catch (error) {
    if (error instanceof AppError && error.code === "STORE_DAMAGED") return null;
    throw error;
  }
}

/** A write that is cut short leaves nothing whole behind it. */
function damageIn(torn: Buffer): string | null {
  for (let start = torn.indexOf(FRAME_START, 1); start >= 0; start = torn.indexOf(FRAME_START, start + 1)) {
    try {
      if (decodeFrames(torn.subarray(start)).frames.length > 0) return "a change in the middle of it cannot be read";
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return "a change in the middle of it cannot be read";
    }
  }
  return null;
}

/** The ledger bytes from the first change on whose lines are not all in the segment; null when all are, or when they do not join on. */
function pendingLines({ fs, runsDir, epoch }: OneJournal, frames: readonly JournalFrame[]): PendingLines | null {
  const path = resolveStorePath(runsDir, ledgerPath(epoch));
  const sizeBytes = fs.stat(path)?.kind === "file" ? (fs.stat(path)?.sizeBytes ?? 0) : 0;
  const first = frames.findIndex((frame) => frame.ledgerOffset + frame.ledgerBytes.byteLength > sizeBytes);
  const offset = frames[first]?.ledgerOffset;
  if (offset === undefined || offset > sizeBytes) return null;
  return { offset, bytes: Buffer.concat(frames.slice(first).map((frame) => frame.ledgerBytes)) };
}

function isPending({ fs, runsDir }: OneJournal, frame: JournalFrame, lines: PendingLines | null): boolean {
  if (lines !== null && frame.ledgerOffset >= lines.offset) return true;
  return frame.files.some((file) => fs.stat(resolveStorePath(runsDir, file.path)) === null);
}
