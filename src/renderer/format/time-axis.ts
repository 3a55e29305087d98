import { dayOf, findDayStart } from "../../shared/query/zone-time.ts";
import { en } from "../text/en.ts";
import { wallMs, zoneOffsetMs } from "./zone-clock.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH = 30.4 * DAY;
const YEAR = 365.25 * DAY;
/** Width of a digit as a share of the size of the text, and the room around a label. */
const DIGIT_EM = 0.6;
const ROOM_EM = 1.4;
/** 1970-01-05 was a Monday. */
const FIRST_MONDAY = 4 * DAY;

type Unit = "clock" | "hours" | "days" | "months" | "years";

interface Step {
  readonly unit: Unit;
  readonly amount: number;
  readonly ms: number;
  /** Characters of its longest label. */
  readonly letters: number;
}

const clock = (ms: number, letters: number): Step => ({ unit: "clock", amount: ms, ms, letters });
const counted = (unit: Unit, amount: number, unitMs: number, letters: number): Step => ({
  ...{ unit, amount, ms: amount * unitMs, letters },
});

const STEPS: readonly Step[] = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => clock(seconds * SECOND, 8)),
  ...[1, 2, 5, 10, 15, 30, 60].map((minutes) => clock(minutes * MINUTE, 5)),
  ...[2, 3, 6, 12].map((hours) => counted("hours", hours, HOUR, 5)),
  ...[1, 7].map((days) => counted("days", days, DAY, 2)),
  ...[1, 3].map((months) => counted("months", months, MONTH, 3)),
  ...[1, 2, 5, 10, 50].map((years) => counted("years", years, YEAR, 4)),
];

/** A mark of a time axis with its label. */
export interface Tick {
  readonly atMs: number;
  readonly text: string;
}

/** What a stretch of ticks has in common: a day above hours, a month above days. */
export interface Heading {
  readonly fromMs: number;
  readonly toMs: number;
  /** The same in more and in fewer words, for more and less room. */
  readonly texts: readonly string[];
}

/** A time axis in the time of a zone. */
export interface TimeAxis {
  readonly ticks: readonly Tick[];
  /** In order, without gaps; empty where the ticks say everything. */
  readonly headings: readonly Heading[];
}

/** The span and the room to draw an axis in. */
export interface AxisRoom {
  readonly fromMs: number;
  readonly toMs: number;
  readonly widthPx: number;
  readonly textPx: number;
  readonly zone: string;
}

/** The finest axis whose labels do not touch. Where the clock was changed, the next label names the zone's time from then on. */
export function timeAxis(room: AxisRoom): TimeAxis {
  const spanMs = room.toMs - room.fromMs;
  const fits = (step: Step): boolean =>
    (step.ms / spanMs) * room.widthPx >= (step.letters * DIGIT_EM + ROOM_EM) * room.textPx;
  const step = STEPS.find(fits) ?? counted("years", 100, YEAR, 4);
  const dayPx = (DAY / spanMs) * room.widthPx;
  const hasRoomForWeekday = step.unit === "days" && step.amount === 1 && dayPx >= 5.5 * room.textPx;
  const ticks = tickInstants(step, room).map((atMs, index, all) => ({
    atMs,
    text: tickText(atMs, all[index - 1] ?? null, { step, zone: room.zone, hasRoomForWeekday }),
  }));
  return { ticks, headings: headingsFor(step.unit, room) };
}

function tickInstants(step: Step, { fromMs, toMs, zone }: AxisRoom): readonly number[] {
  const instants =
    step.unit === "clock" || step.unit === "hours"
      ? clockInstants(step, { fromMs, toMs, zone })
      : calendarInstants(step.unit, step.amount, { fromMs, toMs, zone });
  return instants.filter((atMs) => atMs >= fromMs && atMs <= toMs);
}

type Stretch = Pick<AxisRoom, "fromMs" | "toMs" | "zone">;

/** Instants at which the clock shows a round time. An hour that comes twice has both; several hours count its first only. */
function clockInstants(step: Step, { fromMs, toMs, zone }: Stretch): readonly number[] {
  const every = Math.min(step.ms, HOUR);
  const hours = step.unit === "hours" ? step.amount : 1;
  const found: number[] = [];
  let lastWall = Number.NEGATIVE_INFINITY;
  let atMs = roundUp(fromMs - every, every, zone);
  while (atMs <= toMs) {
    const wall = wallMs(atMs, zone);
    const isRepeated = hours > 1 && wall <= lastWall;
    if (Math.floor(wall / HOUR) % hours === 0 && !isRepeated) {
      found.push(atMs);
      lastWall = wall;
    }
    atMs = roundUp(atMs + 1, every, zone);
  }
  return found;
}

