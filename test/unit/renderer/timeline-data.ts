import type { TimelineData } from "../../../src/renderer/state/timeline-blocks.ts";
import { BLOCK_STATES, type BlockState, type Timeline } from "../../../src/shared/operations/list-operations.ts";

/** A run of a pretended timeline. */
export interface PlacedRun {
  readonly lane: number;
  readonly bin: number;
  readonly count?: number;
  readonly worst?: BlockState;
}

/** An answer of `timeline.read` with these runs in its bins. */
export function makeTimeline(
  runs: readonly PlacedRun[],
  change: Partial<Omit<Timeline, "counts" | "worst">> = {},
): Timeline {
  const lanes = change.lanes ?? [{ value: "M3", others: false, total: 1 }];
  const bins = change.bins ?? 8;
  const counts = new Uint32Array(lanes.length * bins);
  const worst = new Uint8Array(lanes.length * bins);
  for (const run of runs) {
    counts[run.lane * bins + run.bin] = run.count ?? 1;
    worst[run.lane * bins + run.bin] = BLOCK_STATES.indexOf(run.worst ?? "GREEN");
  }
  return {
    ...{ from: null, to: null, first: null, last: null, clock: [], total: runs.length },
    ...change,
    ...{ bins, lanes, counts: new Uint8Array(counts.buffer), worst },
  };
}

const HOUR = 3_600_000;

/** What was asked for two blocks of an hour, each counted in four parts, from midnight on. */
export const TWO_HOURS = {
  fromMs: Date.UTC(2026, 10, 20),
  toMs: Date.UTC(2026, 10, 20, 2),
  bins: 8,
  cellMs: HOUR,
  binsPerCell: 4,
} satisfies Partial<TimelineData>;
