import { describe, expect, it } from "vitest";
import { dayName, findMidnight, findMinuteOfDay, isInstant } from "../../../../src/shared/query/calendar-text.ts";

describe("days and times as text", () => {
  it("names the day of a midnight", () => {
    expect(dayName(Date.UTC(2026, 10, 20))).toBe("2026-11-20");
    expect(findMidnight("2026-11-20")).toBe(Date.UTC(2026, 10, 20));
  });

  it.each(["2026-02-29", "2026-13-01", "2026-11-31", "2026-1-1", "26-11-20", "2026-11-20T00:00", ""])(
    "%s is no day",
    (day) => {
      expect(findMidnight(day)).toBeNull();
    },
  );

  it("knows the minutes of a day", () => {
    expect(findMinuteOfDay("2024-02-29T23:59")).toBe(Date.UTC(2024, 1, 29, 23, 59));
    for (const text of ["2026-02-29T10:00", "2026-11-20T24:00", "2026-11-20T10:60", "2026-11-20"]) {
      expect(findMinuteOfDay(text)).toBeNull();
    }
  });

  it("knows instants by their Z", () => {
    for (const text of ["2026-11-20T13:00:00Z", "2026-11-20T13:00:00.123456Z"]) expect(isInstant(text)).toBe(true);
    for (const text of [
      "2026-11-20T13:00:00",
      "2026-02-30T13:00:00Z",
      "2026-11-20T25:00:00Z",
      "2026-11-20T13:00Z",
      "2026-11-20T13:00:00.1234567Z",
    ]) {
      expect(isInstant(text)).toBe(false);
    }
  });
});
