import { findMidnight, findMinuteOfDay, isInstant } from "./calendar-text.ts";
import { BrokenQuery } from "./query-error.ts";
import type { QueryTerm, QueryText } from "./query-terms.ts";
import type { DateChoice } from "./run-query.ts";

type Last = Extract<DateChoice, { kind: "last" }>;

const POINTS = ["2026-11-20", "2026-11-20T14:00", "2026-11-20T13:00:00Z"] as const;
const SPANS = ["7d", "12h", "2w", "3m", "today", "yesterday"] as const;

/** Longest span in its own unit. */
const MOST = 10_000;

const UNITS: Readonly<Record<string, readonly [unit: Last["unit"], times: number]>> = {
  h: ["hour", 1],
  hour: ["hour", 1],
  hours: ["hour", 1],
  d: ["day", 1],
  day: ["day", 1],
  days: ["day", 1],
  w: ["day", 7],
  week: ["day", 7],
  weeks: ["day", 7],
  m: ["month", 1],
  month: ["month", 1],
  months: ["month", 1],
};

const LAST_DAYS: Readonly<Record<string, number>> = { today: 1, yesterday: 2 };

/** The date of a query while its terms come in. Each of these throws {@link BrokenQuery}. */
export class DateDraft {
  /** A span that ends now, a day or a shift: nothing more can be said beside one. */
  #whole: DateChoice | null = null;
  #from: string | null = null;
  #to: string | null = null;

  since(value: QueryText, term: QueryTerm): void {
    const since = readSince(value);
    if (typeof since !== "string") this.whole(since, term);
    else this.#from = onlyOne(this.#from, since, term);
    this.#refuseBoth(term);
  }

  until(value: QueryText, term: QueryTerm): void {
    this.#to = onlyOne(this.#to, readPoint(value), term);
    this.#refuseBoth(term);
  }

  on(value: QueryText, term: QueryTerm): void {
    this.whole(readDay(value), term);
  }

  whole(date: DateChoice, term: QueryTerm): void {
    if (this.#whole !== null && JSON.stringify(this.#whole) !== JSON.stringify(date)) {
      throw new BrokenQuery(term, "set-twice");
    }
    this.#whole = date;
    this.#refuseBoth(term);
  }

  finish(): DateChoice {
    if (this.#whole !== null) return this.#whole;
    if (this.#from === null && this.#to === null) return { kind: "any" };
    return { kind: "range", from: this.#from, to: this.#to };
  }

  #refuseBoth(term: QueryTerm): void {
    if (this.#whole !== null && (this.#from !== null || this.#to !== null)) throw new BrokenQuery(term, "not-together");
  }
}

/** The value of something that has one. Throws {@link BrokenQuery} where another was given before. */
export function onlyOne<Value>(before: Value | null, value: Value, term: QueryTerm): Value {
  if (before === null || before === value) return value;
  throw new BrokenQuery(term, "set-twice");
}

/** What `since:` says: a span that ends now, or a day or time from which on. */
function readSince(value: QueryText): Last | string {
  const word = value.text.trim().toLowerCase();
  const days = Object.hasOwn(LAST_DAYS, word) ? LAST_DAYS[word] : undefined;
  if (days !== undefined) return { kind: "last", amount: days, unit: "day" };
  const span = /^(\d+) *([a-z]*)$/.exec(word);
  return span === null ? readPoint(value, [...SPANS, ...POINTS]) : lastOf(value, span[1] ?? "", span[2] ?? "");
}

function lastOf(value: QueryText, digits: string, unitWord: string): Last {
  const found = Object.hasOwn(UNITS, unitWord) ? UNITS[unitWord] : undefined;
  if (found === undefined) throw new BrokenQuery(value, "bad-unit", { allowed: SPANS });
  const [unit, times] = found;
  const amount = Number(digits) * times;
  if (amount < 1 || amount > MOST) throw new BrokenQuery(value, "bad-amount", { allowed: SPANS });
  return { kind: "last", amount, unit };
}

/** A day, a minute or an instant. */
function readPoint(value: QueryText, allowed: readonly string[] = POINTS): string {
  const text = value.text.trim().toUpperCase();
  if (isPoint(text)) return text;
  throw new BrokenQuery(value, /^\d{4}-\d{2}-\d{2}(T|$)/.test(text) ? "no-such-day" : "no-date", { allowed });
}

function readDay(value: QueryText): DateChoice {
  const text = value.text.trim();
  if (text.toLowerCase() === "today") return { kind: "last", amount: 1, unit: "day" };
  if (findMidnight(text) !== null) return { kind: "range", from: text, to: text };
  const problem = /^\d{4}-\d{2}-\d{2}$/.test(text) ? "no-such-day" : "no-date";
  throw new BrokenQuery(value, problem, { allowed: ["today", POINTS[0]] });
}

function isPoint(text: string): boolean {
  return findMidnight(text) !== null || findMinuteOfDay(text) !== null || isInstant(text);
}
