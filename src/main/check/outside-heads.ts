import type { Finding } from "../../shared/finding.ts";
import { type HighWaterMarks, readHighWaterMarks } from "../store/high-water-mark.ts";
import type { HeadComparison, OutsideHead } from "../store/outside-head.ts";
import { type NoteVerifier, parseTreeHead } from "../store/signed-note.ts";
import { resolveStorePath, type StorePath } from "../store/store-layout.ts";
import type { FolderContext } from "./check-own-files.ts";
import { makeFinding } from "./finding-sentences.ts";
import { type JudgedReceipt, judgeReceipt, type ReceiptTrust } from "./receipts.ts";
import { readStoredFile } from "./stored-file.ts";

const RECEIPTS: StorePath = "_integrity/receipts";
const MAX_NOTE_BYTES = 1024 * 1024;

/** A head from outside with the note it was read from; the note of a head that this PC itself kept needs no signature. */
export interface KeptHead {
  readonly head: OutsideHead;
  readonly note: string | null;
  /** True for what lies among the receipts of the central audit. */
  readonly isReceipt: boolean;
}

/** Heads to compare the ledger with, and what is wrong with those that cannot be. */
export interface KeptHeads {
  readonly heads: readonly KeptHead[];
  readonly findings: readonly Finding[];
}

/** The head in a note, by what the note is called; null when the text is no note. */
export function keptHead(source: string, note: string): KeptHead | null {
  const head = parseTreeHead(note)?.head;
  if (head === undefined) return null;
  return { head: { source, size: head.size, root: head.root.toString("hex"), place: null }, note, isReceipt: false };
}

/** What this PC noted of the folder at its last closings, and the receipts of the central audit that lie in it. */
export async function findKeptHeads(
  context: FolderContext,
  place: { readonly dataDir: string; readonly storeId: string | null },
): Promise<KeptHeads> {
  const marks: HighWaterMarks =
    place.storeId === null
      ? { heads: [], unreadable: [] }
      : readHighWaterMarks({ fs: context.fs, dataDir: place.dataDir }, place.storeId);
  const heads: KeptHead[] = marks.heads.map((head) => ({ head, note: null, isReceipt: false }));
  const findings = marks.unreadable.map((name) => makeFinding("OUTSIDE_HEAD_UNREADABLE", { name }));
  for (const path of receiptPaths(context)) {
    const file = await readStoredFile(context.store, path, { maxBytes: MAX_NOTE_BYTES, signal: context.signal });
    const bytes = file.state === "read" ? file.bytes : null;
    const kept = bytes === null ? null : keptHead(path, bytes.toString("utf8"));
    if (kept === null) findings.push(makeFinding("OUTSIDE_HEAD_UNREADABLE", { name: path, path }));
    else heads.push({ ...kept, isReceipt: true });
  }
  return { heads, findings };
}

/** Paths of the receipts of the central audit that lie in the folder. */
export function receiptPaths({ fs, runsDir }: Pick<FolderContext, "fs" | "runsDir">): readonly StorePath[] {
  const folder = resolveStorePath(runsDir, RECEIPTS);
  if (fs.stat(folder)?.kind !== "folder") return [];
  return fs.list(folder).map(({ name }) => `${RECEIPTS}/${name}`);
}

/** What a ledger comes to against outside heads. */
export interface ComparedLedger {
  readonly comparisons: readonly HeadComparison[];
  readonly keys: readonly NoteVerifier[];
  readonly rolledBackFrom: ReadonlySet<string>;
}

/** Whose word counts beside that of the folder's own keys. */
export type OutsideTrust = Omit<ReceiptTrust, "ownKeys">;

const NO_TRUST: OutsideTrust = { origin: null, centreKeys: [] };

/**
 * What outside heads say against the ledger. A note that nobody we believe signed says nothing about it. Where the ledger contradicts
 * one head it was rewritten, and that it is shorter than another says no more; but what it says itself that it was rolled back from stays
 * a rollback, however far it has gone on since.
 */
export function outsideFindings(
  kept: readonly KeptHead[],
  ledger: ComparedLedger,
  trust: OutsideTrust = NO_TRUST,
): readonly Finding[] {
  const judged = kept.map((one) => ({ ...one, ...judgeKept(one, ledger, trust) }));
  const believed = new Set(judged.filter(({ isBelieved }) => isBelieved).map(({ head }) => head));
  const told = new Set(kept.filter(({ head }) => ledger.rolledBackFrom.has(head.root)).map(({ head }) => head.source));
  const against = ledger.comparisons
    .filter(({ head, result }) => believed.has(head) && result !== "same" && result !== "unknown")
    .map((one): HeadComparison => (told.has(one.head.source) ? { ...one, result: "rolled-back" } : one));
  const firstRewritten = first(against, "rewritten");
  return [
    ...judged.flatMap(({ head: { source: name }, trouble: reason }) =>
      reason === null ? [] : [makeFinding("OUTSIDE_HEAD_UNSIGNED", { name, reason })],
    ),
    ...firstRewritten.map(rewritten),
    ...(firstRewritten.length > 0 ? [] : last(against, "rolled-back").map(rolledBack)),
  ];
}

function judgeKept({ note, isReceipt }: KeptHead, { keys }: ComparedLedger, trust: OutsideTrust): JudgedReceipt {
  if (note === null) return { isBelieved: true, anchors: false, trouble: null };
  // A head that a person hands in is about history only: whose it is, is said by the folder's own signature.
  return judgeReceipt(note, { ownKeys: keys, ...(isReceipt ? trust : NO_TRUST) });
}

/** How many entries a receipt confirms that the ledger agrees with; 0 without one. */
export function anchoredSize(kept: readonly KeptHead[], ledger: ComparedLedger, trust: OutsideTrust): number {
  const same = new Set(ledger.comparisons.filter(({ result }) => result === "same").map(({ head }) => head));
  const anchors = kept.filter((one) => same.has(one.head) && judgeKept(one, ledger, trust).anchors);
  return Math.max(0, ...anchors.map(({ head }) => head.size));
}

/** The first that is contradicted says where it began, the furthest how much is missing. */
function first(comparisons: readonly HeadComparison[], result: HeadComparison["result"]): readonly HeadComparison[] {
  return comparisons.filter((one) => one.result === result).slice(0, 1);
}

function last(comparisons: readonly HeadComparison[], result: HeadComparison["result"]): readonly HeadComparison[] {
  return comparisons.filter((one) => one.result === result).slice(-1);
}

function rewritten({ head, foundRoot }: HeadComparison): Finding {
  const expected = `${head.size} entries with root ${head.root}`;
  const found = `${head.size} entries with root ${foundRoot ?? "unknown"}`;
  const reason = `after ${head.size} entries it was another one`;
  return makeFinding("LEDGER_REWRITTEN", { name: head.source, expected, found, reason });
}

function rolledBack({ head }: HeadComparison): Finding {
  const expected = `${head.size} entries with root ${head.root}`;
  return makeFinding("ROLLED_BACK", { name: head.source, expected, reason: `it had ${head.size} entries` });
}
