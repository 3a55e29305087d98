import { describe, expect, it } from "vitest";
import {
  blockAt,
  blocksByLane,
  laneIndex,
  timelineData,
  wholeOf,
  wholeSelection,
} from "../../../../src/renderer/state/timeline-blocks.ts";
import { BLOCK_STATES } from "../../../../src/shared/operations/list-operations.ts";
import { makeTimeline, TWO_HOURS } from "../timeline-data.ts";

const MINUTE = 60_000;
const LANES = [
  { value: "M3", others: false, total: 6 },
  { value: null, others: false, total: 1 },
  { value: null, others: true, total: 2 },
];

const WHOLE = { span: null, lanes: [] };

describe("timeline blocks", () => {
  it("gathers the bins of a round span into one block that says where its runs lie", () => {
    const data = timelineData(
      makeTimeline([
        { lane: 0, bin: 1, count: 2 },
        { lane: 0, bin: 2, count: 3 },
        { lane: 0, bin: 7, count: 1 },
      ]),
      TWO_HOURS,
      WHOLE,
    );
    const [lane = []] = blocksByLane(data);
    expect(lane).toEqual([
      {
        ...{ lane: 0, count: 5, worst: "GREEN" },
        cell: { fromMs: TWO_HOURS.fromMs, toMs: TWO_HOURS.fromMs + 60 * MINUTE },
        ...{ fromMs: TWO_HOURS.fromMs + 15 * MINUTE, toMs: TWO_HOURS.fromMs + 45 * MINUTE },
      },
      {
        ...{ lane: 0, count: 1, worst: "GREEN" },
        cell: { fromMs: TWO_HOURS.fromMs + 60 * MINUTE, toMs: TWO_HOURS.toMs },
        ...{ fromMs: TWO_HOURS.fromMs + 105 * MINUTE, toMs: TWO_HOURS.toMs },
      },
    ]);
  });

  it("shows the worst inside, whichever comes first", () => {
    for (const [index, worst] of BLOCK_STATES.entries()) {
      if (index < 2) continue;
      const milder = BLOCK_STATES[index - 1] ?? "GREEN";
      const data = timelineData(
        makeTimeline([
          { lane: 0, bin: 0, worst },
          { lane: 0, bin: 3, worst: milder, count: 900 },
        ]),
        TWO_HOURS,
        WHOLE,
      );
      expect(blocksByLane(data)[0]?.map((block) => block.worst)).toEqual([worst]);
    }
  });

  it("never says GREEN of a state it does not know", () => {
    const answer = makeTimeline([{ lane: 0, bin: 0 }]);
    answer.worst[0] = 99;
    expect(blocksByLane(timelineData(answer, TWO_HOURS, WHOLE))[0]?.[0]?.worst).toBe("UNKNOWN");
  });

  it("no lane has more blocks than round spans, however many runs there are", () => {
    const runs = [0, 1, 2, 3, 4, 5, 6, 7].map((bin) => ({ lane: 0, bin, count: 1_000_000 }));
    expect(blocksByLane(timelineData(makeTimeline(runs), TWO_HOURS, WHOLE))[0]).toHaveLength(2);
  });

  it("keeps lanes in their places, those without a run in the span too, and puts a new one last", () => {
    const lanes = ["M1", "M2", "M9"].map((value) => ({ value, others: false, total: 7 }));
    const answer = makeTimeline(
      [
        { lane: 0, bin: 2, count: 5, worst: "RED" },
        { lane: 1, bin: 3, count: 2 },
      ],
      { lanes: [lanes[2], lanes[0]].filter((lane) => lane !== undefined) },
    );
    const order = ["M2", "M1"].map((value) => ({ value, others: false, total: 70 }));
    const data = timelineData(answer, TWO_HOURS, { span: null, lanes: order });
    expect(data.lanes.map(({ value, total }) => [value, total])).toEqual([
      ["M2", 0],
      ["M1", 7],
      ["M9", 7],
    ]);
    expect(blocksByLane(data).map((blocks) => blocks.map(({ count, worst }) => [count, worst]))).toEqual([
      [],
      [[2, "GREEN"]],
      [[5, "RED"]],
    ]);
  });

  it("lanes with as many runs stand in the order of their names", () => {
    const lanes = [null, "M10", "M2", "M7"].map((value, place) => ({
      value,
      others: false,
      total: place === 3 ? 9 : 4,
    }));
    const others = { value: null, others: true, total: 50 };
    const { lanes: order } = wholeSelection(makeTimeline([], { lanes: [others, ...lanes] }));
    expect(order.map(({ value }) => value)).toEqual(["M7", "M2", "M10", null, null]);
    expect(order.at(-1)?.others).toBe(true);
  });

  it("where some lanes stand for others, the span says which", () => {
    const order = [
      { value: "M2", others: false, total: 3 },
      { value: null, others: true, total: 3 },
    ];
    const data = timelineData(makeTimeline([]), TWO_HOURS, { span: null, lanes: order });
    expect(data.lanes.map(({ value }) => value)).toEqual(["M3"]);
  });

  it("reads counts that do not begin on a boundary of four bytes", () => {
    const answer = makeTimeline([{ lane: 0, bin: 4, count: 70_000 }]);
    const shifted = new Uint8Array(answer.counts.length + 1);
    shifted.set(answer.counts, 1);
    const data = timelineData({ ...answer, counts: shifted.subarray(1) }, TWO_HOURS, WHOLE);
    expect(data.counts[4]).toBe(70_000);
  });

  it("finds the block of an instant and the lane of a value", () => {
    const data = timelineData(makeTimeline([{ lane: 1, bin: 5 }], { lanes: LANES }), TWO_HOURS, WHOLE);
    expect(blockAt(data, 1, TWO_HOURS.fromMs + 61 * MINUTE)?.count).toBe(1);
    expect(blockAt(data, 1, TWO_HOURS.fromMs + 59 * MINUTE)).toBeNull();
    expect(blockAt(data, 9, TWO_HOURS.fromMs)).toBeNull();
    expect([laneIndex(data, "M3"), laneIndex(data, null), laneIndex(data, "M9")]).toEqual([0, 1, -1]);
  });

  it("knows from when to when there are runs, if there are any", () => {
    expect(wholeOf({ first: null, last: null })).toBeNull();
    expect(wholeOf({ first: "2026-11-20T08:00:00.000001Z", last: "2026-11-20T09:00:00Z" })).toEqual({
      fromMs: Date.UTC(2026, 10, 20, 8),
      toMs: Date.UTC(2026, 10, 20, 9),
    });
    expect(wholeOf({ first: "soon", last: "later" })).toBeNull();
  });

  it("keeps what the clock did, with times that are some", () => {
    const clock = [
      { at: "2026-11-20T08:00:00Z", by_ms: -3 },
      { at: "never", by_ms: 1 },
    ];
    expect(timelineData(makeTimeline([], { clock }), TWO_HOURS, WHOLE).clock).toEqual([
      { atMs: Date.UTC(2026, 10, 20, 8), byMs: -3 },
    ]);
  });
});
