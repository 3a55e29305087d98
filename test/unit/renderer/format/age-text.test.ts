import { describe, expect, it } from "vitest";
import { ageText } from "../../../../src/renderer/format/age-text.ts";

const NOW = Date.parse("2026-11-29T12:00:00Z");

describe("age text", () => {
  it.each([
    ["2026-11-29T11:59:40Z", "1 min"],
    ["2026-11-29T11:01:00Z", "59 min"],
    ["2026-11-29T11:00:00Z", "1 h"],
    ["2026-11-27T12:00:01Z", "47 h"],
    ["2026-11-27T12:00:00Z", "2 days"],
    ["2022-11-29T12:00:00.000001Z", "1\u202f461 days"],
  ])("%s is %s old", (at, age) => {
    expect(ageText(at, NOW)).toBe(age);
  });

  it("what seems to come from tomorrow is new, and what is no time has no age", () => {
    expect(ageText("2026-11-30T12:00:00Z", NOW)).toBe("1 min");
    expect(ageText("soon", NOW)).toBeNull();
  });
});
