import type { ReviewState, RiskLevel, RunStatus, Verdict } from "../../../shared/verdicts.ts";

/** One word, one meaning: the values of the four facts about a run. Source: experience part 5, "Words". */
export const words = {
  decision: {
    GREEN: "Checks passed",
    YELLOW: "Passed with warnings",
    RED: "Checks failed",
    ERROR: "Check did not finish",
    UNKNOWN: "Decision not known",
  } satisfies Readonly<Record<RiskLevel, string>>,
  noDecision: "No decision recorded",
  status: {
    OK: "Finished",
    BLOCKED: "Blocked",
    ERROR: "Error",
  } satisfies Readonly<Record<RunStatus, string>>,
  noStatus: "Not known",
  check: {
    intact: "Record intact",
    "intact-anchored": "Intact, matches audit copy",
    "not-checked": "Not checked yet",
    checking: "Checking…",
    "cannot-check": "Cannot check",
    incomplete: "Record not complete",
    changed: "Record CHANGED",
  } satisfies Readonly<Record<Verdict, string>>,
  review: {
    none: "Not asked for",
    waiting: "Waiting for review",
    "on-hold": "On hold",
    approved: "Approved by a person",
    "approved-automatically": "Approved automatically",
    rejected: "Rejected",
    withdrawn: "Approval withdrawn",
  } satisfies Readonly<Record<ReviewState, string>>,
  role: {
    machinist: "Machinist",
    auditor: "Auditor",
    supervisor: "Supervisor",
    admin: "Admin",
  },
  facts: { decision: "Checks", status: "Status", check: "Record", review: "Review" },
  unreadable: "Cannot be read",
  none: "–",
  notRecorded: "Not recorded",
  unknown: "Not known",
} as const;
