import { describe, expect, it, vi } from "vitest";
import type { TimelineColours } from "../../../../../src/renderer/features/timeline/timeline-colours.ts";
import { TIMELINE_SIZES } from "../../../../../src/renderer/features/timeline/timeline-layout.ts";
import { paintAxis, paintLanes, type Scene } from "../../../../../src/renderer/features/timeline/timeline-paint.ts";
import { timeAxis } from "../../../../../src/renderer/format/time-axis.ts";
import { blocksByLane, timelineData } from "../../../../../src/renderer/state/timeline-blocks.ts";
import { BLOCK_STATES } from "../../../../../src/shared/operations/list-operations.ts";
import { makeTimeline, type PlacedRun, TWO_HOURS } from "../../timeline-data.ts";

vi.stubGlobal("Path2D", class {});

const look = { fill: "fill", ink: "ink", edge: "edge", dashed: false };
const COLOURS: TimelineColours = {
  ...{ surface: "surface", band: "band", line: "line", edge: "edge", ink: "ink", soft: "soft" },
  ...{ focus: "focus", focusGap: "gap", warn: "warn", font: "sans" },
  blocks: {
    ...{ empty: look, GREEN: { ...look, fill: "grey" }, none: { ...look, dashed: true } },
    ...{ YELLOW: look, UNKNOWN: { ...look, dashed: true }, ERROR: look, RED: { ...look, fill: "stop" } },
  },
};

/** A context that counts what is called on it and keeps the texts. Every character is eight pixels wide. */
function fakeContext() {
  const calls: Record<string, number> = {};
  const texts: string[] = [];
  const fills: unknown[] = [];
  const context = new Proxy({} as Record<string, unknown>, {
    get: (target, name: string) => {
      if (name in target) return target[name];
      return (...given: unknown[]) => {
        calls[name] = (calls[name] ?? 0) + 1;
        if (name === "fillText") texts.push(String(given[0]));
        if (name === "fill") fills.push(target.fillStyle);
        return name === "measureText" ? { width: String(given[0]).length * 8 } : undefined;
      };
    },
  });
  return { context: context as unknown as CanvasRenderingContext2D, calls, texts, fills };
}

function makeScene(runs: readonly PlacedRun[], change: Partial<Scene> = {}): Scene {
  const span = { fromMs: TWO_HOURS.fromMs, toMs: TWO_HOURS.toMs };
  return {
    ...{ span, widthPx: 400, lanePx: 52, sizes: TIMELINE_SIZES.desk, colours: COLOURS },
    axis: timeAxis({ ...span, widthPx: 400, textPx: 15, zone: "UTC" }),
    bands: [],
    blocks: blocksByLane(timelineData(makeTimeline(runs), TWO_HOURS, { span: null, lanes: [] })),
    ...{ clock: [], nowMs: 0, firstLane: 0, endLane: 1, activeLane: -1, activeMs: null, hovered: null, ratio: 1 },
    ...change,
  };
}

describe("drawing of the timeline", () => {
  it("draws the count of each block, and its sign when it is the only thing that fits", () => {
    const wide = fakeContext();
    paintLanes(wide.context, makeScene([{ lane: 0, bin: 0, count: 1240 }]));
    expect(wide.texts.map((text) => text.replace(",", "."))).toEqual(["1.2k"]);
    const narrow = fakeContext();
    paintLanes(narrow.context, makeScene([{ lane: 0, bin: 0, count: 1240, worst: "RED" }], { widthPx: 40 }));
    expect(narrow.texts).toEqual([]);
    expect(narrow.calls.translate).toBe(1);
  });

  it("every decision has a sign, so that none is told by colour alone", () => {
    for (const worst of BLOCK_STATES.filter((state) => state !== "empty")) {
      const { context, calls } = fakeContext();
      paintLanes(context, makeScene([{ lane: 0, bin: 0, worst }]));
      expect(calls.translate).toBe(1);
    }
  });

  it("only what is not passed has a lamp in its colour", () => {
    const { context, fills } = fakeContext();
    paintLanes(
      context,
      makeScene([
        { lane: 0, bin: 0 },
        { lane: 0, bin: 7, worst: "RED" },
      ]),
    );
    expect(fills.filter((fill) => fill === "stop")).toHaveLength(1);
  });

  it("draws only lanes in sight", () => {
    const { context, texts } = fakeContext();
    paintLanes(context, makeScene([{ lane: 0, bin: 0 }], { firstLane: 1, endLane: 2 }));
    expect(texts).toEqual([]);
  });

  it("the axis names days and hours, the time now, and what the clock did, and no words lie on words", () => {
    const { context, texts } = fakeContext();
    const clock = [
      { atMs: TWO_HOURS.fromMs + 1_800_000, byMs: -10_800_000 },
      { atMs: TWO_HOURS.fromMs + 1_860_000, byMs: -60_000 },
    ];
    paintAxis(context, makeScene([], { clock, nowMs: TWO_HOURS.fromMs + 6_000_000 }), 70);
    expect(texts).toContain("Fri 20 Nov 2026");
    expect(texts).toContain("Now");
    expect(texts.filter((text) => text.startsWith("Clock"))).toEqual(["Clock moved back 1 min"]);
  });

  it("a row of headings reads alike: the fullest words that all have room for", () => {
    const { context, texts } = fakeContext();
    const fromMs = Date.UTC(2026, 10, 8);
    const span = { fromMs, toMs: fromMs + 4 * 86_400_000 };
    const axis = timeAxis({ ...span, widthPx: 512, textPx: 6, zone: "UTC" });
    // There is room for "Sun 8 Nov 2026" and none for "Tue 10 Nov 2026".
    paintAxis(context, makeScene([], { span, axis, widthPx: 512 }), 70);
    expect(texts.filter((text) => /^(Sun|Mon|Tue|Wed)/.test(text))).toEqual([
      ...["Sun 8 Nov", "Mon 9 Nov", "Tue 10 Nov", "Wed 11 Nov"],
    ]);
  });
});
