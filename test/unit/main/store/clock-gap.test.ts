import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { watchClockGap } from "../../../../src/main/store/clock-gap.ts";
import { createSettableClock, type SettableClock } from "../../../support/settable-clock.ts";

let clock: SettableClock;
let gaps: string[];
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  clock = createSettableClock();
  gaps = [];
  stop = watchClockGap(clock, (reason) => gaps.push(reason));
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

/** One second passes for the program, `wallMs` more on the wall. */
function tick(wallMs = 0): void {
  clock.advance(1_000);
  clock.set(clock.nowMs() + wallMs);
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
