import { AppError } from "../../shared/app-error.ts";
import { systemCodeOf, withStorageErrorsAsync } from "../system/storage-error.ts";
import { applyFrame } from "./apply-frame.ts";
import type { EntryDraft } from "./change.ts";
import { clearObstacles, obstacleEntries, obstacleNotices } from "./clear-obstacles.ts";
import { syncPath } from "./durable-file.ts";
import { flushApplied } from "./flush-applied.ts";
import { readJournal } from "./journal-file.ts";
import { encodeFrame, holdsLaterFrame, type JournalFrame } from "./journal-frame.ts";
import { firstEntry, sealsSchema, segmentEpochs } from "./ledger-reader.ts";
import { removeLeftovers } from "./leftovers.ts";
import { moveToQuarantine, type QuarantineTarget, quarantine } from "./quarantine.ts";
import { findEpoch, journalPath, resolveStorePath, STORE_PATHS } from "./store-layout.ts";

/** What the start of a store repairs, and with what. */
export interface RecoveryTarget extends QuarantineTarget {
  /** The epoch just opened: everything older is ours to finish. */
  readonly epoch: number;
  readonly storeId: string;
}

/** What recovery did: entries for the ledger and sentences for people. Both empty after a clean close. */
export interface Recovery {
  readonly entries: readonly EntryDraft[];
  readonly notices: readonly string[];
  /** Takes away what recovery has finished with. Call it when `entries` are recorded: until then a crash makes it start over. */
  finish(): Promise<void>;
}

interface FoundJournal {
  readonly epoch: number;
  readonly path: string;
  readonly sizeBytes: number;
}

interface Tally {
  replayed: number;
  readonly files: Set<string>;
  readonly folders: Set<string>;
  /** Journals that can go, and how long they were when they were read. */
  readonly finished: Map<string, number>;
  readonly entries: EntryDraft[];
  readonly notices: string[];
}

const STAGE_FOLDER = "_attachments";
const STAGE_START = ".stage-";

function journalsBefore({ fs, runsDir, epoch }: RecoveryTarget): FoundJournal[] {
  return fs
    .list(resolveStorePath(runsDir, STORE_PATHS.journal))
    .map(({ name }) => (name.endsWith(".jnl") ? (findEpoch(name) ?? 0) : 0))
    .filter((candidate) => candidate > 0 && candidate < epoch)
    .map((candidate) => ({ epoch: candidate, path: resolveStorePath(runsDir, journalPath(candidate)) }))
    .map((journal) => ({ ...journal, sizeBytes: fs.stat(journal.path)?.sizeBytes ?? 0 }))
    .sort((left, right) => right.epoch - left.epoch);
}

/**
 * Finishes what earlier holders acknowledged: replays their journals and makes the result durable. Torn frames and leftovers go to
 * quarantine. Newest journal first: a later segment says where an earlier one was sealed, and what came after that is late. Safe to
 * be interrupted at any point and run again.
 */
export async function recoverStore(target: RecoveryTarget): Promise<Recovery> {
  const tally: Tally = {
    replayed: 0,
    files: new Set(),
    folders: new Set(),
    finished: new Map(),
    entries: [],
    notices: [],
  };
  const journals = journalsBefore(target);
  if (journals.some(({ sizeBytes }) => sizeBytes > 0)) await keepWhatWasMoved(target);
  for (const journal of journals) await replayJournal(target, journal, tally);
  await keepStagedAttachments(target, tally);
  await flushApplied(target.fs, target.runsDir, { files: tally.files, folders: tally.folders });
  if (tally.replayed > 0) {
    tally.entries.push(recovered(target, { replayed_frames: tally.replayed }));
    tally.notices.push(
      `The last program stopped before it was done. ${tally.replayed} recorded changes were put in place.`,
    );
  }
  return { entries: tally.entries, notices: tally.notices, finish: () => finish(target, tally) };
}

/** A program that was killed may have moved a file to quarantine in memory only: its new name comes before its old one can go. */
async function keepWhatWasMoved({ fs, runsDir }: RecoveryTarget): Promise<void> {
  const folder = resolveStorePath(runsDir, STORE_PATHS.quarantine);
  await withStorageErrorsAsync("look into quarantine", folder, () => fs.syncFolder(folder));
}

function recovered(target: RecoveryTarget, body: EntryDraft["body"]): EntryDraft {
  return { kind: "store.recovered", subject: target.storeId, body };
}

async function replayJournal(target: RecoveryTarget, journal: FoundJournal, tally: Tally): Promise<void> {
  tally.finished.set(journal.path, journal.sizeBytes);
  if (journal.sizeBytes === 0) return;
  const { frames, completeLength, tornBytes } = readJournal(target.fs, journal.path);
  // A program that was killed may have left a frame in memory only, and one that was suspended may add one at any moment. Nothing may be
  // put in place that outlives its frame: what was read is flushed after it was read.
  await withStorageErrorsAsync("read the journal", journal.path, () => syncPath(target.fs, journal.path));
  tally.finished.set(journal.path, completeLength + tornBytes.byteLength);
  if (holdsLaterFrame(tornBytes)) throw unreadableFrame(journal);
  const sealedLength = sealedLengthOf(target, journal.epoch);
  for (const frame of frames) {
    if (frame.epoch !== journal.epoch) throw wrongEpoch(journal, frame);
    if (sealedLength !== null && frame.ledgerOffset >= sealedLength) await keepLateFrame(target, frame, tally);
    else await replayFrame(target, frame, tally);
  }
  if (tornBytes.byteLength > 0) await keepTornFrame(target, { journal, tornBytes }, tally);
}

