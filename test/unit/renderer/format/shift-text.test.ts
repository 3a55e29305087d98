import { describe, expect, it } from "vitest";
import { shiftDayText, shiftText } from "../../../../src/renderer/format/shift-text.ts";

describe("shift text", () => {
  it("a shift is told by the clock of the workstation, not of the screen", () => {
    const from = "2026-11-26T21:00:00Z";
    expect(shiftText(from, { zone: "Europe/Berlin", isDay: false })).toBe("Thu 26 Nov 22:00");
    expect(shiftText(from, { zone: "Asia/Tokyo", isDay: false })).toBe("Fri 27 Nov 06:00");
    expect(shiftDayText(from, { zone: "Asia/Tokyo", isDay: false })).toBe("27 Nov");
  });

  it("where a shift is a day, its time says nothing", () => {
    expect(shiftText("2026-11-26T23:00:00Z", { zone: "Europe/Berlin", isDay: true })).toBe("Fri 27 Nov");
  });

  it("what is no time stays as it is", () => {
    expect(shiftText("x", { zone: "UTC", isDay: true })).toBe("x");
  });
});
