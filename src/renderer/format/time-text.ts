import { en } from "../text/en.ts";

/** Where and when the reader is. Injected, so that tests do not depend on the clock or the machine. */
export interface ReaderClock {
  readonly now: Date;
  /** IANA name; undefined is the zone of the machine. */
  readonly timeZone?: string;
}

const DAYS_WITH_WORDS = 7;
const MS_PER_DAY = 86_400_000;

/** The instant a stored time stands for, or null. Times of older stores without a zone are UTC, as their field names say. */
export function parseInstant(stored: string): Date | null {
  const hasTime = /\d[T ]\d/.test(stored);
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i.test(stored);
  const instant = new Date(hasTime && !hasZone ? `${stored.replace(" ", "T")}Z` : stored);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

/** A time as people say it: `Today 14:02`, `Yesterday 09:15`, `Tue 14:02`, after seven days `21 Nov 2025 14:02`. */
export function timeText(stored: string, clock: ReaderClock = { now: new Date() }): string {
  return inWords(stored, clock, en.time);
}

/** The same inside a sentence: `Checked today 14:02.` */
export function timeInSentence(stored: string, clock: ReaderClock = { now: new Date() }): string {
  return inWords(stored, clock, { today: en.time.todayInside, yesterday: en.time.yesterdayInside });
}

interface DayWords {
  readonly today: (time: string) => string;
  readonly yesterday: (time: string) => string;
}

function inWords(stored: string, clock: ReaderClock, words: DayWords): string {
  const instant = parseInstant(stored);
  if (instant === null) return stored;
  const time = formatWith(clock, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(instant);
  const days = daysBetween(instant, clock);
  if (days === 0) return words.today(time);
  if (days === 1) return words.yesterday(time);
  if (days > 1 && days < DAYS_WITH_WORDS) {
    return en.time.onDay(formatWith(clock, { weekday: "short" }).format(instant), time);
  }
  return en.time.onDay(formatWith(clock, { day: "numeric", month: "short", year: "numeric" }).format(instant), time);
}

/** The full local time with seconds and zone: `21 Nov 2026, 14:02:07 CET`. */
export function fullTimeText(stored: string, clock: ReaderClock = { now: new Date() }): string {
  const instant = parseInstant(stored);
  if (instant === null) return stored;
  return formatWith(clock, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  }).format(instant);
}

/** The same instant in UTC: `2026-11-21 13:02:07 UTC`. */
export function utcTimeText(stored: string): string {
  const instant = parseInstant(stored);
  return instant === null ? stored : `${instant.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** Hours and minutes with the zone, for the header: `14:02 CET`. */
export function clockText(clock: ReaderClock): string {
  return formatWith(clock, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" }).format(
    clock.now,
  );
}

/** The short name of the reader's zone: `CET`. */
export function zoneName(clock: ReaderClock = { now: new Date() }): string {
  const parts = formatWith(clock, { timeZoneName: "short" }).formatToParts(clock.now);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
}

/** The hour of an instant on the reader's clock, 0 to 23. */
export function hourOf(instant: Date, clock: ReaderClock): number {
  return Number(formatWith(clock, { hour: "2-digit", hourCycle: "h23" }).format(instant));
}

/** Calendar days from the instant to now in the reader's zone; negative for the future. */
export function daysBetween(instant: Date, clock: ReaderClock): number {
  const dayNumber = (date: Date): number => {
    const parts = formatWith(clock, { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(date);
    const value = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
    return Date.UTC(value("year"), value("month") - 1, value("day")) / MS_PER_DAY;
  };
  return dayNumber(clock.now) - dayNumber(instant);
}

/** Formats by what they were made of. Making one costs a hundred times what using it does, and a list of runs uses six for each row. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatWith({ timeZone }: ReaderClock, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  // A format for the zone of the machine is good only while the machine stays in it.
  const zone = timeZone ?? String(new Date().getTimezoneOffset());
  const key = `${zone} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  // Months and days are words of the window's language, not of the system's.
  const made = new Intl.DateTimeFormat("en-GB", { ...options, ...(timeZone ? { timeZone } : {}) });
  formats.set(key, made);
  return made;
}
