import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CodeColumn } from "../../../../src/main/catalog/code-column.ts";

describe("a column of codes", () => {
  it("holds what was set, whatever came before it, in the width that the largest needs", () => {
    const codes = fc.array(fc.oneof(fc.nat(300), fc.nat(70_000), fc.nat(0xffff_ffff)), { maxLength: 30 });
    fc.assert(
      fc.property(codes, (set) => {
        const column = new CodeColumn(2);
        column.reserve(set.length);
        set.forEach((code, place) => {
          column.set(place, code);
        });
        expect(set.map((_, place) => column.at(place))).toEqual(set);
        const largest = Math.max(0, ...set);
        expect(column.width).toBe(largest > 0xffff ? 4 : largest > 0xff ? 2 : 1);
      }),
    );
  });

  it("comes back from its bytes", () => {
    const column = new CodeColumn(4);
    [7, 300, 0].forEach((code, place) => {
      column.set(place, code);
    });
    const again = new CodeColumn(3, column.width);
    again.load(column.bytes(3), 3);
    expect([...again.data]).toEqual([7, 300, 0]);
  });

  it("takes no number that four bytes do not hold", () => {
    const column = new CodeColumn(1);
    expect(() => column.set(0, 0x1_0000_0000)).toThrow(RangeError);
    expect(() => column.set(0, -1)).toThrow(RangeError);
    expect(column.at(9)).toBe(0);
  });
});
