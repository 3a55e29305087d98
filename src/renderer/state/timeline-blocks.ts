import { BLOCK_STATES, type BlockState, type Timeline } from "../../shared/operations/list-operations.ts";
import type { BinPlan, TimeSpan } from "./timeline-span.ts";

/** A lane of the timeline. */
export interface Lane {
  /** Null: runs without a value, or all others. */
  readonly value: string | null;
  readonly others: boolean;
  readonly total: number;
}

/** The clock of the workstation jumped here; by a negative length when it was set back. */
export interface ClockJump {
  readonly atMs: number;
  readonly byMs: number;
}

/** Runs counted over time, as they were asked for. */
export interface TimelineData extends BinPlan {
  readonly lanes: readonly Lane[];
  /** Lane by lane, `bins` for each. */
  readonly counts: Uint32Array;
  readonly worst: Uint8Array;
  readonly clock: readonly ClockJump[];
  readonly total: number;
  /** First and last run of the selection, whatever the span; null for no runs. */
  readonly whole: TimeSpan | null;
}

/** Runs that lie close together, drawn as one mark. */
export interface Block {
  /** Place of its lane. */
  readonly lane: number;
  /** The round span it stands for. */
  readonly cell: TimeSpan;
  /** Where its runs lie inside the cell, as exactly as they were counted. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
  readonly worst: BlockState;
}

/** What a whole selection looks like, whatever the span. */
export interface WholeSelection {
  readonly span: TimeSpan | null;
  /** Its lanes, most runs first. */
  readonly lanes: readonly Lane[];
}

/** The selection that an answer without a span tells of. */
export function wholeSelection(answer: Timeline): WholeSelection {
  return { span: wholeOf(answer), lanes: answer.lanes.toSorted(byTotal) };
}

/** Lanes with as many runs stand in the order of their names, counted as people count; what has no name comes last. */
function byTotal(one: Lane, other: Lane): number {
  if (one.others !== other.others) return one.others ? 1 : -1;
  if (one.total !== other.total) return other.total - one.total;
  if (one.value === null || other.value === null) return one.value === null ? 1 : -1;
  return one.value.localeCompare(other.value, "en", { numeric: true });
}

/** The answer with its counts as numbers, and its lanes where they are in the whole selection. `plan` is what was asked. */
export function timelineData(answer: Timeline, plan: BinPlan, whole: WholeSelection): TimelineData {
  const counts = asCounts(answer.counts, answer.lanes.length * plan.bins);
  return {
    ...plan,
    ...inOrder({ lanes: answer.lanes, counts, worst: answer.worst }, plan.bins, whole.lanes),
    clock: answer.clock
      .map(({ at, by_ms: byMs }) => ({ atMs: Date.parse(at), byMs }))
      .filter(({ atMs }) => Number.isFinite(atMs)),
    total: answer.total,
    whole: whole.span,
  };
}

type Counted = Pick<TimelineData, "lanes" | "counts" | "worst">;

/**
 * Lanes keep their places while one moves through time, those without a run in the span too. Where there are more lanes than are told
 * apart, the span decides which they are.
 */
function inOrder(counted: Counted, bins: number, order: readonly Lane[]): Counted {
  if (order.some(({ others }) => others) || counted.lanes.some(({ others }) => others)) return counted;
  const places = new Map(counted.lanes.map(({ value }, place) => [value, place]));
  const known = new Set(order.map(({ value }) => value));
  // A run may have begun a lane since the order was read.
  const lanes = [...order, ...counted.lanes.filter(({ value }) => !known.has(value))];
  const counts = new Uint32Array(lanes.length * bins);
  const worst = new Uint8Array(lanes.length * bins);
  const totals = lanes.map(({ value }, lane) => {
    const place = places.get(value);
    if (place === undefined) return 0;
    counts.set(counted.counts.subarray(place * bins, (place + 1) * bins), lane * bins);
    worst.set(counted.worst.subarray(place * bins, (place + 1) * bins), lane * bins);
    return counted.lanes[place]?.total ?? 0;
  });
  return { lanes: lanes.map((lane, place) => ({ ...lane, total: totals[place] ?? 0 })), counts, worst };
}

/** First and last run of the selection; null for no runs. */
export function wholeOf({ first, last }: Pick<Timeline, "first" | "last">): TimeSpan | null {
  if (first === null || last === null) return null;
  const [fromMs, toMs] = [Date.parse(first), Date.parse(last)];
  return Number.isFinite(fromMs) && Number.isFinite(toMs) ? { fromMs, toMs } : null;
}

/** A view of the bytes where they lie on a boundary of four, else a copy. */
function asCounts(bytes: Uint8Array, length: number): Uint32Array {
  const usable = Math.min(length, Math.floor(bytes.byteLength / 4));
  if (bytes.byteOffset % 4 === 0) return new Uint32Array(bytes.buffer, bytes.byteOffset, usable);
  return new Uint32Array(bytes.slice(0, usable * 4).buffer);
}

const known = new WeakMap<TimelineData, readonly (readonly Block[])[]>();

/** The blocks of each lane, oldest first. They are worked out once for each answer. */
export function blocksByLane(data: TimelineData): readonly (readonly Block[])[] {
  const before = known.get(data);
  if (before !== undefined) return before;
  const blocks = data.lanes.map((_, lane) => blocksOfLane(data, lane));
  known.set(data, blocks);
  return blocks;
}

function blocksOfLane(data: TimelineData, lane: number): readonly Block[] {
  const blocks: Block[] = [];
  for (let first = 0; first < data.bins; first += data.binsPerCell) {
    const block = blockOfCell(data, lane, first);
    if (block !== null) blocks.push(block);
  }
  return blocks;
}

/** The runs of one cell as a block; null for none. */
function blockOfCell(data: TimelineData, lane: number, firstBin: number): Block | null {
  const start = lane * data.bins;
  let [count, worst, from, to] = [0, 0, -1, -1];
  for (let bin = firstBin; bin < firstBin + data.binsPerCell; bin += 1) {
    const inBin = data.counts[start + bin] ?? 0;
    if (inBin === 0) continue;
    count += inBin;
    worst = Math.max(worst, data.worst[start + bin] ?? 0);
    if (from === -1) from = bin;
    to = bin + 1;
  }
  if (count === 0) return null;
  const binMs = data.cellMs / data.binsPerCell;
  const cellFrom = data.fromMs + firstBin * binMs;
  return {
    ...{ lane, count, worst: BLOCK_STATES[worst] ?? "UNKNOWN" },
    cell: { fromMs: cellFrom, toMs: cellFrom + data.cellMs },
    ...{ fromMs: data.fromMs + from * binMs, toMs: data.fromMs + to * binMs },
  };
}

/** The block of a lane whose cell an instant lies in; null for none. */
export function blockAt(data: TimelineData, lane: number, atMs: number): Block | null {
  const blocks = blocksByLane(data)[lane] ?? [];
  return blocks.find(({ cell }) => atMs >= cell.fromMs && atMs < cell.toMs) ?? null;
}

/** The place of a lane by its value; -1 for none. Runs that stand for all others are in no lane of their own. */
export function laneIndex(data: TimelineData, value: string | null): number {
  return data.lanes.findIndex((lane) => lane.value === value && !lane.others);
}
