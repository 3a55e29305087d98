import { createStore, type StoreApi } from "zustand/vanilla";
import type { RunQuery } from "../../shared/query/run-query.ts";
import type { Block } from "./timeline-blocks.ts";
import { laneChange, spanDates } from "./timeline-filter.ts";
import { type TimelineDeps, TimelineReader } from "./timeline-reader.ts";
import { jumpSpan, pannedSpan, type TimeSpan, zoomedSpan } from "./timeline-span.ts";
import { activeMs, shownSpan, type TimelineState } from "./timeline-state.ts";
import { laneSteps } from "./timeline-steps.ts";

const EMPTY = {
  laneKey: "machine",
  span: null,
  data: null,
  loading: false,
  error: null,
  activeLane: undefined,
  active: null,
  atEnd: null,
  asTable: false,
} as const satisfies Partial<TimelineState>;

/** A store of runs over time: another view of the query that the list shows. */
export function createTimelineStore(deps: TimelineDeps): StoreApi<TimelineState> {
  const { timers } = deps;
  const reader = new TimelineReader(deps, () => store);
  const show = (span: TimeSpan | null): void => {
    store.setState({ span });
    void reader.read();
  };
  const store: StoreApi<TimelineState> = createStore<TimelineState>()((set, get) => ({
    ...EMPTY,
    zone: deps.workstation.getState().settings.zone,
    shifts: deps.workstation.getState().settings.shifts,
    nowMs: timers.nowMs(),
    watch: () => reader.watch(),
    setRoom: (widthPx, blockPx) => reader.setRoom(widthPx, blockPx),
    setLane: (laneKey) => {
      if (laneKey === get().laneKey) return;
      set({ laneKey, span: shownSpan(get()), data: null, active: null, activeLane: undefined, atEnd: null });
      void reader.readAnew();
    },
    zoom: (factor, aroundMs) => show(zoomedSpan(shownSpan(get()), factor, aroundMs ?? middleOf(get()))),
    pan: (byMs) => show(pannedSpan(shownSpan(get()), byMs)),
    jump: (jump) => show(jumpSpan(jump, { ...get(), nowMs: timers.nowMs() })),
    showAll: () => show(null),
    showAsTable: (asTable) => set({ asTable }),
    listBlock: (block) => listBlock(block, { deps, reader, store }),
    ...laneSteps(() => store, reader),
    read: () => reader.readAnew(),
    reset: () => {
      set(EMPTY);
      reader.forget();
    },
  }));
  return store;
}

/** Zooming keeps what the reader is at in place. */
function middleOf(state: TimelineState): number {
  const { fromMs, toMs } = shownSpan(state);
  const atMs = activeMs(state);
  return atMs !== null && atMs >= fromMs && atMs <= toMs ? atMs : (fromMs + toMs) / 2;
}

interface Listing {
  readonly deps: TimelineDeps;
  readonly reader: TimelineReader;
  readonly store: StoreApi<TimelineState>;
}

function listBlock(block: Block, { deps, reader, store }: Listing): void {
  const runQuery = deps.runQuery.getState();
  const change = blockChange(block, store.getState(), runQuery.query, reader);
  if (change === null) return;
  // Whoever comes back finds the timeline as it was, with the runs of the block only.
  store.setState({ span: shownSpan(store.getState()) });
  reader.keepSpanFor(change.date);
  runQuery.change(change);
  runQuery.show("list");
}

function blockChange(
  block: Block,
  { data, laneKey, zone }: TimelineState,
  query: RunQuery,
  reader: TimelineReader,
): Partial<RunQuery> | null {
  const lanes = data?.lanes ?? [];
  const lane = lanes[block.lane];
  if (lane === undefined) return null;
  return { ...laneChange(query, { laneKey, lane, lanes }), date: spanDates(block.cell, reader.filters(), zone) };
}
