import { describe, expect, it } from "vitest";
import { wallMs, zoneOffsetMs } from "../../../../src/renderer/format/zone-clock.ts";

const HOUR = 3_600_000;

describe("zone clock", () => {
  it("is ahead of UTC by what the zone has at that instant, summer and winter", () => {
    expect(zoneOffsetMs(Date.UTC(2026, 0, 15, 12), "Europe/Berlin")).toBe(HOUR);
    expect(zoneOffsetMs(Date.UTC(2026, 6, 15, 12), "Europe/Berlin")).toBe(2 * HOUR);
    expect(zoneOffsetMs(Date.UTC(2026, 6, 15, 12), "America/St_Johns")).toBe(-2.5 * HOUR);
  });

  it("changes at the very instant the clock was changed", () => {
    const change = Date.UTC(2026, 9, 25, 1);
    expect(zoneOffsetMs(change - 1, "Europe/Berlin")).toBe(2 * HOUR);
    expect(zoneOffsetMs(change, "Europe/Berlin")).toBe(HOUR);
  });

  it("counts years before Christ and before 1970", () => {
    expect(zoneOffsetMs(Date.UTC(1969, 11, 31), "UTC")).toBe(0);
    expect(zoneOffsetMs(new Date(0).setUTCFullYear(-44, 2, 15), "UTC")).toBe(0);
  });

  it("shows what stands on the wall", () => {
    expect(new Date(wallMs(Date.UTC(2026, 6, 15, 12), "Asia/Kathmandu")).toISOString()).toBe(
      "2026-07-15T17:45:00.000Z",
    );
  });
});
