import { AppError } from "../../shared/app-error.ts";
import type { OperationRequest } from "../../shared/operation-table.ts";
import { BLOCK_STATES, type BlockState, type Timeline } from "../../shared/operations/list-operations.ts";
import type { RunRow } from "../../shared/operations/run-operations.ts";
import { integerColumn } from "./column-value.ts";
import type { NameTable } from "./name-table.ts";
import { firstNotBelow, within } from "./place-list.ts";
import type { RowReader } from "./row-reader.ts";
import type { RunColumns } from "./run-columns.ts";
import type { RunCounts } from "./run-counts.ts";
import { type LaneParts, type LaneSet, lanesOf, placesOfLane } from "./timeline-lanes.ts";
import { findUtcMicros, utcMicrosText } from "./utc-micros.ts";

/** More steps of a clock than a span can show. */
const MAX_CLOCK_STEPS = 200;

/** What the timeline stands on. */
export interface TimelineParts extends LaneParts {
  readonly counts: RunCounts;
  readonly rows: RowReader;
}

/** Counts runs over time, and steps from run to run. */
export class TimelineReader {
  readonly #parts: TimelineParts;

  constructor(parts: TimelineParts) {
    this.#parts = parts;
  }

  /** Source: experience, TML. Throws BAD_REQUEST for a span that ends before it begins. */
  read(request: OperationRequest<"timeline.read">): Timeline {
    const columns = this.#parts.columns();
    const found = this.#parts.counts.places(request.filters);
    const [first, last] = [found[0], found.at(-1)];
    if (first === undefined || last === undefined) return emptyTimeline(request);
    const [firstUs, lastUs] = [timeAt(columns, first), timeAt(columns, last)];
    const fromUs = microsOf(request.from, "from") ?? firstUs;
    const toUs = microsOf(request.to, "to") ?? lastUs;
    if (toUs < fromUs) throw badSpan();
    const places = within(found, columns.lowerBound(fromUs), columns.lowerBound(toUs + 1));
    const laneSet = lanesOf(places, request, this.#parts);
    const blocks = countBlocks(places, laneSet, {
      bins: request.bins,
      fromUs,
      toUs,
      columns,
      names: this.#parts.names,
    });
    return {
      ...{ from: utcMicrosText(fromUs), to: utcMicrosText(toUs) },
      ...{ first: utcMicrosText(firstUs), last: utcMicrosText(lastUs), bins: request.bins },
      lanes: [...laneSet.lanes],
      ...blocks,
      clock: this.#clockSteps(fromUs, toUs),
      total: places.length,
    };
  }

  /** The run next to an instant or a run in its lane; null at the end. Throws RUN_NOT_FOUND for a run that is not there. */
  step(request: OperationRequest<"timeline.step">): RunRow | null {
    const { direction, filters, lane, lane_value: value, start } = request;
    const columns = this.#parts.columns();
    const places = placesOfLane(this.#parts.counts.places(filters), lane, value, this.#parts);
    const at = "at" in start ? null : this.#placeOfRun(start.run_id);
    const bound = at ?? columns.lowerBound(microsOf("at" in start ? start.at : null, "start.at") ?? 0);
    const place =
      direction === "later"
        ? within(places, at === null ? bound : bound + 1, columns.length)[0]
        : within(places, 0, bound).at(-1);
    return place === undefined ? null : (this.#parts.rows.rows([columns.ridAt(place)])[0] ?? null);
  }

  #placeOfRun(runId: string): number {
    const rid = this.#parts.rows.findRid(runId);
    const place = rid === null ? -1 : this.#parts.columns().placeOf(rid);
    if (place === -1)
      throw new AppError("RUN_NOT_FOUND", `No run in this folder has the id ${runId}.`, { context: { run_id: runId } });
    return place;
  }

  #clockSteps(fromUs: number, toUs: number): Timeline["clock"] {
    const rows = this.#parts.statements
      .prepare(`SELECT at_us, by_ms FROM clock WHERE at_us BETWEEN ? AND ? ORDER BY seq LIMIT ${MAX_CLOCK_STEPS}`)
      .all(fromUs, toUs);
    return rows.map((row) => ({ at: utcMicrosText(integerColumn(row, "at_us")), by_ms: integerColumn(row, "by_ms") }));
  }
}

interface BlockSpan {
  readonly bins: number;
  readonly fromUs: number;
  readonly toUs: number;
  readonly columns: RunColumns;
  readonly names: NameTable;
}

/** How many runs lie in each block of each lane, and the worst of each. */
function countBlocks(places: Uint32Array, laneSet: LaneSet, span: BlockSpan): Pick<Timeline, "counts" | "worst"> {
  const counts = new Uint32Array(laneSet.lanes.length * span.bins);
  const blocks: Blocks = { counts, worst: new Uint8Array(counts.length), states: statesOf(span.names) };
  if (laneSet.byCode !== null) addToBlocks(blocks, places, laneSet.byCode, span);
  for (const [lane, list] of laneSet.lists.entries()) {
    // Whatever the decision, the lane is this one.
    const laneOf = new Uint16Array(blocks.states.length).fill(lane);
    addToBlocks(blocks, list, { column: span.columns.data("risk_level"), laneOf }, span);
  }
  return { counts: littleEndianBytes(counts), worst: blocks.worst };
}

interface Blocks {
  readonly counts: Uint32Array;
  readonly worst: Uint8Array;
  /** For each code of a decision how bad it is. */
  readonly states: Uint8Array;
}

/** Places ascend in time: each bin is a stretch of them, and no run is asked for its time. */
function addToBlocks(
  { counts, states, worst }: Blocks,
  places: Uint32Array,
  { column, laneOf }: NonNullable<LaneSet["byCode"]>,
  span: BlockSpan,
): void {
  const { bins, columns } = span;
  const risk = columns.data("risk_level");
  let at = firstNotBelow(places, columns.lowerBound(span.fromUs));
  for (let bin = 0; bin < bins; bin++) {
    const end = firstNotBelow(places, columns.lowerBound(binStartUs(bin + 1, span)), at);
    for (; at < end; at++) {
      const place = places[at] as number;
      const block = (laneOf[column[place] as number] as number) * bins + bin;
      counts[block] = (counts[block] as number) + 1;
      const state = states[risk[place] as number] as number;
      if (state > (worst[block] as number)) worst[block] = state;
    }
  }
}

/** The first microsecond of a bin: the span is cut into equal parts, and a part begins with the first whole microsecond in it. */
function binStartUs(bin: number, { bins, fromUs, toUs }: BlockSpan): number {
  return fromUs + Math.ceil((bin * (toUs - fromUs + 1)) / bins);
}

/** For each code of a decision how bad it is. */
function statesOf(names: NameTable): Uint8Array {
  const rank = (state: BlockState): number => BLOCK_STATES.indexOf(state);
  const codes = Array.from({ length: names.size("risk_level") }, (_, code) => {
    const state = BLOCK_STATES.find((known) => known === names.textOf("risk_level", code));
    return rank(state ?? "none");
  });
  return Uint8Array.of(rank("none"), ...codes);
}

function littleEndianBytes(counts: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(counts.byteLength);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < counts.length; at++) {
    if (counts[at] !== 0) view.setUint32(at * 4, counts[at] as number, true);
  }
  return bytes;
}

function emptyTimeline({ bins, from, to }: OperationRequest<"timeline.read">): Timeline {
  const nothing = new Uint8Array(0);
  return { from, to, first: null, last: null, bins, lanes: [], counts: nothing, worst: nothing, clock: [], total: 0 };
}

function timeAt(columns: RunColumns, place: number): number {
  return columns.sortUs[place] ?? 0;
}

function microsOf(instant: string | null, field: string): number | null {
  if (instant === null) return null;
  const micros = findUtcMicros(instant);
  if (micros !== null) return micros;
  throw new AppError("BAD_REQUEST", `"${instant}" is not an instant that exists (${field}).`, { context: { field } });
}

function badSpan(): AppError {
  return new AppError("BAD_REQUEST", "The span ends before it begins.", { context: { field: "to" } });
}
