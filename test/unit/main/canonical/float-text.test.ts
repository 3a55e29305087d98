import { describe, expect, it } from "vitest";
import { plainNumberText, pythonFloatText } from "../../../../src/main/canonical/float-text.ts";

describe("pythonFloatText", () => {
  it.each([
    [0, "0.0"],
    [-0, "-0.0"],
    [87, "87.0"],
    [-0.25, "-0.25"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [-1.5e-7, "-1.5e-07"],
    [1e15, "1000000000000000.0"],
    [9999999999999998, "9999999999999998.0"],
    [1e16, "1e+16"],
    [1.2345678901234568e17, "1.2345678901234568e+17"],
    [1e23, "1e+23"],
    [1e100, "1e+100"],
    [5e-324, "5e-324"],
    [1.7976931348623157e308, "1.7976931348623157e+308"],
    [Number.POSITIVE_INFINITY, "Infinity"],
    [Number.NEGATIVE_INFINITY, "-Infinity"],
    [Number.NaN, "NaN"],
  ])("%d is %s", (value, text) => {
    expect(pythonFloatText(value)).toBe(text);
  });
});

describe("plainNumberText", () => {
  it("changes to an exponent below 1e-5 and from 1e16", () => {
    expect([0.00001, 0.00000999, 9999999999999998, 1e16, -1e16].map(plainNumberText)).toEqual([
      "0.00001",
      "9.99e-6",
      "9999999999999998",
      "1e16",
      "-1e16",
    ]);
  });

  it("keeps the sign of a negative zero, which only a float can have", () => {
    expect([0, -0].map(plainNumberText)).toEqual(["0", "-0.0"]);
  });
});
