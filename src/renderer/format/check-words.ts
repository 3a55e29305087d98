import type { Finding } from "../../shared/finding.ts";
import type { RunStatus, Verdict } from "../../shared/verdicts.ts";
import { en } from "../text/en.ts";
import { daysBetween, hourOf, parseInstant, type ReaderClock, timeInSentence } from "./time-text.ts";

const words = en.runPage.check;

const JUST_NOW_MS = 60_000;
/** The ledger tells of a check of everything a moment after its report was made. */
const ENTRY_LAG_MS = 30_000;
const EVENING_HOUR = 18;
const MORNING_HOUR = 7;

/** When a record was checked and by which check: `Checked just now.`, `Checked by last night's check of everything.` */
export function whenChecked(
  checkedAt: string | null,
  lastFullCheckAt: string | null,
  clock: ReaderClock = { now: new Date() },
): string {
  const at = checkedAt === null ? null : parseInstant(checkedAt);
  if (checkedAt === null || at === null) return words.neverChecked;
  if (isFullCheck(at, lastFullCheckAt)) {
    return isLastNight(at, clock) ? words.byLastNight : words.byFullCheck(timeInSentence(checkedAt, clock));
  }
  const ageMs = clock.now.getTime() - at.getTime();
  return ageMs >= 0 && ageMs < JUST_NOW_MS ? words.justNow : words.checkedAt(timeInSentence(checkedAt, clock));
}

function isFullCheck(at: Date, lastFullCheckAt: string | null): boolean {
  const full = lastFullCheckAt === null ? null : parseInstant(lastFullCheckAt);
  if (full === null) return false;
  const lagMs = full.getTime() - at.getTime();
  return lagMs >= 0 && lagMs <= ENTRY_LAG_MS;
}

/** From yesterday evening to this morning, by the reader's clock. */
function isLastNight(at: Date, clock: ReaderClock): boolean {
  const hour = hourOf(at, clock);
  const days = daysBetween(at, clock);
  return (days === 1 && hour >= EVENING_HOUR) || (days === 0 && hour < MORNING_HOUR);
}

/** What a check says, in a sentence: what is so, what it means, what to do. `lead`: the finding that decided it. */
export function checkSentence(verdict: Verdict, lead: Finding | null, status: RunStatus | null): string {
  if (verdict === "incomplete") return incompleteSentence(lead, status);
  if (lead !== null && verdict !== "intact" && verdict !== "intact-anchored") return lead.what_to_do;
  return words.sentence[verdict];
}

function incompleteSentence(lead: Finding | null, status: RunStatus | null): string {
  const missing = lead?.code === "DIGEST_PLACEHOLDER" ? words.checkMissing : words.sentence.incomplete;
  return status === "BLOCKED" ? `${missing} ${words.blockedForIt}` : missing;
}
