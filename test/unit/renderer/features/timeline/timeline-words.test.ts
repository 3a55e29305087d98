import { describe, expect, it } from "vitest";
import {
  blockText,
  clockSentence,
  clockWords,
  laneName,
  lengthText,
  shortCount,
  sightText,
  spanText,
  stateWord,
} from "../../../../../src/renderer/features/timeline/timeline-words.ts";

const zone = "Europe/Berlin";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const span = (from: string, to: string) => ({ fromMs: Date.parse(from), toMs: Date.parse(to) });

describe("words of the timeline", () => {
  it("names lanes by their value, by its absence, or as all others", () => {
    expect(laneName({ value: "M3", others: false }, "machine")).toBe("M3");
    expect(laneName({ value: null, others: false }, "tool")).toBe("No tool");
    expect(laneName({ value: null, others: true }, "tool")).toBe("All others");
    expect(laneName({ value: null, others: false }, "none")).toBe("All runs");
  });

  it("an absent decision is never called passed", () => {
    expect([stateWord("GREEN"), stateWord("none"), stateWord("RED")]).toEqual([
      ...["Checks passed", "No decision recorded", "Checks failed"],
    ]);
  });

  it("counts take four characters at most", () => {
    const counts = [1, 999, 1000, 1240, 9949, 9950, 46_312, 999_499, 999_500, 1_240_000];
    expect(counts.map((count) => shortCount(count).replace(",", "."))).toEqual([
      ...["1", "999", "1k", "1.2k", "9.9k", "10k", "46k", "999k", "1M", "1.2M"],
    ]);
  });

  it("spans are as short as their ends allow", () => {
    expect(spanText(span("2026-11-24T13:00:00Z", "2026-11-24T14:00:00Z"), zone)).toBe("24 Nov 2026, 14:00 – 15:00");
    expect(spanText(span("2026-11-24T22:00:00Z", "2026-11-24T23:00:00Z"), zone)).toBe("24 Nov 2026, 23:00 – 00:00");
    expect(spanText(span("2026-11-23T23:00:00Z", "2026-11-24T23:00:00Z"), zone)).toBe("24 Nov 2026");
    expect(spanText(span("2026-11-23T23:00:00Z", "2026-11-30T23:00:00Z"), zone)).toBe("24 Nov 2026 – 30 Nov 2026");
    expect(spanText(span("2026-11-24T13:00:10Z", "2026-11-24T13:00:20Z"), zone)).toBe(
      "24 Nov 2026, 14:00:10 – 14:00:20",
    );
  });

  it("what is in sight is told no more exactly than it can be seen", () => {
    expect(sightText(span("2026-11-01T13:11:12Z", "2026-11-24T14:13:14Z"), zone)).toBe("1 Nov 2026 – 24 Nov 2026");
    expect(sightText(span("2026-11-24T13:11:12Z", "2026-11-24T16:13:14Z"), zone)).toBe("24 Nov 2026, 14:11 – 17:13");
    expect(sightText(span("2026-11-24T13:11:12.345Z", "2026-11-24T13:13:14Z"), zone)).toBe(
      "24 Nov 2026, 14:11:12 – 14:13:14",
    );
  });

  it("lengths of blocks have their natural unit", () => {
    expect([1000, 30_000, 60_000, HOUR, 6 * HOUR, DAY, 7 * DAY, 28 * DAY, 91 * DAY].map(lengthText)).toEqual([
      ...["1 second", "30 seconds", "1 minute", "1 hour", "6 hours", "1 day", "1 week", "4 weeks", "13 weeks"],
    ]);
  });

  it("says which way the clock went, how far and when", () => {
    const jump = { atMs: Date.parse("2026-11-24T13:00:00Z"), byMs: -3 * HOUR };
    expect(clockWords(jump)).toBe("Clock moved back 3 h");
    expect(clockWords({ ...jump, byMs: 20 * 60_000 })).toBe("Clock moved forward 20 min");
    expect(clockSentence(jump, zone)).toMatch(/^Clock moved back 3 h: 24 Nov 2026, 14:00:00 (CET|GMT\+1)\.$/);
  });

  it("tells lane, span and count of a block", () => {
    const cell = span("2026-11-24T13:00:00Z", "2026-11-24T14:00:00Z");
    const block = { lane: 5, cell, ...cell, count: 12, worst: "RED" as const };
    expect(blockText(block, { data: null, laneKey: "machine", zone })).toBe(
      "No machine, 24 Nov 2026, 14:00 – 15:00: 12 runs",
    );
  });
});
