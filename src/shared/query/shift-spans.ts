import { clockTimeStarts } from "./zone-time.ts";

/** A shift that was or is worked. */
export interface ShiftSpan {
  readonly fromMs: number;
  /** Where the next begins. */
  readonly toMs: number;
}

const TWO_DAYS_MS = 2 * 86_400_000;

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(":").map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/** A workstation without shifts works one a day, from midnight. */
function minutesOfDay(shifts: readonly string[]): readonly number[] {
  return shifts.length === 0 ? [0] : [...new Set(shifts.map(minutesOf))].sort((one, other) => one - other);
}

/**
 * Where each shift between two instants begins, oldest first; the first is the beginning of the shift that runs at `fromMs`. `shifts` are times
 * of the day (06:00); without any, a shift is a day. Throws BAD_REQUEST for an unknown zone.
 */
export function shiftStarts(fromMs: number, toMs: number, zone: string, shifts: readonly string[]): number[] {
  return clockTimeStarts(fromMs, toMs, zone, minutesOfDay(shifts));
}

/** The shifts that touch the time between two instants, oldest first. */
export function shiftSpans(
  fromMs: number,
  toMs: number,
  zone: string,
  shifts: readonly string[],
): readonly ShiftSpan[] {
  const starts = shiftStarts(fromMs, toMs, zone, shifts);
  const last = starts.at(-1);
  // Two days hold the beginning of a shift, whatever the clock does.
  const beyond = last === undefined ? [] : shiftStarts(last, last + TWO_DAYS_MS, zone, shifts).slice(1, 2);
  const all = [...starts, ...beyond];
  return all.slice(0, -1).map((start, index) => ({ fromMs: start, toMs: all[index + 1] ?? start }));
}

/** The shift that runs at an instant. */
export function shiftAt(ms: number, zone: string, shifts: readonly string[]): ShiftSpan {
  const [span] = shiftSpans(ms, ms, zone, shifts);
  if (span === undefined) throw new Error("no shift runs");
  return span;
}
