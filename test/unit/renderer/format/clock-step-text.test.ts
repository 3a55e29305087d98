import { describe, expect, it } from "vitest";
import { clockStepText, isRecentStep } from "../../../../src/renderer/format/clock-step-text.ts";

const FROM = "2026-11-21T12:00:00.000000Z";

describe("clock step text", () => {
  it.each([
    ["2026-11-21T09:00:00.000000Z", "3 h"],
    ["2026-11-21T10:40:00.000000Z", "1 h 20 min"],
    ["2026-11-21T11:48:00.000000Z", "12 min"],
    ["2026-11-21T11:59:20.000000Z", "40 s"],
    ["2026-11-18T12:00:00.000000Z", "3 days"],
    ["2026-11-21T11:00:01.000000Z", "1 h"],
  ])("back to %s is %s", (to, text) => {
    expect(clockStepText(FROM, to)).toBe(text);
  });

  it("a time that cannot be read is no number out of nothing", () => {
    expect(clockStepText(FROM, "x")).toBe("0 s");
  });

  it("is told for seven days, also by a clock that now stands before it", () => {
    const now = Date.parse(FROM);
    expect(isRecentStep("2026-11-15T12:00:00.000000Z", now)).toBe(true);
    expect(isRecentStep("2026-11-13T12:00:00.000000Z", now)).toBe(false);
    expect(isRecentStep("2026-11-21T15:00:00.000000Z", now)).toBe(true);
  });
});
