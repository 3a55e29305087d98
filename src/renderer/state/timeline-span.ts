import { type ShiftSpan, shiftAt } from "../../shared/query/shift-spans.ts";
import { dayOf, findDayStart } from "../../shared/query/zone-time.ts";
import { zoneOffsetMs } from "../format/zone-clock.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Nearer than this there is nothing more to tell apart; further than this no shop has runs. */
const SHORTEST = MINUTE;
const LONGEST = 100 * 365.25 * DAY;
/** Where calendars of four digits end; a broken clock writes anything. */
const EARLIEST = Date.UTC(1000, 0);
const LATEST = Date.UTC(9000, 0);

/** Lengths of time that people count in; one block stands for one of them. */
const CELLS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 91, 182, 364, 728, 1820, 3640].map((days) => days * DAY),
];
/** Cells of whole weeks begin on Mondays: 1970-01-05 was one. */
const FIRST_MONDAY = 4 * DAY;
/** A block tells where its runs lie to about two pixels. */
const FINEST_PX = 2;
const MOST_BINS = 2048;

/** Nearer to the end than this, a run is moved in by the margin, as shares of the span. */
const EDGE = 0.01;
const MARGIN = 0.25;

/** Times from and to, in milliseconds since 1970. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Places in time that have a button. */
export const JUMPS = ["today", "shift", "yesterday", "week"] as const;

/** A place in time that has a button. */
export type Jump = (typeof JUMPS)[number];

/** Where and when the reader is. */
export interface SpanClock {
  readonly nowMs: number;
  readonly zone: string;
  readonly shifts: readonly string[];
}

/** What a jump shows: the whole day or shift, even where it still goes on. A week is seven days with today. */
export function jumpSpan(jump: Jump, { nowMs, zone, shifts }: SpanClock): TimeSpan {
  const day = (later: number): number => findDayStart(dayOf(nowMs, zone), zone, later) ?? nowMs;
  switch (jump) {
    case "today":
      return { fromMs: day(0), toMs: day(1) };
    case "yesterday":
      return { fromMs: day(-1), toMs: day(0) };
    case "week":
      return { fromMs: day(-6), toMs: day(1) };
    case "shift":
      return onlySpan(shiftAt(nowMs, zone, shifts));
  }
}

function onlySpan({ fromMs, toMs }: ShiftSpan): TimeSpan {
  return { fromMs, toMs };
}

/** A span that shows everything between two instants, with a little room beside them. */
export function wholeSpan(firstMs: number, lastMs: number): TimeSpan {
  const room = Math.max((lastMs - firstMs) * 0.02, HOUR / 2);
  return kept({ fromMs: firstMs - room, toMs: lastMs + room });
}

/** The span seen from nearer (`factor` above 1) or further away, with `aroundMs` where it was. */
export function zoomedSpan(span: TimeSpan, factor: number, aroundMs: number): TimeSpan {
  const length = span.toMs - span.fromMs;
  const next = Math.max(SHORTEST, Math.min(LONGEST, length / factor));
  const share = (aroundMs - span.fromMs) / length;
  const fromMs = aroundMs - share * next;
  return kept({ fromMs, toMs: fromMs + next });
}

/** The span moved by a length of time; later for a positive one. */
export function pannedSpan({ fromMs, toMs }: TimeSpan, byMs: number): TimeSpan {
  return kept({ fromMs: fromMs + byMs, toMs: toMs + byMs });
}

/** The span moved only as far as needed to have an instant well inside. */
export function spanWith(span: TimeSpan, atMs: number): TimeSpan {
  const length = span.toMs - span.fromMs;
  const [edge, margin] = [length * EDGE, length * MARGIN];
  if (atMs < span.fromMs + edge) return pannedSpan(span, atMs - span.fromMs - margin);
  if (atMs > span.toMs - edge) return pannedSpan(span, atMs - span.toMs + margin);
  return span;
}

function kept({ fromMs, toMs }: TimeSpan): TimeSpan {
  const length = Math.min(LONGEST, Math.max(SHORTEST, toMs - fromMs));
  const from = Math.round(Math.max(EARLIEST, Math.min(LATEST - length, fromMs)));
  return { fromMs: from, toMs: from + Math.round(length) };
}

/** What to ask for so that blocks of `cellMs` can be drawn, each counted in `binsPerCell` parts. */
export interface BinPlan extends TimeSpan {
  readonly bins: number;
  readonly cellMs: number;
  readonly binsPerCell: number;
}

/**
 * How to count runs for a span drawn `widthPx` wide with blocks of at least `blockPx`. Blocks begin where the clock of the zone shows round
 * times, so that they stay what they are while one moves through time.
 */
export function binPlan(span: TimeSpan, room: { widthPx: number; blockPx: number; zone: string }): BinPlan {
  const length = span.toMs - span.fromMs;
  const msPerPx = length / Math.max(1, room.widthPx);
  const cellMs = CELLS.find((cell) => cell >= room.blockPx * msPerPx) ?? Math.ceil(length / 8 / DAY) * DAY;
  const offset = zoneOffsetMs((span.fromMs + span.toMs) / 2, room.zone) - FIRST_MONDAY;
  const fromMs = Math.floor((span.fromMs + offset) / cellMs) * cellMs - offset;
  const cells = Math.max(1, Math.ceil((span.toMs - fromMs) / cellMs));
  const wanted = Math.round(cellMs / msPerPx / FINEST_PX);
  const binsPerCell = Math.max(1, Math.min(wanted, Math.floor(MOST_BINS / cells)));
  return { fromMs, toMs: fromMs + cells * cellMs, bins: cells * binsPerCell, cellMs, binsPerCell };
}
