import { describe, expect, it } from "vitest";
import { readShiftStarts } from "../../../../src/renderer/format/shift-starts.ts";

describe("shift starts", () => {
  it("takes times as people list them, in order and each once", () => {
    expect(readShiftStarts("22:00, 6 ;14.30 06:00")).toEqual(["06:00", "14:30", "22:00"]);
  });

  it("nothing written means that a shift is a day", () => {
    expect(readShiftStarts("  ")).toEqual([]);
  });

  it.each(["24:00", "6:60", "early", "06:00-14:00", "6:0"])("%s is no list of times", (text) => {
    expect(readShiftStarts(text)).toBeNull();
  });
});
