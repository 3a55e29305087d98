const MINUTE_S = 60;
const DAY_S = 86_400;

/** How far a clock was set back, in the two largest units that say something: `3 h`, `1 h 20 min`, `2 days`, `40 s`. */
export function clockStepText(from: string, to: string): string {
  const seconds = Math.round(Math.abs(Date.parse(from) - Date.parse(to)) / 1000);
  if (!Number.isFinite(seconds) || seconds < MINUTE_S) return `${Number.isFinite(seconds) ? seconds : 0} s`;
  if (seconds >= 2 * DAY_S) return `${Math.round(seconds / DAY_S)} days`;
  const minutes = Math.round(seconds / MINUTE_S);
  const hours = Math.floor(minutes / MINUTE_S);
  if (hours === 0) return `${minutes} min`;
  return minutes % MINUTE_S === 0 ? `${hours} h` : `${hours} h ${minutes % MINUTE_S} min`;
}

/** Whether a clock step is recent enough that a person should hear of it. */
export function isRecentStep(at: string, nowMs: number): boolean {
  return Math.abs(nowMs - Date.parse(at)) <= 7 * DAY_S * 1000;
}
