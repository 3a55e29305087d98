import { describe, expect, it } from "vitest";
import { dammDigit } from "../../../src/shared/damm-digit.ts";

describe("Damm digit", () => {
  it("is the one of the paper's example", () => {
    expect(dammDigit("572")).toBe(4);
  });

  it("makes the digit of a row that ends with its digit 0", () => {
    for (const digits of ["1", "572", "31415926535"]) expect(dammDigit(`${digits}${dammDigit(digits)}`)).toBe(0);
  });

  it("differs for every last digit, whatever stands before it", () => {
    for (const before of ["", "5", "57", "3", "31", "8", "46", "29", "10"]) {
      const digits = Array.from({ length: 10 }, (_, last) => dammDigit(`${before}${last}`));
      expect(new Set(digits).size).toBe(10);
    }
  });
});
