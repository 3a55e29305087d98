import { describe, expect, it } from "vitest";
import {
  findUtcMicros,
  isPlainTimestamp,
  MAX_UTC_MICROS,
  utcMicrosText,
} from "../../../../src/main/catalog/utc-micros.ts";

const TEN = Date.UTC(2025, 11, 18, 10) * 1000;

describe("findUtcMicros", () => {
  it.each([
    ["2025-12-18T10:00:00Z", TEN],
    ["2025-12-18T10:00:00.120000Z", TEN + 120_000],
    ["2025-12-18T10:00:00.000001Z", TEN + 1],
    ["2025-12-18T10:00:00.1234567Z", TEN + 123_456],
    ["2025-12-18T04:00:00-06:00", TEN],
    ["2025-12-18T11:30:00+01:30", TEN],
    ["2025-12-18T11:00:00+0100", TEN],
    ["2025-12-18 10:00:00+00:00", TEN],
    ["2025-12-18T10:00:00", TEN],
    ["2025-12-18 10:00:00.5", TEN + 500_000],
    ["2025-12-18T10:00Z", TEN],
    ["2025-12-18", TEN - 10 * 3_600_000_000],
    ["1969-12-31T23:59:59.999999Z", -1],
    ["0099-01-01T00:00:00Z", -MAX_UTC_MICROS],
    ["9999-12-31T23:59:59Z", MAX_UTC_MICROS],
  ])("reads %s", (text, micros) => {
    expect(findUtcMicros(text)).toBe(micros);
  });

  it.each([
    "",
    "yesterday",
    "2025-13-01T00:00:00Z",
    "2025-02-30T00:00:00Z",
    "2025-12-18T24:00:00Z",
    "2025-12-18T10:60:00Z",
    "2025-12-18T23:59:60Z",
    "2025-12-18T10:00:00+25:00",
    "2025-12-18T10:00:00Z and more",
    "1766052000",
  ])("finds no time in %j", (text) => {
    expect(findUtcMicros(text)).toBeNull();
  });
});

describe("utcMicrosText", () => {
  it("spells a time with six fraction digits, before 1970 too", () => {
    expect(utcMicrosText(TEN + 7)).toBe("2025-12-18T10:00:00.000007Z");
    expect(utcMicrosText(-1)).toBe("1969-12-31T23:59:59.999999Z");
  });
});

describe("isPlainTimestamp", () => {
  it("takes only spellings that every reader takes for the same time", () => {
    expect(isPlainTimestamp("2025-12-18T10:00:00.25Z")).toBe(true);
    expect(isPlainTimestamp("2025-12-18T04:00:00-06:00")).toBe(true);
    expect(isPlainTimestamp("2025-12-18T10:00:00")).toBe(false);
    expect(isPlainTimestamp("2025-12-18 10:00:00Z")).toBe(false);
  });
});
