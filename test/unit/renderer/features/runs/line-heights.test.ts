import { describe, expect, it } from "vitest";
import {
  heightOf,
  lineAt,
  lineHeights,
  topOf,
  totalPx,
} from "../../../../../src/renderer/features/runs/line-heights.ts";

const EVEN = lineHeights(1_000_000, 76, []);
/** Some are higher, some are lower, the first and the last among them. */
const UNEVEN = lineHeights(10, 60, [
  { line: 0, px: 36 },
  { line: 3, px: 91 },
  { line: 4, px: 36 },
  { line: 9, px: 91 },
]);

describe("line heights", () => {
  it("even lines are counted, however many there are", () => {
    expect(totalPx(EVEN)).toBe(76_000_000);
    expect(topOf(EVEN, 999_999)).toBe(75_999_924);
    expect(lineAt(EVEN, 75_999_923)).toBe(999_998);
  });

  it("the lines lie below each other without gap or overlap, and each pixel is of one line", () => {
    let top = 0;
    for (let line = 0; line < UNEVEN.count; line += 1) {
      expect(topOf(UNEVEN, line)).toBe(top);
      const height = heightOf(UNEVEN, line);
      for (const px of [top, top + height - 1]) expect(lineAt(UNEVEN, px)).toBe(line);
      top += height;
    }
    expect(totalPx(UNEVEN)).toBe(top);
  });

  it("beyond the ends it is the first or the last line", () => {
    expect(lineAt(UNEVEN, -50)).toBe(0);
    expect(lineAt(UNEVEN, 99_999)).toBe(9);
  });
});