/** The first instant at or after `atMs` at which the clock shows a multiple of `every`. */
function roundUp(atMs: number, every: number, zone: string): number {
  const next = Math.ceil(wallMs(atMs, zone) / every) * every - zoneOffsetMs(atMs, zone);
  if (zoneOffsetMs(next, zone) === zoneOffsetMs(atMs, zone)) return next;
  return Math.ceil(wallMs(next, zone) / every) * every - zoneOffsetMs(next, zone);
}

/** Midnights that begin a day, a week, a month or a year, from the one before the stretch to the one after it. */
function calendarInstants(unit: Unit, amount: number, { fromMs, toMs, zone }: Stretch): readonly number[] {
  const found: number[] = [];
  let day = calendarFloor(Date.parse(dayOf(fromMs, zone)), unit, amount);
  while (true) {
    const atMs = findDayStart(new Date(day).toISOString().slice(0, 10), zone);
    if (atMs !== null) found.push(atMs);
    if (atMs === null || atMs > toMs) return found;
    day = calendarNext(day, unit, amount);
  }
}

/** Days are counted as the midnights of UTC that have their names. */
function calendarFloor(day: number, unit: Unit, amount: number): number {
  if (unit === "days") {
    const first = amount === 7 ? FIRST_MONDAY : 0;
    return Math.floor((day - first) / (amount * DAY)) * amount * DAY + first;
  }
  const date = new Date(day);
  const year = date.getUTCFullYear();
  if (unit === "years") return Date.UTC(Math.floor(year / amount) * amount, 0);
  return Date.UTC(year, Math.floor(date.getUTCMonth() / amount) * amount);
}

function calendarNext(day: number, unit: Unit, amount: number): number {
  const date = new Date(day);
  if (unit === "days") return day + amount * DAY;
  if (unit === "years") return Date.UTC(date.getUTCFullYear() + amount, 0);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + amount);
}

interface TickLook {
  readonly step: Step;
  readonly zone: string;
  readonly hasRoomForWeekday: boolean;
}

function tickText(atMs: number, beforeMs: number | null, { step, zone, hasRoomForWeekday }: TickLook): string {
  switch (step.unit) {
    case "clock":
    case "hours": {
      const seconds = step.ms < MINUTE ? ({ second: "2-digit" } as const) : {};
      const text = format(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...seconds }).format(atMs);
      const isChanged = beforeMs !== null && zoneOffsetMs(beforeMs, zone) !== zoneOffsetMs(atMs, zone);
      return isChanged ? en.timeline.axis.changedClock(text, zoneShort(atMs, zone)) : text;
    }
    case "days":
      return format(zone, hasRoomForWeekday ? { weekday: "short", day: "numeric" } : { day: "numeric" }).format(atMs);
    case "months":
      return format(zone, { month: "short" }).format(atMs);
    case "years":
      return format(zone, { year: "numeric" }).format(atMs);
  }
}

const DAY_LOOKS = [
  { weekday: "short", day: "numeric", month: "short", year: "numeric" },
  { weekday: "short", day: "numeric", month: "short" },
  { weekday: "short", day: "numeric" },
  { day: "numeric" },
] as const;
const MONTH_LOOKS = [{ month: "long", year: "numeric" }, { month: "long" }, { month: "short" }] as const;

function headingsFor(unit: Unit, { fromMs, toMs, zone }: AxisRoom): readonly Heading[] {
  if (unit === "years") return [];
  const over = ({ clock: "days", hours: "days", days: "months", months: "years" } as const)[unit];
  const looks = { days: DAY_LOOKS, months: MONTH_LOOKS, years: [{ year: "numeric" }] as const }[over];
  const starts = calendarInstants(over, 1, { fromMs, toMs, zone });
  return starts.slice(0, -1).map((start, index) => ({
    fromMs: start,
    toMs: starts[index + 1] ?? toMs,
    texts: looks.map((look) => format(zone, look).format(start).replace(",", "")),
  }));
}

function zoneShort(atMs: number, zone: string): string {
  const parts = format(zone, { timeZoneName: "short" }).formatToParts(atMs);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
}

const formats = new Map<string, Intl.DateTimeFormat>();

// Months and days are words of the window's language, not of the system's.
function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${Object.entries(options).join(" ")}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone });
  formats.set(key, made);
  return made;
}
