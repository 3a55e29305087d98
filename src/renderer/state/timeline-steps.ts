import type { StoreApi } from "zustand/vanilla";
import type { RunRow } from "../../shared/operations/run-operations.ts";
import { asAppError } from "../api/client.ts";
import type { Lane } from "./timeline-blocks.ts";
import { instantText, type StepStart, type TimelineReader } from "./timeline-reader.ts";
import { spanWith } from "./timeline-span.ts";
import { activeMs, type Direction, type LaneSteps, shownSpan, type TimelineState } from "./timeline-state.ts";

/** Before any run anyone has, and after all of them. */
const FIRST = "0001-01-01T00:00:00Z";
const LAST = "9998-12-31T00:00:00Z";

type Store = StoreApi<TimelineState>;

/** What keys and buttons do that go from run to run. Presses are answered one after the other. */
export function laneSteps(store: () => Store, reader: TimelineReader): LaneSteps {
  let line: Promise<void> = Promise.resolve();
  const queue = (task: () => Promise<void>): Promise<void> => {
    line = line.then(task).catch((error: unknown) => store().setState({ error: asAppError(error) }));
    return line;
  };
  const go = (direction: Direction, start: (lane: Lane) => StepStart): Promise<void> =>
    queue(async () => {
      const lane = currentLane(store().getState());
      if (lane === null) return;
      const row = await reader.step(lane.value, start(lane), direction);
      if (row !== undefined) arrive(store(), lane, row, direction);
    });
  return {
    step: (direction) => go(direction, () => startOf(store().getState(), direction)),
    stepToEnd: (direction) => go(opposite(direction), () => ({ at: direction === "earlier" ? FIRST : LAST })),
    moveLane: (by) =>
      queue(async () => {
        const lane = laneBeside(store().getState(), by);
        if (lane === null) return;
        const row = await nearestRun(store().getState(), reader, lane);
        if (row !== undefined) arrive(store(), lane, row, null);
      }),
    findRun: async (block) => {
      const lane = store().getState().data?.lanes[block.lane];
      if (lane === undefined || lane.others) return null;
      const at = instantText(block.cell.fromMs - 1);
      return (await reader.step(lane.value, { at }, "later")) ?? null;
    },
    chooseLane: (value) => store().setState({ activeLane: value, active: null, atEnd: null }),
    leaveRun: () => store().setState({ active: null, atEnd: null }),
  };
}

function arrive(store: Store, lane: Lane, row: RunRow | null, direction: Direction | null): void {
  if (row === null) {
    store.setState({ activeLane: lane.value, atEnd: direction, ...(direction === null ? { active: null } : {}) });
    return;
  }
  store.setState({ activeLane: lane.value, active: { lane: lane.value, row }, atEnd: null });
  const state = store.getState();
  const atMs = activeMs(state);
  const shown = shownSpan(state);
  if (atMs !== null && spanWith(shown, atMs) !== shown) state.pan(spanWith(shown, atMs).fromMs - shown.fromMs);
}

/** Lanes one can go through run by run; what stands for all others is no lane of its own. */
function stepLanes({ data }: TimelineState): readonly Lane[] {
  return (data?.lanes ?? []).filter(({ others }) => !others);
}

function currentLane(state: TimelineState): Lane | null {
  const lanes = stepLanes(state);
  return lanes.find(({ value }) => value === state.activeLane) ?? lanes[0] ?? null;
}

/** Null at the top and at the bottom. */
function laneBeside(state: TimelineState, by: -1 | 1): Lane | null {
  const lanes = stepLanes(state);
  if (state.activeLane === undefined) return lanes[0] ?? null;
  const place = lanes.findIndex(({ value }) => value === state.activeLane);
  return lanes[place + by] ?? null;
}

/** From the active run when it is in this lane, else from the end of what is in sight. */
function startOf(state: TimelineState, direction: Direction): StepStart {
  const { active } = state;
  if (active !== null && active.lane === currentLane(state)?.value) return { run_id: active.row.run_id };
  const { fromMs, toMs } = shownSpan(state);
  return { at: instantText(direction === "later" ? fromMs : toMs) };
}

/** Asks both ways; undefined when the timeline shows something else by now. */
async function nearestRun(
  state: TimelineState,
  reader: TimelineReader,
  lane: Lane,
): Promise<RunRow | null | undefined> {
  const shown = shownSpan(state);
  const atMs = activeMs(state) ?? (shown.fromMs + shown.toMs) / 2;
  // A millisecond beside the instant, so that a run at that very instant is found too.
  const earlier = await reader.step(lane.value, { at: instantText(atMs + 1) }, "earlier");
  const later = await reader.step(lane.value, { at: instantText(atMs - 1) }, "later");
  if (earlier === undefined || later === undefined) return undefined;
  if (earlier === null || later === null) return earlier ?? later;
  const distance = (row: RunRow): number => Math.abs(Date.parse(row.created_at_utc ?? "") - atMs);
  return distance(earlier) < distance(later) ? earlier : later;
}

function opposite(direction: Direction): Direction {
  return direction === "earlier" ? "later" : "earlier";
}
