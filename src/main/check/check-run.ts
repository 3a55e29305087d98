import { AppError } from "../../shared/app-error.ts";
import type { RunRow } from "../../shared/operations/run-operations.ts";
import type { CheckReport } from "../../shared/operations/store-operations.ts";
import type { LedgerEntry } from "../store/ledger-entry.ts";
import type { RunStore } from "../store/run-store.ts";
import type { StoreReader } from "../store/store-reader.ts";
import { type Clock, utcTimestamp } from "../system/clock.ts";
import { attachmentFile, checkAttachment } from "./check-attachment.ts";
import { checkCompleteness } from "./check-completeness.ts";
import { type CheckedAttachments, checkDigests } from "./check-digests.ts";
import { checkLink } from "./check-link.ts";
import type { CheckContext, CheckOutcome, CheckResult } from "./check-outcome.ts";
import { checkRecordFile } from "./check-record-file.ts";
import { checkRecordShape, type ReadRecord } from "./check-record-shape.ts";
import { type NamedAttachment, runAttachments } from "./run-attachments.ts";
import { runVerdict } from "./run-verdict.ts";
import { refuseWhenStopped, type StoredHashes } from "./stored-file.ts";

/** What checking reads from: a store that is open, or a view of a folder that nobody has opened. */
export type CheckedStore = StoreReader & Pick<RunStore, "runsDir" | "ledger" | "settled">;

/** What checking needs from outside. */
export interface CheckDeps {
  readonly store: CheckedStore;
  readonly clock: Clock;
  /** Other threads that hash files of the store; left out, this one does. */
  readonly hashes?: StoredHashes | undefined;
}

/** The run to check. */
export interface CheckSubject {
  readonly runId: string;
  /** Null when the catalog does not know the run. It is only asked where the record of a run lies that the ledger does not name. */
  readonly row: Pick<RunRow, "path"> | null;
  /** Every ledger entry about the run, in ledger order. */
  readonly entries: readonly LedgerEntry[];
}

/** How a caller follows and stops a check. */
export interface CheckControl {
  readonly signal: AbortSignal;
  /** Files checked so far, and how many there are. */
  readonly progress: (done: number, total: number | null) => void;
  readonly leavesOut?: CheckContext["leavesOut"];
}

/**
 * Checks one run against what was recorded: record, fields, fingerprints, files, links, completeness. Bad data of any kind gives
 * findings, never an error; what cannot be resolved is never `intact`. Throws CANCELLED when stopped, and faults of the drive
 * (IO_FAILED, TOO_MANY_FILES). Reads only; memory does not grow with the size of attachments.
 */
export async function checkRun(deps: CheckDeps, subject: CheckSubject, control: CheckControl): Promise<CheckReport> {
  await deps.store.settled();
  const checked = { files: 0, bytes: 0 };
  const countFile = (sizeBytes: number): void => {
    checked.files += 1;
    checked.bytes += sizeBytes;
  };
  const { signal, leavesOut } = control;
  const context: CheckContext = { store: deps.store, signal, hashes: deps.hashes, leavesOut, countFile };
  const outcomes = await checkRunFiles(context, subject, control.progress);
  const findings = outcomes.flatMap((outcome) => outcome.findings);
  return {
    verdict: runVerdict(findings),
    findings,
    items: outcomes.flatMap((outcome) => outcome.items),
    checked,
    checked_at: utcTimestamp(deps.clock.nowMs()),
  };
}

/** The same for whoever checks many runs and makes one report of them. The store must be settled. */
export async function checkRunFiles(
  context: CheckContext,
  { runId, row, entries }: CheckSubject,
  progress: CheckControl["progress"],
): Promise<readonly CheckOutcome[]> {
  refuseWhenStopped(context.signal);
  const recorded = entries.find(({ kind }) => kind === "run.recorded") ?? null;
  const path = recorded?.path ?? row?.path ?? null;
  const file = await checkRecordFile(context, path, recorded);
  // A record that is not the one recorded says nothing reliable about its own content: it is not looked into.
  const shape = file.bytes === null || path === null ? null : checkRecordShape(file.bytes, { runId, path });
  const record = shape?.record ?? null;
  const links = entries.filter(({ kind }) => kind === "advisory.attached");
  const attachments = runAttachments(record?.plain ?? null, entries);
  const step = countSteps(1 + attachments.length + links.length, progress);
  step();
  const files = await checkAttachments(context, attachments, { isImported: recorded?.body.imported === true, step });
  const content = record === null ? [] : await checkContent(context, record, checkedAttachments(attachments, files));
  const linkOutcomes: CheckOutcome[] = [];
  for (const link of links) {
    linkOutcomes.push(await checkLink(context, link));
    step();
  }
  return [file, ...(shape === null ? [] : [shape]), ...content, ...files, ...linkOutcomes];
}

async function checkContent(
  context: CheckContext,
  record: ReadRecord,
  attachments: CheckedAttachments,
): Promise<readonly CheckOutcome[]> {
  return [await checkDigests(context, record, attachments), checkCompleteness(record)];
}

async function checkAttachments(
  context: CheckContext,
  attachments: readonly NamedAttachment[],
  { isImported, step }: { readonly isImported: boolean; readonly step: () => void },
): Promise<readonly CheckOutcome[]> {
  const outcomes: CheckOutcome[] = [];
  for (const attachment of attachments) {
    if (isLeftOut(context, attachment)) {
      outcomes.push(NOTHING);
      continue;
    }
    outcomes.push(await checkAttachment(context, attachment, isImported));
    step();
  }
  return outcomes;
}

const NOTHING: CheckOutcome = { findings: [], items: [] };

function isLeftOut({ store, leavesOut }: CheckContext, attachment: NamedAttachment): boolean {
  if (leavesOut === undefined) return false;
  const path = attachmentFile(attachment);
  try {
    const sizeBytes = path === null ? null : store.fileSize(path);
    return sizeBytes !== null && leavesOut(sizeBytes);
  } catch (error) {
    // What cannot even be looked at is for the check itself to name.
    if (error instanceof AppError) return false;
    throw error;
  }
}

function checkedAttachments(named: readonly NamedAttachment[], outcomes: readonly CheckOutcome[]): CheckedAttachments {
  const results = new Map<string, CheckResult>();
  named.forEach(({ sha256 }, index) => {
    results.set(sha256, outcomes[index]?.items[0]?.result ?? "cannot-check");
  });
  return { named, results };
}

function countSteps(total: number, progress: CheckControl["progress"]): () => void {
  let done = 0;
  progress(done, total);
  return () => {
    done += 1;
    progress(done, total);
  };
}
