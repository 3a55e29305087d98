import { describe, expect, it } from "vitest";
import { movedLine } from "../../../../../src/renderer/features/runs/grid-keys.ts";

const LIST = { count: 1_000_000, pageLines: 10 };

describe("grid keys", () => {
  it.each([
    ["ArrowDown", 4, 5],
    ["ArrowDown", 999_999, 999_999],
    ["ArrowUp", 0, 0],
    ["PageDown", 500_000, 500_010],
    ["PageDown", 999_995, 999_999],
    ["PageUp", 5, 0],
    ["Home", 50, 0],
    ["End", 3, 999_999],
  ])("%s moves from %i to %i", (key, from, to) => {
    expect(movedLine(key, from, LIST)).toBe(to);
  });

  it("other keys move nothing, and an empty list has one place", () => {
    expect(movedLine("a", 3, LIST)).toBeNull();
    expect(movedLine("End", 0, { count: 0, pageLines: 10 })).toBe(0);
  });
});
