import { AppError } from "../app-error.ts";
import type { RunFilters } from "../operations/run-operations.ts";
import { isInstant } from "./calendar-text.ts";
import type { DateChoice, RunQuery } from "./run-query.ts";
import { shiftAt } from "./shift-spans.ts";
import { dayMonthsBefore, dayOf, findDayStart, findMinute } from "./zone-time.ts";

/** When and where a query is asked: what "today" and "this shift" mean. */
export interface QueryMoment {
  readonly now: Date;
  /** The zone whose days count (Europe/Berlin). */
  readonly zone: string;
  /** Where each shift begins (06:00); empty where a shift is a day. */
  readonly shifts: readonly string[];
}

type Boundaries = Pick<RunFilters, "from" | "to">;

const HOUR_MS = 3_600_000;
/** Timestamps of records have years of four digits. */
const FIRST_MS = Date.parse("0000-01-01T00:00:00.000Z");
const LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");

/**
 * The query as the operations take it, its dates become instants. Throws BAD_REQUEST for an unknown zone and for a date that does not
 * exist.
 */
export function resolveQuery(query: RunQuery, moment: QueryMoment): RunFilters {
  const { date, text, ...rest } = query;
  return { ...rest, text: text.trim(), ...boundariesOf(date, moment) };
}

function boundariesOf(date: DateChoice, { now, zone, shifts }: QueryMoment): Boundaries {
  const nowMs = now.getTime();
  switch (date.kind) {
    case "any":
      return { from: null, to: null };
    case "shift":
      return { from: instantText(shiftAt(nowMs, zone, shifts).fromMs), to: null };
    case "last":
      return { from: instantText(startOfLast(date, nowMs, zone)), to: null };
    case "range":
      return {
        from: date.from === null ? null : fromText(date.from, zone),
        to: date.to === null ? null : toText(date.to, zone),
      };
  }
}

function startOfLast({ amount, unit }: Extract<DateChoice, { kind: "last" }>, nowMs: number, zone: string): number {
  if (unit === "hour") return nowMs - amount * HOUR_MS;
  if (unit === "day") return found(findDayStart(dayOf(nowMs, zone), zone, 1 - amount), "from");
  return found(findDayStart(dayMonthsBefore(nowMs, amount, zone), zone), "from");
}

function fromText(text: string, zone: string): string {
  if (isInstant(text)) return text;
  return instantText(found(findDayStart(text, zone) ?? findMinute(text, zone)?.fromMs ?? null, "from", text));
}

/** Timestamps have microseconds: the last of them still belongs to the day. */
function toText(text: string, zone: string): string {
  if (isInstant(text)) return text;
  const nextDay = findDayStart(text, zone, 1);
  const lastMs = nextDay === null ? (findMinute(text, zone)?.toMs ?? null) : nextDay - 1;
  return instantText(found(lastMs, "to", text)).replace("Z", "999Z");
}

function found(ms: number | null, field: "from" | "to", text = ""): number {
  if (ms !== null) return ms;
  const problem = "is not a date or time that exists";
  throw new AppError("BAD_REQUEST", `"${text}" ${problem} (${field}).`, {
    context: { field: `date.${field}`, problem },
  });
}

function instantText(ms: number): string {
  return new Date(Math.max(FIRST_MS, Math.min(LAST_MS, ms))).toISOString();
}
