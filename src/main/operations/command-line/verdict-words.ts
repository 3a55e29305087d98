import type { Verdict } from "../../../shared/verdicts.ts";

const WORDS: Readonly<Record<Verdict, string>> = {
  intact: "Record intact. No change found since it was recorded.",
  "intact-anchored": "Record intact, confirmed by a receipt from outside.",
  "not-checked": "Record not checked yet.",
  checking: "Record is being checked.",
  "cannot-check": "Record cannot be checked.",
  incomplete: "Record is not complete.",
  changed: "RECORD CHANGED. It is not what was recorded. Do not use it. Tell your supervisor.",
};

/** What a verdict means, as one would say it. */
export function verdictWords(verdict: Verdict): string {
  return WORDS[verdict];
}

const BRIEF: Readonly<Record<Verdict, string>> = {
  intact: "intact",
  "intact-anchored": "intact, confirmed",
  "not-checked": "not checked",
  checking: "being checked",
  "cannot-check": "CANNOT CHECK",
  incomplete: "not complete",
  changed: "CHANGED",
};

/** The same in a table. Bad ones are in capitals: a terminal may show no colour. */
export function briefVerdict(verdict: Verdict): string {
  return BRIEF[verdict];
}

/** When a run was checked, as a clause; null while it was not. */
export function checkedWords(checkedAt: string | null): string | null {
  return checkedAt === null ? null : `Checked ${checkedAt.slice(0, 19).replace("T", " ")} UTC.`;
}
