import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatRunNumber, parseRunNumber } from "../../../src/shared/run-number.ts";

const count = fc.integer({ min: 1, max: 999_999_999 });

describe("run number", () => {
  it("puts the check digit of Damm's paper behind the count", () => {
    expect(formatRunNumber(572)).toBe("572-4");
    expect(formatRunNumber(1)).toBe("1-3");
  });

  it("reads back what it wrote", () => {
    fc.assert(
      fc.property(count, (number) => {
        expect(parseRunNumber(formatRunNumber(number))).toBe(number);
      }),
    );
    expect(parseRunNumber("  572-4\n")).toBe(572);
  });

  it("refuses every single wrong digit", () => {
    fc.assert(
      fc.property(count, fc.nat(), fc.integer({ min: 1, max: 9 }), (number, place, shift) => {
        const text = formatRunNumber(number);
        const digits = [...text].flatMap((character, index) => (character === "-" ? [] : [index]));
        const at = digits[place % digits.length] ?? 0;
        const wrong = (Number(text[at]) + shift) % 10;
        expect(parseRunNumber(text.slice(0, at) + wrong + text.slice(at + 1))).toBeNull();
      }),
    );
  });

  it("refuses every swap of two neighbours", () => {
    fc.assert(
      fc.property(count, fc.nat(), (number, place) => {
        const digits = formatRunNumber(number).replace("-", "");
        const at = place % (digits.length - 1);
        const swapped = `${digits.slice(0, at)}${digits[at + 1]}${digits[at]}${digits.slice(at + 2)}`;
        fc.pre(swapped !== digits);
        expect(parseRunNumber(`${swapped.slice(0, -1)}-${swapped.slice(-1)}`)).toBeNull();
      }),
    );
  });

  it("refuses what is no run number", () => {
    for (const text of ["", "572", "572-", "-4", "0572-4", "572_4", "572-44", "5.72-4", "run_572-4"]) {
      expect(parseRunNumber(text)).toBeNull();
    }
    for (const number of [0, -1, 1.5, Number.NaN]) expect(() => formatRunNumber(number)).toThrow(RangeError);
  });
});
