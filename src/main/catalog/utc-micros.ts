/**
 * Times further from 1970 share the sort key of this one: what SQLite and JavaScript both hold exactly ends in the
 * years 1684 and 2255.
 */
export const MAX_UTC_MICROS = 9_000_000_000_000_000;

const MICROS_PER_MS = 1000;
const MICROS_PER_MINUTE = 60_000_000;

const TIMESTAMP =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,20}))?)?(?:Z|z|([+-])(\d{2}):?(\d{2}))?)?$/;

/**
 * Microseconds since 1970 of a timestamp as any of the older stores spells it: `2025-12-18T10:00:00Z`, with a fraction
 * (digits behind the sixth are dropped), with `+01:00` or `+0100`, with a space for the `T`, without an offset (UTC),
 * or a date alone (its midnight). Null for everything else. Source: older-stores, "Timestamps".
 */
export function findUtcMicros(text: string): number | null {
  const match = TIMESTAMP.exec(text);
  if (match === null) return null;
  const part = (group: number): number => Number(match[group] ?? 0);
  const midnight = findMidnight(part(1), part(2), part(3));
  const offsetMinutes = findOffsetMinutes(match);
  if (midnight === null || offsetMinutes === null) return null;
  const [hours, minutes, seconds] = [part(4), part(5), part(6)];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const fraction = Number((match[7] ?? "").slice(0, 6).padEnd(6, "0"));
  const micros = midnight + (hours * 60 + minutes - offsetMinutes) * MICROS_PER_MINUTE + seconds * 1_000_000 + fraction;
  return Math.max(-MAX_UTC_MICROS, Math.min(MAX_UTC_MICROS, micros));
}

function findMidnight(year: number, month: number, day: number): number | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.getTime() * MICROS_PER_MS;
}

/** 0 where no offset is written. */
function findOffsetMinutes(match: RegExpExecArray): number | null {
  const [sign, hours, minutes] = [match[8], match[9], match[10]];
  if (sign === undefined) return 0;
  if (Number(hours) > 23 || Number(minutes) > 59) return null;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** `2025-12-18T10:00:00.000000Z`: the way records written here spell a time. */
export function utcMicrosText(micros: number): string {
  const ms = Math.floor(micros / MICROS_PER_MS);
  const rest = micros - ms * MICROS_PER_MS;
  return `${new Date(ms).toISOString().slice(0, -1)}${String(rest).padStart(3, "0")}Z`;
}

/** True when `text` says its own offset in the form every reader agrees on, so that it can be shown as it stands. */
export function isPlainTimestamp(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/.test(text);
}
