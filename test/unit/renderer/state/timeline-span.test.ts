import { describe, expect, it } from "vitest";
import {
  binPlan,
  jumpSpan,
  pannedSpan,
  spanWith,
  wholeSpan,
  zoomedSpan,
} from "../../../../src/renderer/state/timeline-span.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (text: string): number => Date.parse(text);
const texts = ({ fromMs, toMs }: { fromMs: number; toMs: number }) => [
  new Date(fromMs).toISOString(),
  new Date(toMs).toISOString(),
];

describe("timeline span", () => {
  const clock = { nowMs: at("2026-10-25T12:00:00Z"), zone: "Europe/Berlin", shifts: ["06:00", "14:00", "22:00"] };

  it("jumps to whole days and shifts of the zone, clock changes and all", () => {
    expect(texts(jumpSpan("today", clock))).toEqual(["2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"]);
    expect(texts(jumpSpan("yesterday", clock))).toEqual(["2026-10-23T22:00:00.000Z", "2026-10-24T22:00:00.000Z"]);
    expect(texts(jumpSpan("week", clock))).toEqual(["2026-10-18T22:00:00.000Z", "2026-10-25T23:00:00.000Z"]);
    expect(texts(jumpSpan("shift", clock))).toEqual(["2026-10-25T05:00:00.000Z", "2026-10-25T13:00:00.000Z"]);
    const night = { ...clock, nowMs: at("2026-10-25T03:00:00Z") };
    expect(texts(jumpSpan("shift", night))).toEqual(["2026-10-24T20:00:00.000Z", "2026-10-25T05:00:00.000Z"]);
  });

  it("zooming keeps the instant under the pointer where it was", () => {
    const span = { fromMs: at("2026-11-20T00:00:00Z"), toMs: at("2026-11-20T08:00:00Z") };
    const near = zoomedSpan(span, 2, at("2026-11-20T02:00:00Z"));
    expect(texts(near)).toEqual(["2026-11-20T01:00:00.000Z", "2026-11-20T05:00:00.000Z"]);
    expect(zoomedSpan(near, 0.5, at("2026-11-20T02:00:00Z"))).toEqual(span);
  });

  it("stops where there is nothing more to tell apart, and where no shop has runs", () => {
    const span = { fromMs: 0, toMs: DAY };
    expect(zoomedSpan(span, 1e9, HOUR).toMs - zoomedSpan(span, 1e9, HOUR).fromMs).toBe(60_000);
    const far = zoomedSpan(span, 1e-9, HOUR);
    expect(far.toMs - far.fromMs).toBe(100 * 365.25 * DAY);
    expect(new Date(pannedSpan(span, 1e18).fromMs).getUTCFullYear()).toBe(8999);
    expect(new Date(pannedSpan(span, -1e18).fromMs).getUTCFullYear()).toBe(1000);
  });

  it("shows everything with room beside it, a single run too", () => {
    expect(wholeSpan(0, 100 * DAY)).toEqual({ fromMs: -2 * DAY, toMs: 102 * DAY });
    expect(wholeSpan(DAY, DAY)).toEqual({ fromMs: DAY - HOUR / 2, toMs: DAY + HOUR / 2 });
  });

  it("moves only for a run that is out of sight", () => {
    const span = { fromMs: 0, toMs: 100 * HOUR };
    expect(spanWith(span, 99 * HOUR)).toBe(span);
    expect(spanWith(span, 101 * HOUR)).toEqual({ fromMs: 26 * HOUR, toMs: 126 * HOUR });
    expect(spanWith(span, -HOUR)).toEqual({ fromMs: -26 * HOUR, toMs: 74 * HOUR });
  });

  it("plans blocks of round lengths at round times of the zone, never narrower than asked", () => {
    const span = { fromMs: at("2026-11-20T07:10:00Z"), toMs: at("2026-11-21T07:10:00Z") };
    const plan = binPlan(span, { widthPx: 1000, blockPx: 34, zone: "Asia/Kolkata" });
    expect(plan.cellMs).toBe(HOUR);
    expect(texts(plan)).toEqual(["2026-11-20T06:30:00.000Z", "2026-11-21T07:30:00.000Z"]);
    expect(plan.bins % plan.binsPerCell).toBe(0);
    expect(plan.bins / plan.binsPerCell).toBe(25);
    const week = binPlan({ fromMs: 0, toMs: 365 * DAY }, { widthPx: 1000, blockPx: 18, zone: "UTC" });
    expect(week.cellMs).toBe(7 * DAY);
    expect(new Date(week.fromMs).getUTCDay()).toBe(1);
  });

  it("blocks stay what they are while one moves through time", () => {
    const span = { fromMs: at("2026-11-20T07:10:00Z"), toMs: at("2026-11-21T07:10:00Z") };
    const room = { widthPx: 1000, blockPx: 34, zone: "Europe/Berlin" };
    const [before, after] = [binPlan(span, room), binPlan(pannedSpan(span, 7 * 60_000), room)];
    expect((after.fromMs - before.fromMs) % before.cellMs).toBe(0);
    expect(after.cellMs).toBe(before.cellMs);
  });

  it("never asks for more than can be answered or seen, at any length and width", () => {
    for (const widthPx of [300, 1000, 4000]) {
      for (let length = 60_000; length < 100 * 365.25 * DAY; length *= 2.3) {
        const span = { fromMs: at("2020-01-01T00:00:00Z"), toMs: at("2020-01-01T00:00:00Z") + length };
        const plan = binPlan(span, { widthPx, blockPx: 34, zone: "Europe/Berlin" });
        expect(plan.bins).toBeLessThanOrEqual(2048);
        expect(plan.bins).toBeLessThanOrEqual(widthPx);
        expect(plan.fromMs).toBeLessThanOrEqual(span.fromMs);
        expect(plan.toMs).toBeGreaterThanOrEqual(span.toMs);
      }
    }
  });
});
