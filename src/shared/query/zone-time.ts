import { AppError } from "../app-error.ts";
import { dayName, findMidnight, findMinuteOfDay } from "./calendar-text.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** How far from 1970 JavaScript counts instants. A month is kept back, so that a look around one stays inside. */
const FARTHEST_MS = 8_640_000_000_000_000 - 31 * DAY_MS;

/** What a zone's clock is ahead of UTC, in ms, at an instant. */
type OffsetAt = (ms: number) => number;

/** Instants from which on, until the next piece, a zone keeps one offset. */
interface OffsetPiece {
  readonly fromMs: number;
  readonly offsetMs: number;
}

/** No zone ever set its clock and set it back within so many days (Brazil took seven): where both ends agree, so does what lies between. */
const STRETCH_DAYS = 6;

const OFFSET_AT_END = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/;

const clocks = new Map<string, ZoneClock>();
/** A program meets a few zones; a caller that makes names up must not fill the memory. */
const KEPT_CLOCKS = 16;

/** The clock on the wall of one zone. Its readings are ms since 1970 as if it showed UTC. */
class ZoneClock {
  readonly #offsetAt: OffsetAt;
  /** Offsets at midnights of UTC, by the number of the day: asking the system costs microseconds, and days come by thousands. */
  readonly #asked = new Map<number, number>();
  /** Days without a change, those that were looked at last. */
  #steady: { readonly from: number; readonly to: number; readonly offsetMs: number } = { from: 0, to: -1, offsetMs: 0 };

  constructor(zone: string) {
    const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
    this.#offsetAt = (ms) => offsetOf(format.format(ms));
  }

  /** What the clock shows at an instant. */
  readingAt(ms: number): number {
    return ms + this.#offsetAt(ms);
  }

