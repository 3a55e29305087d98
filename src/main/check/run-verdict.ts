import type { Finding, FindingCode } from "../../shared/finding.ts";
import type { Verdict } from "../../shared/verdicts.ts";
import type { LedgerEntry } from "../store/ledger-entry.ts";

/** The verdicts a check can come to, from best to worst. An anchor is known only where receipts are. */
const RANKED = ["intact", "incomplete", "cannot-check", "changed"] as const satisfies readonly Verdict[];

type RunVerdict = (typeof RANKED)[number];

/**
 * What each finding leaves of the good name of a run, or of the folder. Something that is gone or unknown is never called changed, nor
 * intact; a damaged ledger says that something cannot be shown, not that a record is another.
 */
const VERDICT_OF: Readonly<Record<FindingCode, RunVerdict>> = {
  RECORD_MISSING: "cannot-check",
  RECORD_CHANGED: "changed",
  RECORD_UNREADABLE: "cannot-check",
  RECORD_FOREIGN: "cannot-check",
  RECORD_SCHEMA: "cannot-check",
  DIGEST_MISMATCH: "changed",
  DIGEST_PLACEHOLDER: "incomplete",
  DIGEST_CANNOT_CHECK: "cannot-check",
  ATTACHMENT_MISSING: "cannot-check",
  ATTACHMENT_CHANGED: "changed",
  ATTACHMENT_CANONICAL_MATCH: "intact",
  LINK_MISSING: "cannot-check",
  LINK_CHANGED: "changed",
  INCOMPLETE: "incomplete",
  DUPLICATE_RUN_ID: "cannot-check",
  LEDGER_DAMAGED: "cannot-check",
  LEDGER_TORN: "cannot-check",
  LEDGER_TRUNCATED: "cannot-check",
  LEDGER_MISSING: "cannot-check",
  LEDGER_LATE: "cannot-check",
  LEDGER_REWRITTEN: "changed",
  ROLLED_BACK: "changed",
  ENTRY_UNKNOWN: "intact",
  KEY_RESET: "cannot-check",
  CLOCK_STEPPED: "intact",
  CLOCK_BACKWARDS: "cannot-check",
  DAMAGE_RECORDED: "intact",
  JOURNAL_PENDING: "intact",
  JOURNAL_TORN: "cannot-check",
  JOURNAL_DAMAGED: "cannot-check",
  STORE_FILE_MISSING: "cannot-check",
  STORE_FILE_CHANGED: "changed",
  FOREIGN_FILE: "cannot-check",
  FILE_UNVOUCHED: "cannot-check",
  ORPHAN_ATTACHMENT: "intact",
  LEFTOVER: "intact",
  QUARANTINED: "intact",
  CATALOG_DIFFERS: "cannot-check",
  OUTSIDE_HEAD_UNREADABLE: "cannot-check",
  OUTSIDE_HEAD_UNSIGNED: "cannot-check",
};

/** Every verdict, from what one hopes for to what one fears. */
const RISING: readonly Verdict[] = [
  "intact-anchored",
  "intact",
  "checking",
  "not-checked",
  "incomplete",
  "cannot-check",
  "changed",
];

/** The verdict of a run where a receipt confirms the first `anchored` entries: intact runs that were recorded among them are anchored. */
export function anchoredVerdict(verdict: Verdict, entries: readonly LedgerEntry[], anchored: number): Verdict {
  const vouching = entries.filter(({ sha256, kind }) => sha256 !== undefined || kind === "run.recorded");
  const isAnchored = vouching.length > 0 && vouching.every(({ seq }) => seq < anchored);
  return verdict === "intact" && isAnchored ? "intact-anchored" : verdict;
}

/** The worst of verdicts; `not-checked` of none. */
export function worstVerdict(verdicts: Iterable<Verdict>): Verdict {
  const ranks = [...verdicts].map((verdict) => RISING.indexOf(verdict));
  return RISING[Math.max(...ranks)] ?? "not-checked";
}

/**
 * The verdict over everything a check found: the worst of `changed`, `cannot-check`, `incomplete`, `intact`.
 * A finding softened to a warning says that the bytes are as they came, so it can no longer mean `changed`.
 */
export function runVerdict(findings: readonly Finding[]): Verdict {
  const verdicts = findings.map(({ code, severity }) => {
    const verdict = VERDICT_OF[code];
    return verdict === "changed" && severity !== "error" ? "cannot-check" : verdict;
  });
  return RANKED.findLast((verdict) => verdicts.includes(verdict)) ?? "intact";
}
