import { describe, expect, it } from "vitest";
import {
  blockBox,
  blockUnder,
  laneHeight,
  TIMELINE_SIZES,
  timeToX,
  xToTime,
} from "../../../../../src/renderer/features/timeline/timeline-layout.ts";
import { type Block, blocksByLane, timelineData } from "../../../../../src/renderer/state/timeline-blocks.ts";
import { makeTimeline, TWO_HOURS } from "../../timeline-data.ts";

const span = { fromMs: TWO_HOURS.fromMs, toMs: TWO_HOURS.toMs };
const ROOM = { span, widthPx: 200, lanePx: 50, markPx: 26 };

function blocksOf(bins: readonly number[]): readonly (readonly Block[])[] {
  const answer = makeTimeline(bins.map((bin) => ({ lane: 0, bin })));
  return blocksByLane(timelineData(answer, TWO_HOURS, { span: null, lanes: [] }));
}

function boxes(bins: readonly number[], room = ROOM) {
  return (blocksOf(bins)[0] ?? []).map((block) => blockBox(block, room));
}

describe("layout of the timeline", () => {
  it("places and instants are each other's reverse", () => {
    expect(timeToX(TWO_HOURS.fromMs + 1_800_000, span, 200)).toBe(50);
    expect(xToTime(timeToX(123_456, span, 200), span, 200)).toBeCloseTo(123_456, 0);
  });

  it("a lone run is wide enough to be read, and lies around its time", () => {
    const [box] = boxes([2]);
    expect(box?.width).toBe(26);
    expect((box?.x ?? 0) + 13).toBeCloseTo(62.5);
  });

  it("no two blocks meet, wherever their runs lie and however near one is", () => {
    for (const widthPx of [40, 60, 200, 900]) {
      for (const bins of [
        [3, 4],
        [0, 7],
        [0, 1, 2, 3, 4, 5, 6, 7],
        [3, 7],
      ]) {
        const [first, second] = boxes(bins, { ...ROOM, widthPx });
        if (first === undefined || second === undefined) throw new Error("no blocks");
        expect(first.x + first.width).toBeLessThan(second.x);
        expect(first.x).toBeGreaterThanOrEqual(0);
        expect(second.x + second.width).toBeLessThanOrEqual(widthPx);
      }
    }
  });

  it("a finger hits a block anywhere in its round span", () => {
    const blocks = blocksOf([0, 7]);
    expect(blockUnder({ x: 95, y: 10 }, blocks, ROOM)).toBe(blocks[0]?.[0]);
    expect(blockUnder({ x: 101, y: 49 }, blocks, ROOM)).toBe(blocks[0]?.[1]);
    expect(blockUnder({ x: 95, y: 51 }, blocks, ROOM)).toBeNull();
    expect(blockUnder({ x: 95, y: 10 }, blocksOf([7]), ROOM)).toBeNull();
  });

  it("lanes grow into the room there is, within reason, and are never flatter than a finger", () => {
    const { desk, glove } = TIMELINE_SIZES;
    expect(laneHeight(600, 100, desk)).toBe(52);
    expect(laneHeight(600, 10, desk)).toBe(60);
    expect(laneHeight(600, 1, desk)).toBe(78);
    expect(laneHeight(600, 0, desk)).toBe(78);
    expect(laneHeight(100, 3, glove)).toBe(84);
  });
});
