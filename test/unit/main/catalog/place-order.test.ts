import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codesAt, orderByKey, ranksAt, reversed } from "../../../../src/main/catalog/place-order.ts";

describe("orderByKey", () => {
  it("is a sort that keeps the order of equal keys", () => {
    const keys = fc.array(fc.oneof(fc.nat(5), fc.nat(0xffff_ffff)), { maxLength: 50 });
    fc.assert(
      fc.property(keys, (some) => {
        const places = Uint32Array.from(some, (_, at) => at);
        const expected = [...places].sort((one, other) => (some[one] ?? 0) - (some[other] ?? 0) || one - other);
        expect([...orderByKey(places, Uint32Array.from(some))]).toEqual(expected);
      }),
    );
  });

  it("leaves what it was given as it was", () => {
    const [places, keys] = [Uint32Array.of(4, 2), Uint32Array.of(9, 1)];
    expect([...orderByKey(places, keys)]).toEqual([2, 4]);
    expect([...reversed(places)]).toEqual([2, 4]);
    expect([...places, ...keys]).toEqual([4, 2, 9, 1]);
  });
});

describe("codes and ranks at places", () => {
  it("come in the order of the places", () => {
    const column = Uint8Array.of(2, 0, 1);
    expect([...codesAt(column, Uint32Array.of(2, 0))]).toEqual([1, 2]);
    expect([...ranksAt(column, Uint32Array.of(2, 0), Uint32Array.of(9, 8, 7))]).toEqual([8, 7]);
  });
});
