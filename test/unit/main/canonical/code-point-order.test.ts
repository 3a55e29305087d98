import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareCodePoints } from "../../../../src/main/canonical/code-point-order.ts";

describe("compareCodePoints", () => {
  it("puts characters above U+FFFF behind those below", () => {
    expect(["😀", "\uffff", "z", "\ue000", "a😀", "a\uffee", "a", ""].sort(compareCodePoints)).toEqual([
      "",
      "a",
      "a\uffee",
      "a😀",
      "z",
      "\ue000",
      "\uffff",
      "😀",
    ]);
  });

  it("is the order of the UTF-8 bytes", () => {
    const text = fc.string({
      unit: fc.constantFrom("", "a", "b", "é", "\ud7ff", "\ue000", "\uffff", "😀", "𝄞", "\u{10ffff}"),
    });
    fc.assert(
      fc.property(text, text, (left, right) => {
        expect(Math.sign(compareCodePoints(left, right))).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)));
      }),
    );
  });
});
