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
