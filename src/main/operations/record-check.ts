import { AppError } from "../../shared/app-error.ts";
import { FINDING_CODES, type Finding, type FindingCode } from "../../shared/finding.ts";
import type { StoreReport } from "../../shared/operations/check-operations.ts";
import type { CheckReport } from "../../shared/operations/store-operations.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import { type CheckEvent, MAX_ODD_IN_EVENT } from "../store/check-event.ts";
import type { RunStore } from "../store/run-store.ts";
import { attachmentPath } from "../store/store-layout.ts";
import type { Logger } from "../system/logger.ts";
import type { Call } from "./handler.ts";
import { ROOM_FOR_RECORDS_BYTES } from "./put-attachment.ts";

/** What is known of a check before its report has a fingerprint. */
type FinishedCheck = Omit<CheckEvent, "report_sha256">;

/** Where the ledger tells of a check. */
export interface RecordedCheck {
  readonly seq: number;
  readonly report_sha256: Sha256;
}

/** What an entry says of a check of many things. `throughSeq`: entries of the ledger when it began. */
export function storeCheckEvent(report: StoreReport, throughSeq: number): FinishedCheck {
  const { intact = 0, "intact-anchored": anchored = 0 } = report.runs.verdicts;
  return {
    ...{ what: report.what, from: report.from, to: report.to, selected: report.run_ids?.length ?? null },
    ...{ verdict: report.verdict, runs: report.runs.total, odd_runs: report.runs.total - intact - anchored },
    bad_findings: countBad(report),
    through_seq: throughSeq,
    odd: report.odd_runs.slice(0, MAX_ODD_IN_EVENT),
  };
}

/** The same of a check of one run. */
export function runCheckEvent(runId: string, report: CheckReport, throughSeq: number): FinishedCheck {
  const isOdd = report.verdict !== "intact" && report.verdict !== "intact-anchored";
  return {
    ...{ what: "run", from: null, to: null, selected: null, verdict: report.verdict, runs: 1 },
    odd_runs: isOdd ? 1 : 0,
    bad_findings: report.findings.filter(isBad).length,
    through_seq: throughSeq,
    odd: isOdd ? [{ run_id: runId, verdict: report.verdict }] : [],
  };
}

/** A finding that is counted and not listed is as grave as its code. */
function countBad({ findings, finding_counts: counts }: StoreReport): number {
  const unlisted = new Map(Object.entries(counts));
  for (const { code } of findings) unlisted.set(code, (unlisted.get(code) ?? 0) - 1);
  const bad = [...unlisted].filter(([code]) => FINDING_CODES[code as FindingCode] !== "info");
  return bad.reduce((sum, [, count]) => sum + count, findings.filter(isBad).length);
}

function isBad({ severity }: Finding): boolean {
  return severity !== "info";
}

/** Where a check is recorded. */
export type RecordingStore = Pick<RunStore, "state" | "putAttachment" | "commit">;

/** A check as the ledger is to tell of it. `subject`: the run, or the store. */
export interface CheckToRecord {
  readonly subject: string;
  readonly event: FinishedCheck;
  readonly report: StoreReport | CheckReport;
}

/**
 * Makes a finished check an entry where the folder can be written; null where that cannot be. What was found is worth more than that it was
 * recorded: a drive that refuses the entry takes nothing from the answer, and the log tells why.
 */
export async function tryRecordCheck(
  { store, logger }: { readonly store: RecordingStore; readonly logger: Logger },
  check: CheckToRecord,
  call: Pick<Call, "actor" | "requestId">,
): Promise<RecordedCheck | null> {
  if (store.state().mode !== "writable") return null;
  try {
    return await recordCheck(store, check, call);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    logger.fault("a finished check could not be recorded", error);
    return null;
  }
}

/**
 * Makes a finished check an entry of the ledger: its report first, as a file by content, then the entry that vouches for it. Durable when it
 * resolves. Throws the storage codes; at most a file that no entry names is then left.
 */
async function recordCheck(
  store: RecordingStore,
  check: CheckToRecord,
  { actor, requestId }: Pick<Call, "actor" | "requestId">,
): Promise<RecordedCheck> {
  const bytes = Buffer.from(`${JSON.stringify(check.report, null, 2)}\n`);
  const { sha256, sizeBytes } = await store.putAttachment([bytes], {
    neededBytes: bytes.byteLength + ROOM_FOR_RECORDS_BYTES,
  });
  const placed = await store.commit({
    files: [],
    entries: [
      {
        kind: "check.finished",
        subject: check.subject,
        ...{ path: attachmentPath(sha256), sha256, size: sizeBytes },
        body: { ...check.event, odd: [...check.event.odd], report_sha256: sha256 },
      },
    ],
    ...{ actor, requestId },
  });
  const [first] = placed;
  if (first === undefined) throw new Error("a commit gave no entry back");
  return { seq: first.entry.seq, report_sha256: sha256 };
}
