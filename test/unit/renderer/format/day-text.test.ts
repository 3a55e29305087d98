import { describe, expect, it } from "vitest";
import { dayText } from "../../../../src/renderer/format/day-text.ts";

describe("day text", () => {
  it("is a day as people write it, the same day in every zone", () => {
    expect(dayText("2026-11-21")).toBe("21 Nov 2026");
  });

  it("what is no day stays as it is", () => {
    expect(dayText("soon")).toBe("soon");
  });
});
