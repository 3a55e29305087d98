import { uptime } from "node:os";
import { describe, expect, it } from "vitest";
import { bootTimeSeconds, systemClock, utcTimestamp } from "../../../../src/main/system/clock.ts";

describe("clock", () => {
  it("writes UTC with six fraction digits", () => {
    expect(utcTimestamp(Date.UTC(2026, 10, 20, 10, 11, 12, 345))).toBe("2026-11-20T10:11:12.345000Z");
    expect(utcTimestamp(Date.UTC(2026, 0, 1) + 0.25)).toBe("2026-01-01T00:00:00.000250Z");
  });

  it("never writes a thousandth more than 999 micros", () => {
    for (let step = 0; step < 2_000; step += 1) {
      expect(utcTimestamp(1_795_000_000_000 + step * 0.9999)).toMatch(/^2026-11-18T\d{2}:\d{2}:\d{2}\.\d{6}Z$/);
    }
  });

  it("sorts as text in the order of time", () => {
    const times = [0, 0.5, 1, 999, 1_000, 60_000, 86_400_000].map((ms) => utcTimestamp(1_700_000_000_000 + ms));
    expect([...times].sort()).toEqual(times);
  });

  it("tells when the machine was started from wall clock and uptime", () => {
    const clock = { nowMs: () => 1_000_000_000_000, monotonicMs: () => 0 };
    expect(Math.abs(bootTimeSeconds(clock) - (1_000_000_000 - uptime()))).toBeLessThan(2);
  });

  it("counts on with the system's clocks", () => {
    const before = systemClock.monotonicMs();
    expect(systemClock.monotonicMs()).toBeGreaterThanOrEqual(before);
    expect(Math.abs(systemClock.nowMs() - Date.now())).toBeLessThan(1_000);
  });
});
