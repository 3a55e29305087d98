import { describe, expect, it } from "vitest";
import { scanNumber } from "../../../../src/main/canonical/scan-number.ts";
import { PLAIN, RESPELLED } from "../../../../src/main/canonical/spelling.ts";
import { paddedBytes } from "./padded-bytes.ts";

describe("scanNumber", () => {
  it.each([
    "0",
    "7",
    "-12",
    "123456789012345678901234567890",
    "0.0",
    "-0.0",
    "87.0",
    "0.5",
    "-1234.56789",
    "0.0001",
    "0.00012345",
    "123456789012345.6",
    "0.1428571428571428",
    "66.66666666666667",
  ])("takes %s as canonical", (text) => {
    expect(scanNumber(paddedBytes(`${text},`), 0)).toBe((text.length << 2) | PLAIN);
  });

  it.each([
    "-0",
    "1e2",
    "1E+2",
    "-1.5e-7",
    "1.50",
    "0.00",
    "0.00001",
    "0.00009",
    "1000000000000000.0",
    "12345678901234567.0",
    "0.10000000000000001",
    "9007199254740993.5",
    "99999999999999999999.5",
  ])("takes %s as a number to be spelled anew", (text) => {
    expect(scanNumber(paddedBytes(`${text}]`), 0)).toBe((text.length << 2) | RESPELLED);
  });

  it.each([
    ["-", 1],
    ["-x", 1],
    ["1.", 2],
    ["1.e1", 2],
    ["1e", 2],
    ["1e+", 3],
    ["0.5e-", 5],
  ])("misses a digit in %s", (text, offset) => {
    expect(() => scanNumber(paddedBytes(text), 0)).toThrow(expect.objectContaining({ code: "BAD_JSON", offset }));
  });

  it("stops where the number ends", () => {
    expect(scanNumber(paddedBytes("[01]"), 1) >> 2).toBe(2);
    expect(scanNumber(paddedBytes("0x10"), 0) >> 2).toBe(1);
  });

  it("refuses whole numbers of more than 4300 digits, and only those", () => {
    expect(scanNumber(paddedBytes(`-${"7".repeat(4300)}`), 0) >> 2).toBe(4301);
    expect(() => scanNumber(paddedBytes("7".repeat(4301)), 0)).toThrow(/4300 digits/);
    expect(scanNumber(paddedBytes(`${"7".repeat(5000)}.0`), 0)).toBe((5002 << 2) | RESPELLED);
  });
});
