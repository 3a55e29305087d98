import type { Clock } from "../system/clock.ts";
import type { Fs } from "../system/fs.ts";
import { type Applied, applyFrame } from "./apply-frame.ts";
import type { EntryDraft } from "./change.ts";
import { readWhole } from "./durable-file.ts";
import { flushApplied } from "./flush-applied.ts";
import { readJournal } from "./journal-file.ts";
import { encodeFrame, type JournalFrame } from "./journal-frame.ts";
import { firstEntry, sealsSchema, segmentEpochs } from "./ledger-reader.ts";
import { quarantine } from "./quarantine.ts";
import { findEpoch, journalPath, ledgerPath, resolveStorePath, STORE_PATHS } from "./store-layout.ts";

/** What the start of a store repairs, and with what. */
export interface RecoveryTarget {
  readonly fs: Fs;
  readonly runsDir: string;
  readonly clock: Clock;
  /** The epoch just opened: everything older is ours to finish. */
  readonly epoch: number;
  readonly storeId: string;
}

/** What recovery did: entries for the ledger and sentences for people. Both empty after a clean close. */
export interface Recovery {
  readonly entries: readonly EntryDraft[];
  readonly notices: readonly string[];
}

interface Tally {
  replayed: number;
  readonly files: Set<string>;
  readonly folders: Set<string>;
  readonly entries: EntryDraft[];
  readonly notices: string[];
}

/** True when a start would have something to finish: a journal that is not empty. Reads only. */
export function hasUnfinishedWork(fs: Fs, runsDir: string): boolean {
  return journalsBefore(fs, runsDir, Number.POSITIVE_INFINITY).some((journal) => journal.sizeBytes > 0);
}

function journalsBefore(
  fs: Fs,
  runsDir: string,
  epoch: number,
): { readonly epoch: number; readonly sizeBytes: number }[] {
  const folder = resolveStorePath(runsDir, STORE_PATHS.journal);
  if (fs.stat(folder)?.kind !== "folder") return [];
  return fs
    .list(folder)
    .map((item) => ({ epoch: item.name.endsWith(".jnl") ? (findEpoch(item.name) ?? 0) : 0, name: item.name }))
    .filter((journal) => journal.epoch > 0 && journal.epoch < epoch)
    .map((journal) => ({
      epoch: journal.epoch,
      sizeBytes: fs.stat(resolveStorePath(runsDir, journalPath(journal.epoch)))?.sizeBytes ?? 0,
    }))
    .sort((left, right) => left.epoch - right.epoch);
}

/**
 * Finishes what earlier holders acknowledged: replays their journals, makes the result durable, then takes the journals away. Torn
 * frames and leftovers go to quarantine. Safe to be interrupted at any point and run again.
 */
export async function recoverStore(target: RecoveryTarget): Promise<Recovery> {
  const tally: Tally = { replayed: 0, files: new Set(), folders: new Set(), entries: [], notices: [] };
  const journals = journalsBefore(target.fs, target.runsDir, target.epoch);
  for (const journal of journals) {
    if (journal.sizeBytes > 0) await replayJournal(target, journal.epoch, tally);
  }
  await keepStagedLeftovers(target, tally);
  await flushApplied(target.fs, target.runsDir, { files: tally.files, folders: tally.folders });
  await removeJournals(target, journals);
  if (tally.replayed > 0) {
    tally.entries.push(recovered(target, { replayed_frames: tally.replayed }));
    tally.notices.push(
      `The last program stopped before it was done. ${tally.replayed} recorded changes were put in place.`,
    );
  }
  return { entries: tally.entries, notices: tally.notices };
}

function recovered(target: RecoveryTarget, body: EntryDraft["body"]): EntryDraft {
  return { kind: "store.recovered", subject: target.storeId, body };
}

async function replayJournal(target: RecoveryTarget, epoch: number, tally: Tally): Promise<void> {
  const path = resolveStorePath(target.runsDir, journalPath(epoch));
  const { frames, tornBytes } = readJournal(target.fs, path);
  const sealedLength = sealedLengthOf(target, epoch);
  for (const frame of frames) {
    if (sealedLength !== null && frame.ledgerOffset >= sealedLength) await keepLateFrame(target, frame, tally);
    else await replayFrame(target, frame, tally);
  }
  if (tornBytes.byteLength > 0) {
    const name = await quarantine(target, tornBytes, {
      why: "a torn journal frame; it was never acknowledged",
      from: journalPath(epoch),
    });
    tally.entries.push(recovered(target, { torn_bytes: tornBytes.byteLength, quarantine: name }));
    tally.notices.push(
      "The last program was stopped in the middle of a write. Nothing that was reported as recorded is missing.",
    );
  }
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
  const taken: Parameters<NonNullable<Parameters<typeof applyFrame>[3]>>[0][] = [];
  const applied: Applied = applyFrame(target.fs, target.runsDir, frame, (file) => taken.push(file));
  for (const file of applied.files) tally.files.add(file);
  for (const folder of applied.folders) tally.folders.add(folder);
  tally.files.add(ledgerPath(frame.epoch));
  tally.folders.add(resolveStorePath(target.runsDir, STORE_PATHS.ledger));
  tally.replayed += 1;
  for (const file of taken) {
    const why = "a recorded file whose name other bytes had at recovery";
    const name = await quarantine(target, file.bytes, { why, from: file.path });
    tally.entries.push({
      kind: "damage.found",
      subject: target.storeId,
      body: { path: file.path, quarantine: name, why },
    });
    tally.notices.push(`Another file stands where ${file.path} was recorded. The recorded bytes are in quarantine.`);
  }
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

/** Attachment bytes whose writer died before they got their name. */
async function keepStagedLeftovers(target: RecoveryTarget, tally: Tally): Promise<void> {
  const folder = resolveStorePath(target.runsDir, "_attachments");
  for (const item of target.fs.list(folder)) {
    if (!item.name.startsWith(".stage-") || item.kind !== "file") continue;
    const path = resolveStorePath(target.runsDir, `_attachments/${item.name}`);
    const why = "attachment bytes whose run was never recorded";
    const name = await quarantine(target, readWhole(target.fs, path), { why, from: `_attachments/${item.name}` });
    target.fs.unlink(path);
    tally.folders.add(folder);
    tally.entries.push(recovered(target, { staged_attachment: item.name, quarantine: name }));
  }
}

async function removeJournals(target: RecoveryTarget, journals: readonly { readonly epoch: number }[]): Promise<void> {
  for (const journal of journals) target.fs.unlink(resolveStorePath(target.runsDir, journalPath(journal.epoch)));
  if (journals.length > 0) await target.fs.syncFolder(resolveStorePath(target.runsDir, STORE_PATHS.journal));
}
