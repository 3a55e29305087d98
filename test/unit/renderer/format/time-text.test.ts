import { describe, expect, it } from "vitest";
import {
  clockText,
  fullTimeText,
  parseInstant,
  timeInSentence,
  timeText,
  utcTimeText,
  zoneName,
} from "../../../../src/renderer/format/time-text.ts";

const BERLIN = { now: new Date("2026-11-21T13:02:07Z"), timeZone: "Europe/Berlin" };

describe("time text", () => {
  it.each([
    ["2026-11-21T13:00:00Z", "Today 14:00"],
    ["2026-11-20T23:30:00Z", "Today 00:30"],
    ["2026-11-20T22:30:00Z", "Yesterday 23:30"],
    ["2026-11-17T08:00:00Z", "Tue 09:00"],
    ["2026-11-14T08:00:00Z", "14 Nov 2026 09:00"],
    ["2026-11-22T08:00:00Z", "22 Nov 2026 09:00"],
    ["2025-12-17T10:00:00.123456Z", "17 Dec 2025 11:00"],
  ])("%s reads as %s in the reader's zone", (stored, shown) => {
    expect(timeText(stored, BERLIN)).toBe(shown);
  });

  it("inside a sentence the day is not written large", () => {
    expect(timeInSentence("2026-11-21T13:00:00Z", BERLIN)).toBe("today 14:00");
    expect(timeInSentence("2026-11-20T12:00:00Z", BERLIN)).toBe("yesterday 13:00");
  });

  it("times of older stores without a zone are UTC, whatever they put between day and hour", () => {
    for (const stored of [
      "2025-12-18T10:00:00",
      "2025-12-18 10:00:00",
      "2025-12-18T10:00:00Z",
      "2025-12-18T11:00:00+01:00",
    ]) {
      expect(parseInstant(stored)?.toISOString()).toBe("2025-12-18T10:00:00.000Z");
    }
  });

  it("what is no time is shown as it is stored", () => {
    expect(parseInstant("soon")).toBeNull();
    expect([timeText("soon"), fullTimeText("soon"), utcTimeText("soon")]).toEqual(["soon", "soon", "soon"]);
  });

  it("the full time names its zone, and UTC is at hand", () => {
    expect(fullTimeText("2026-11-21T13:02:07Z", BERLIN)).toBe("21 Nov 2026, 14:02:07 CET");
    expect(utcTimeText("2026-11-21T14:02:07+01:00")).toBe("2026-11-21 13:02:07 UTC");
    expect(clockText(BERLIN)).toBe("14:02 CET");
    expect(zoneName(BERLIN)).toBe("CET");
  });
});
