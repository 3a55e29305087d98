import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countCodes,
  inBoth,
  inFirstOnly,
  passes,
  passing,
  placesInSpan,
  within,
} from "../../../../src/main/catalog/place-list.ts";

const ascending = fc.uniqueArray(fc.nat(60)).map((places) => Uint32Array.from(places).sort());
const column = Uint8Array.from({ length: 64 }, (_, place) => (place * 7) % 5);
const allowed = Uint8Array.of(1, 0, 1, 0, 0);
const tests = [{ column, allowed }];

describe("lists of places", () => {
  it("are what sets would give, in order", () => {
    fc.assert(
      fc.property(ascending, ascending, fc.nat(60), fc.nat(60), (one, other, from, to) => {
        expect([...inBoth(one, other)]).toEqual([...one].filter((place) => other.includes(place)));
        expect([...inFirstOnly(one, other)]).toEqual([...one].filter((place) => !other.includes(place)));
        expect([...within(one, from, to)]).toEqual([...one].filter((place) => place >= from && place < to));
        expect([...passing(one.slice(), tests)]).toEqual([...one].filter((place) => passes(place, tests)));
      }),
    );
  });

  it("hold what passes every test between two places", () => {
    const second = { column: Uint16Array.from(column), allowed: Uint8Array.of(1, 1, 0, 0, 0) };
    expect([...placesInSpan(3, 12, [...tests, second])]).toEqual([5, 10]);
    expect([...placesInSpan(3, 6, [])]).toEqual([3, 4, 5]);
    expect([...placesInSpan(6, 3, tests)]).toEqual([]);
  });

  it("count codes", () => {
    expect([...countCodes(column, Uint32Array.of(0, 5, 1), 5)]).toEqual([2, 0, 1, 0, 0]);
  });
});