/** What comes after it was acknowledged, so it is not for us to pass over it. */
function unreadableFrame(journal: FoundJournal): AppError {
  const message = `A change in the middle of the journal of epoch ${journal.epoch} cannot be read. Nothing was touched.`;
  return new AppError("STORE_DAMAGED", message, { context: { path: journal.path } });
}

function wrongEpoch(journal: FoundJournal, frame: JournalFrame): AppError {
  const message = `The journal of epoch ${journal.epoch} holds a change of epoch ${frame.epoch}. Nothing was touched.`;
  return new AppError("STORE_DAMAGED", message, { context: { path: journal.path } });
}

/** Where a later epoch sealed this epoch's segment, or null when none has. */
function sealedLengthOf(target: RecoveryTarget, epoch: number): number | null {
  for (const later of segmentEpochs(target.fs, target.runsDir).filter((candidate) => candidate > epoch)) {
    const seals = sealsSchema.safeParse(firstEntry(target.fs, target.runsDir, later)?.body);
    const seal = seals.success ? seals.data.after.find((candidate) => candidate.epoch === epoch) : undefined;
    if (seal !== undefined) return seal.length;
  }
  return null;
}

async function replayFrame(target: RecoveryTarget, frame: JournalFrame, tally: Tally): Promise<void> {
  const applied = await applyInFreedPlaces(target, frame, tally);
  for (const file of applied.files) tally.files.add(file);
  for (const folder of applied.folders) tally.folders.add(folder);
  tally.replayed += 1;
}

async function applyInFreedPlaces(target: RecoveryTarget, frame: JournalFrame, tally: Tally) {
  try {
    return applyFrame({ ...target, renews: true }, frame);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "CONFLICT") throw error;
  }
  const obstacles = await clearObstacles(target, frame);
  tally.entries.push(...obstacleEntries(obstacles, target.storeId));
  tally.notices.push(...obstacleNotices(obstacles));
  return applyFrame({ ...target, renews: true }, frame);
}

/** The end of a journal whose writer was stopped in the middle of a frame. */
async function keepTornFrame(
  target: RecoveryTarget,
  torn: { readonly journal: FoundJournal; readonly tornBytes: Buffer },
  tally: Tally,
): Promise<void> {
  const why = "a torn journal frame; it was never acknowledged";
  const name = await quarantine(target, torn.tornBytes, { why, from: journalPath(torn.journal.epoch) });
  tally.entries.push(recovered(target, { torn_bytes: torn.tornBytes.byteLength, quarantine: name }));
  tally.notices.push(
    "The last program was stopped in the middle of a write. Nothing that was reported as recorded is missing.",
  );
}

/** A frame a suspended holder wrote after its segment was sealed: never acknowledged, shown, never dropped. */
async function keepLateFrame(target: RecoveryTarget, frame: JournalFrame, tally: Tally): Promise<void> {
  const why = "a change written by a holder that had lost the folder; it was never acknowledged";
  const name = await quarantine(target, encodeFrame(frame), { why, from: journalPath(frame.epoch) });
  tally.entries.push({
    kind: "late.adopted",
    subject: target.storeId,
    body: { epoch: frame.epoch, quarantine: name, why },
  });
  tally.notices.push("A change of a program that had lost the folder was found late. It is kept in quarantine.");
}

/** Attachment bytes of any size whose writer died before they got their name. */
async function keepStagedAttachments(target: RecoveryTarget, tally: Tally): Promise<void> {
  for (const { name, kind } of target.fs.list(resolveStorePath(target.runsDir, STAGE_FOLDER))) {
    if (!name.startsWith(STAGE_START) || kind !== "file") continue;
    const from = `${STAGE_FOLDER}/${name}`;
    const why = "attachment bytes whose run was never recorded";
    const kept = await moveToQuarantine(target, resolveStorePath(target.runsDir, from), { why, from });
    tally.entries.push(recovered(target, { staged_attachment: name, quarantine: kept }));
  }
}

/** A journal that grew since it was read stays: a holder that lost the folder wrote to it, and the next start looks at that. */
async function finish(target: RecoveryTarget, { finished, files }: Tally): Promise<void> {
  const { fs, runsDir } = target;
  try {
    // Only while the journals are there a stage is known for what it is: it goes before them, and for good.
    for (const folder of removeLeftovers(fs, runsDir, files)) await fs.syncFolder(folder);
    for (const [path, sizeBytes] of finished) if (fs.stat(path)?.sizeBytes === sizeBytes) fs.unlink(path);
    if (finished.size > 0) await fs.syncFolder(resolveStorePath(runsDir, STORE_PATHS.journal));
  } catch (error) {
    if (systemCodeOf(error) === null) throw error;
    // What is left over is replayed again at the next start, which changes nothing.
  }
}
