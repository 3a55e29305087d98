import { describe, expect, it } from "vitest";
import { countText, decimalText, percentDone } from "../../../../src/renderer/format/number-text.ts";

describe("number text", () => {
  it("counts have a thin space between thousands", () => {
    expect([0, 31, 999, 1240, 100000, 1234567].map(countText)).toEqual([
      "0",
      "31",
      "999",
      "1\u202f240",
      "100\u202f000",
      "1\u202f234\u202f567",
    ]);
  });

  it("decimals keep at most the digits asked for", () => {
    expect(decimalText(2.345).replace(",", ".")).toMatch(/^2\.3[45]$/);
    expect(decimalText(3)).toBe("3");
  });

  it("work is never said to be more than done, and not known while its amount is not", () => {
    expect(percentDone(0, 7)).toBe(0);
    expect(percentDone(212, 900)).toBe(23);
    expect(percentDone(899, 900)).toBe(99);
    expect(percentDone(901, 900)).toBe(100);
    expect(percentDone(5, null)).toBeNull();
    expect(percentDone(0, 0)).toBeNull();
  });
});
