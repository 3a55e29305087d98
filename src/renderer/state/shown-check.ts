import type { AppError } from "../../shared/app-error.ts";
import type { Finding, FindingCode } from "../../shared/finding.ts";
import type { RunRow } from "../../shared/operations/run-operations.ts";
import type { CheckReport } from "../../shared/operations/store-operations.ts";
import type { Verdict } from "../../shared/verdicts.ts";
import type { RunCheck } from "./run-check-store.ts";

/** What a screen may say about a record now: the list's knowledge and this window's own check, whichever is newer. */
export interface ShownCheck {
  /** What the chip says: `checking` while a check runs. */
  readonly chip: Verdict;
  /** What is known apart from a check that still runs. A fence hangs on this, so that it stays up meanwhile. */
  readonly known: Verdict;
  readonly checkedAt: string | null;
  /** Only when `known` comes from it. */
  readonly report: CheckReport | null;
  /** What was compared since the newest check began, or in it when it is over. */
  readonly items: CheckReport["items"];
  readonly jobId: string | null;
  /** Why the last check did not finish; null when it did, or when a person stopped it. */
  readonly failure: AppError | null;
}

type KnownRow = Pick<RunRow, "verdict" | "checked_at">;

/** Puts together what the list and this window know of a run's record. A check that broke off says that it cannot be checked. */
export function shownCheck(row: KnownRow, check: RunCheck | null): ShownCheck {
  const { jobId, error, early } = check ?? { jobId: null, error: null, early: null };
  // A change that was found among the small files is not kept back until the large ones are read.
  if (early?.verdict === "changed") {
    return {
      chip: "changed",
      known: "changed",
      checkedAt: early.checked_at,
      report: early,
      items: early.items,
      jobId,
      failure: null,
    };
  }
  const report = check === null || isOlder(check.report, row) ? null : check.report;
  const found = report?.verdict ?? row.verdict;
  const failure = error === null || error.code === "CANCELLED" ? null : error;
  // A change that was found is worse news than a check that could not be finished after it.
  const isLost = failure !== null && found !== "changed";
  const known = isLost ? "cannot-check" : found;
  return {
    chip: jobId === null ? known : "checking",
    known,
    checkedAt: isLost ? null : (report?.checked_at ?? row.checked_at),
    report: isLost ? null : report,
    items: early?.items ?? (isLost || jobId !== null ? [] : (report?.items ?? [])),
    jobId,
    failure,
  };
}

/** The list takes in what a check found a moment after its report was made. */
const LIST_LAG_MS = 30_000;

/** The list may have heard of a newer check, as from the check of everything; of the same one it hears a moment later. */
function isOlder(report: CheckReport | null, row: KnownRow): boolean {
  if (report === null) return true;
  if (row.checked_at === null || row.checked_at <= report.checked_at) return false;
  const lagMs = Date.parse(row.checked_at) - Date.parse(report.checked_at);
  return row.verdict !== report.verdict || lagMs > LIST_LAG_MS;
}

/** What leaves the record's own text as it was recorded: the file is bad, and only the file. */
const FILE_ONLY: ReadonlySet<FindingCode> = new Set(["ATTACHMENT_CHANGED"]);

/** Findings that say that something is another than what was recorded. */
const CHANGES: ReadonlySet<FindingCode> = new Set([
  "RECORD_CHANGED",
  "DIGEST_MISMATCH",
  "ATTACHMENT_CHANGED",
  "LINK_CHANGED",
  "LEDGER_REWRITTEN",
  "ROLLED_BACK",
  "STORE_FILE_CHANGED",
]);

/** How far a record can still be read: as it is, with files one cannot use, or not at all. */
export type Fence = "none" | "files" | "record";

/** What of a run is fenced. A change that is not known in detail fences everything. */
export function fenceOf({ known, report }: Pick<ShownCheck, "known" | "report">): Fence {
  if (known !== "changed") return "none";
  const changes = (report?.findings ?? []).filter(isChange);
  return changes.length > 0 && changes.every(({ code }) => FILE_ONLY.has(code)) ? "files" : "record";
}

/** The finding that decided the verdict; null when none did. */
export function leadFinding(report: CheckReport): Finding | null {
  const worstFirst = [...report.findings].sort((one, other) => rank(one) - rank(other));
  const [lead] = worstFirst;
  return lead === undefined || lead.severity === "info" ? null : lead;
}

function isChange({ code, severity }: Finding): boolean {
  return severity === "error" && CHANGES.has(code);
}

function rank(finding: Finding): number {
  if (isChange(finding)) return finding.code === "RECORD_CHANGED" ? 0 : 1;
  return { error: 2, warning: 3, info: 4 }[finding.severity];
}

const RESULT_VERDICTS = {
  same: "intact",
  different: "changed",
  missing: "cannot-check",
  "cannot-check": "cannot-check",
} as const;

/** How one file of the run came out; `checking` or `not-checked` while nothing is known of it. */
export function fileVerdict(sha256: string, { items, jobId }: Pick<ShownCheck, "items" | "jobId">): Verdict {
  const item = items.find(({ expected, found }) => expected === sha256 || found === sha256);
  if (item !== undefined) return RESULT_VERDICTS[item.result];
  return jobId === null ? "not-checked" : "checking";
}

/** The same for a text that stands inside the record: it is as good as the record's own bytes. */
export function inRecordVerdict({ items, jobId }: Pick<ShownCheck, "items" | "jobId">): Verdict {
  const [record] = items;
  if (record !== undefined) return RESULT_VERDICTS[record.result];
  return jobId === null ? "not-checked" : "checking";
}
