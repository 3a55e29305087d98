const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MINUTE = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?Z$/;

/** The day (2026-11-20) of a moment that is written as ms since 1970. */
export function dayName(ms: number): string {
  return new Date(ms).toISOString().split("T")[0] ?? "";
}

/** The midnight with which a day (2026-11-20) begins, in ms since 1970 as if it were one of UTC; null for a day that no calendar has. */
export function findMidnight(day: string): number | null {
  const ms = DAY.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(ms) && dayName(ms) === day ? ms : null;
}

/** The same for a minute of a day (2026-11-20T14:00). */
export function findMinuteOfDay(text: string): number | null {
  const [, day = "", hours, minutes] = MINUTE.exec(text) ?? [];
  const midnight = findMidnight(day);
  return midnight === null ? null : midnight + (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** True for an instant of UTC (2026-11-20T13:00:00Z) that exists. */
export function isInstant(text: string): boolean {
  return findMidnight(INSTANT.exec(text)?.[1] ?? "") !== null;
}