  /** The first instant at which the clock shows this reading, or has jumped over it. */
  firstInstantOf(reading: number): number {
    const day = Math.floor(reading / DAY_MS);
    // Nearly always: the clock is not set around it.
    if (this.#isSteady(day - 1, day + 2)) return reading - this.#steady.offsetMs;
    const pieces = this.#piecesAround(reading);
    for (const [index, { fromMs, offsetMs }] of pieces.entries()) {
      const instant = Math.max(fromMs, reading - offsetMs);
      const next = pieces[index + 1];
      if (next === undefined || instant < next.fromMs) return instant;
    }
    throw new Error("a zone has no piece of time");
  }

  /** The last instant before the clock goes past this reading for good: it shows readings twice when it is set back. */
  lastInstantOf(reading: number): number {
    const pieces = this.#piecesAround(reading);
    const index = pieces.findLastIndex(({ fromMs, offsetMs }) => fromMs + offsetMs <= reading);
    const piece = pieces[index];
    if (piece === undefined) throw new Error("a zone has no piece of time");
    const endMs = pieces[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
    return Math.min(reading - piece.offsetMs, endMs - 1);
  }

  /** The pieces in which the clock may show a reading: no zone was ever a whole day from UTC. */
  #piecesAround(reading: number): readonly OffsetPiece[] {
    const firstDay = Math.floor(reading / DAY_MS) - 1;
    const lastDay = Math.ceil(reading / DAY_MS) + 1;
    const pieces: OffsetPiece[] = [{ fromMs: firstDay * DAY_MS, offsetMs: this.#offsetOfDay(firstDay) }];
    for (let day = firstDay + 1; day <= lastDay; day++) {
      const before = this.#offsetOfDay(day - 1);
      const after = this.#offsetOfDay(day);
      if (before !== after) pieces.push({ fromMs: this.#changeWithin((day - 1) * DAY_MS, after), offsetMs: after });
    }
    return pieces;
  }

  #isSteady(fromDay: number, toDay: number): boolean {
    if (fromDay >= this.#steady.from && toDay <= this.#steady.to) return true;
    const [from, to] = [stretchOf(fromDay), stretchOf(toDay) + STRETCH_DAYS];
    const offsetMs = this.#ask(from);
    for (let day = from; day <= to; day += STRETCH_DAYS) if (this.#ask(day) !== offsetMs) return false;
    this.#steady = { from, to, offsetMs };
    return true;
  }

  #offsetOfDay(day: number): number {
    const first = stretchOf(day);
    const offset = this.#ask(first);
    return this.#ask(first + STRETCH_DAYS) === offset ? offset : this.#ask(day);
  }

  #ask(day: number): number {
    const known = this.#asked.get(day);
    if (known !== undefined) return known;
    const offset = this.#offsetAt(day * DAY_MS);
    this.#asked.set(day, offset);
    return offset;
  }

  /** The instant within a day of UTC from which on the clock has the offset that it has at the end of that day. */
  #changeWithin(fromMs: number, after: number): number {
    let [low, high] = [fromMs, fromMs + DAY_MS];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#offsetAt(middle) === after) high = middle;
      else low = middle;
    }
    return high;
  }
}

/** The day with which the stretch of a day begins. */
function stretchOf(day: number): number {
  return Math.floor(day / STRETCH_DAYS) * STRETCH_DAYS;
}

function offsetOf(text: string): number {
  const match = OFFSET_AT_END.exec(text);
  if (match === null) throw new Error(`no offset from UTC in "${text}"`);
  const [, sign, hours = "0", minutes = "0", seconds = "0"] = match;
  const ms = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS + Number(seconds) * 1000;
  return sign === "-" ? -ms : ms;
}

function clockOf(zone: string): ZoneClock {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const clock = newClock(zone);
  clocks.set(zone, clock);
  const oldest = clocks.keys().next().value;
  if (clocks.size > KEPT_CLOCKS && oldest !== undefined) clocks.delete(oldest);
  return clock;
}

function newClock(zone: string): ZoneClock {
  try {
    return new ZoneClock(zone);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const problem = `is not a time zone that is known here (${zone})`;
    throw new AppError("BAD_REQUEST", `zone ${problem}.`, { context: { field: "zone", problem }, cause: error });
  }
}

function bounded(ms: number): number {
  return Math.max(-FARTHEST_MS, Math.min(FARTHEST_MS, ms));
}

/** The midnight with which the day of an instant begins, as the clock reads it. */
function midnightBefore(clock: ZoneClock, ms: number): number {
  const midnight = Math.floor(clock.readingAt(ms) / DAY_MS) * DAY_MS;
  // A clock that is set back over midnight shows the evening again; it belongs to the day that had begun.
  return clock.firstInstantOf(midnight + DAY_MS) <= ms ? midnight + DAY_MS : midnight;
}

/** True when days of this zone can be told: every name of the IANA list, `UTC`, and offsets like `+05:30`. */
export function isKnownZone(zone: string): boolean {
  try {
    clockOf(zone);
    return true;
  } catch {
    // The only thing that making a clock refuses is its zone.
    return false;
  }
}

/** The day (2026-11-20) that an instant lies in. Throws BAD_REQUEST for an unknown zone, as all of these do. */
export function dayOf(ms: number, zone: string): string {
  return dayName(midnightBefore(clockOf(zone), bounded(ms)));
}

/** The instant at which the day of an instant began. A day may have 23, 24 or 25 hours and need not begin at 00:00. */
export function dayStartAt(ms: number, zone: string): number {
  const clock = clockOf(zone);
  return clock.firstInstantOf(midnightBefore(clock, bounded(ms)));
}

/** The instant at which a day (2026-11-20), or the day so many days later, begins; null for a day that no calendar has. */
export function findDayStart(day: string, zone: string, daysLater = 0): number | null {
  const midnight = findMidnight(day);
  return midnight === null ? null : clockOf(zone).firstInstantOf(bounded(midnight + daysLater * DAY_MS));
}

/**
 * Where each day between two instants begins, oldest first; the first is the beginning of the day of `fromMs`. Days that a zone left out
 * are not among them.
 */
export function dayStarts(fromMs: number, toMs: number, zone: string): number[] {
  return clockTimeStarts(fromMs, toMs, zone, [0]);
}

/**
 * The same for times of the day, at least one, in minutes after midnight: the first is the last of them at or before `fromMs`. A time that the clock jumps
 * over begins with the jump; one that it shows twice begins the first time.
 */
export function clockTimeStarts(fromMs: number, toMs: number, zone: string, minutesOfDay: readonly number[]): number[] {
  const clock = clockOf(zone);
  const [from, to] = [bounded(fromMs), bounded(Math.max(fromMs, toMs))];
  const starts: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  // A day early: times of today may all still lie ahead.
  for (let midnight = midnightBefore(clock, from) - DAY_MS; last <= to; midnight += DAY_MS) {
    for (const minutes of minutesOfDay) {
      const start = clock.firstInstantOf(midnight + minutes * MINUTE_MS);
      if (start > last && start <= to) starts.push(start);
      last = Math.max(last, start);
    }
  }
  return starts.slice(
    Math.max(
      0,
      starts.findLastIndex((start) => start <= from),
    ),
  );
}

/**
 * The first and the last instant of a minute on the clock of the zone (2026-11-20T14:00); null for one that no day has. A minute that the
 * clock jumped over has its last before its first.
 */
export function findMinute(text: string, zone: string): { readonly fromMs: number; readonly toMs: number } | null {
  const reading = findMinuteOfDay(text);
  if (reading === null) return null;
  const clock = clockOf(zone);
  return { fromMs: clock.firstInstantOf(reading), toMs: clock.lastInstantOf(reading + MINUTE_MS - 1) };
}

/** The same day so many months before the day of an instant (2026-11-20); the last of its month where that is shorter. */
export function dayMonthsBefore(ms: number, months: number, zone: string): string {
  const today = new Date(`${dayOf(ms, zone)}T00:00:00Z`);
  const month = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months + 1, 0));
  month.setUTCDate(Math.min(today.getUTCDate(), month.getUTCDate()));
  return dayName(month.getTime());
}
