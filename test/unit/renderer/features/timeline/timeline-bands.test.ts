import { describe, expect, it } from "vitest";
import { bandsOf } from "../../../../../src/renderer/features/timeline/timeline-bands.ts";

const DAY = 86_400_000;
const zone = "Europe/Berlin";
const from = Date.parse("2026-10-23T22:00:00Z");

describe("bands of the timeline", () => {
  it("each shift has its shade the whole day through, a day with a clock change too", () => {
    const span = { fromMs: from, toMs: from + 3 * DAY };
    const bands = bandsOf(span, { widthPx: 1000, zone, shifts: ["06:00", "14:00", "22:00"] });
    expect(bands.map(({ text, shade }) => `${text} ${shade}`).slice(0, 4)).toEqual([
      ...["Shift from 22:00 1", "Shift from 06:00 0", "Shift from 14:00 0.5", "Shift from 22:00 1"],
    ]);
    const night = bands[3];
    expect((night?.toMs ?? 0) - (night?.fromMs ?? 0)).toBe(9 * 3_600_000);
  });

  it("without shifts days take turns", () => {
    const bands = bandsOf({ fromMs: from, toMs: from + 3 * DAY }, { widthPx: 1000, zone, shifts: [] });
    const shades = bands.map(({ shade }) => shade);
    expect(new Set(shades.filter((_, index) => index % 2 === 0)).size).toBe(1);
    expect(shades[0]).not.toBe(shades[1]);
    expect(bands.every(({ text }) => text === null)).toBe(true);
  });

  it("from far away there are none, and none are worked out", () => {
    expect(bandsOf({ fromMs: from, toMs: from + 3_650 * DAY }, { widthPx: 1000, zone, shifts: [] })).toEqual([]);
  });
});
