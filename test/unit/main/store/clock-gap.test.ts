import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type ClockStep, watchClockGap } from "../../../../src/main/store/clock-gap.ts";
import { createSettableClock, type SettableClock } from "../../../support/settable-clock.ts";

let clock: SettableClock;
let gaps: string[];
let steps: (ClockStep | null)[];
let stop: () => void;
/** Seconds since the machine was started, sleep counted in. */
let upSeconds = 1_000;

vi.mock("node:os", async (original) => ({ ...(await original<typeof import("node:os")>()), uptime: () => upSeconds }));

beforeEach(() => {
  vi.useFakeTimers();
  clock = createSettableClock();
  gaps = [];
  steps = [];
  stop = watchClockGap(clock, (reason, step) => {
    gaps.push(reason);
    steps.push(step);
  });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

/** One second passes for the program, `wallMs` more on the wall. */
function tick(wallMs = 0): void {
  clock.advance(1_000);
  clock.set(clock.nowMs() + wallMs);
  upSeconds += 1;
  vi.advanceTimersByTime(1_000);
}

describe("watchClockGap", () => {
  it("says nothing while the clocks stay together, however slowly they drift", () => {
    for (let second = 0; second < 100; second += 1) tick(100);
    expect(gaps).toEqual([]);
  });

  it("says nothing when the program itself was held up: both clocks go on", () => {
    clock.advance(60_000);
    tick();
    expect(gaps).toEqual([]);
  });

  it.each([3_600_000, -3_600_000, 2_001, -2_001])("tells of a jump of %i ms once", (jumpMs) => {
    tick(jumpMs);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toContain(`${Math.round(jumpMs / 1000)} s`);
    tick();
    expect(gaps).toHaveLength(1);
  });

  it.each([
    [3_600_000, "2026-11-20T11:11:13.345000Z"],
    [-86_400_000, "2026-11-19T10:11:13.345000Z"],
  ])("says what a clock that was set by %i ms would have shown, and what it showed", (jumpMs, to) => {
    tick(jumpMs);
    expect(steps).toEqual([{ from: "2026-11-20T10:11:13.345000Z", to }]);
  });

  it("knows a machine that slept from one whose clock was set", () => {
    upSeconds += 28_800;
    tick(28_800_000);
    expect(gaps).toHaveLength(1);
    expect(steps).toEqual([null]);
  });

  it("takes a small step for none", () => {
    tick(2_000);
    tick(-2_000);
    expect(gaps).toEqual([]);
  });

  it("is silent after it was stopped", () => {
    stop();
    tick(3_600_000);
    expect(gaps).toEqual([]);
  });
});
