import { en } from "../text/en.ts";
import { countText } from "./number-text.ts";
import { parseInstant } from "./time-text.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Up to here hours say more than days. */
const MOST_HOURS = 48;

/** How long ago something was, as exact as it matters: `5 min`, `3 h`, `12 days`. Null for a time that cannot be read. */
export function ageText(stored: string, nowMs: number): string | null {
  const instant = parseInstant(stored);
  if (instant === null) return null;
  // A clock that was set back makes what is new look as if it came from tomorrow.
  const ageMs = Math.max(0, nowMs - instant.getTime());
  if (ageMs < HOUR_MS) return en.time.minutes(Math.max(1, Math.floor(ageMs / MINUTE_MS)));
  const hours = Math.floor(ageMs / HOUR_MS);
  if (hours < MOST_HOURS) return en.time.hours(hours);
  return en.time.days(countText(Math.floor(ageMs / DAY_MS)));
}
