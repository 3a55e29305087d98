import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DIMENSIONS } from "../../../../src/main/catalog/catalog-schema.ts";
import { placesInSpan } from "../../../../src/main/catalog/place-list.ts";
import type { FilterTest } from "../../../../src/main/catalog/run-selector.ts";
import { tallySelection } from "../../../../src/main/catalog/tally-selection.ts";

const ROWS = 50;
const oneTest = fc.record({
  codes: fc.array(fc.nat(3), { minLength: ROWS, maxLength: ROWS }),
  allowed: fc.array(fc.constantFrom(0, 1), { minLength: 4, maxLength: 4 }),
});

describe("tallySelection", () => {
  it("gives the places that pass, and for each filter the counts without itself", () => {
    fc.assert(
      fc.property(fc.array(oneTest, { minLength: 1, maxLength: 5 }), fc.nat(20), (some, from) => {
        const tests = some.map(
          ({ allowed, codes }, at): FilterTest => ({
            ...{ dimension: DIMENSIONS[at] ?? "mode", uses: 0 },
            ...{ column: Uint8Array.from(codes), allowed: Uint8Array.from(allowed) },
          }),
        );
        const selection = { from, to: ROWS, tests, base: null, leftOut: null, expression: null };
        const tally = tallySelection(selection);
        expect([...(tally?.places ?? [])]).toEqual([...placesInSpan(from, ROWS, tests)]);
        for (const test of tests) {
          const others = placesInSpan(
            from,
            ROWS,
            tests.filter((other) => other !== test),
          );
          const expected = [0, 0, 0, 0];
          for (const place of others) expected[test.column[place] ?? 0] = (expected[test.column[place] ?? 0] ?? 0) + 1;
          expect([...(tally?.own.get(test.dimension as "mode") ?? [])]).toEqual(expected);
        }
      }),
    );
  });

  it("leaves to others what links or words narrow", () => {
    const selection = { from: 0, to: 1, tests: [], base: null, leftOut: null, expression: null };
    expect(tallySelection(selection)).toBeNull();
    expect(tallySelection({ ...selection, base: Uint32Array.of(0) })).toBeNull();
  });
});
