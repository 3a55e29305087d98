import { describe, expect, it } from "vitest";
import { durationText } from "../../../../src/renderer/format/duration-text.ts";

describe("duration text", () => {
  it("is no more exact than it is known", () => {
    expect([1, 5, 41, 58, 61, 170, 3_599, 4_800].map(durationText)).toEqual([
      "5 s",
      "5 s",
      "45 s",
      "1 min",
      "1 min",
      "3 min",
      "1 h 0 min",
      "1 h 20 min",
    ]);
  });
});
