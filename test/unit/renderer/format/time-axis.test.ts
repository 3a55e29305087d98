import { describe, expect, it } from "vitest";
import { timeAxis } from "../../../../src/renderer/format/time-axis.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function axis(from: string, lengthMs: number, change: { widthPx?: number; zone?: string } = {}) {
  const fromMs = Date.parse(from);
  return timeAxis({ fromMs, toMs: fromMs + lengthMs, widthPx: 1000, textPx: 15, zone: "Europe/Berlin", ...change });
}

const labels = (...given: Parameters<typeof axis>) => axis(...given).ticks.map(({ text }) => text);
const headings = (...given: Parameters<typeof axis>) => axis(...given).headings.map(({ texts }) => texts[0]);

describe("time axis", () => {
  it("counts seconds, minutes, hours, days, months and years in round steps, in the time of the zone", () => {
    expect(labels("2026-11-20T08:00:00Z", 60_000).slice(0, 3)).toEqual(["09:00:00", "09:00:10", "09:00:20"]);
    expect(labels("2026-11-20T08:00:00Z", HOUR).slice(0, 3)).toEqual(["09:00", "09:05", "09:10"]);
    expect(labels("2026-11-20T08:30:00Z", DAY)).toEqual([
      ...["10:00", "12:00", "14:00", "16:00", "18:00", "20:00", "22:00", "00:00", "02:00", "04:00", "06:00", "08:00"],
    ]);
    expect(labels("2026-11-19T23:00:00Z", 7 * DAY).slice(0, 3)).toEqual(["00:00", "12:00", "00:00"]);
    expect(labels("2026-11-19T23:00:00Z", 10 * DAY).slice(0, 2)).toEqual(["Fri 20", "Sat 21"]);
    expect(labels("2026-11-19T23:00:00Z", 25 * DAY).slice(0, 2)).toEqual(["20", "21"]);
    expect(labels("2026-11-19T23:00:00Z", 90 * DAY).slice(0, 2)).toEqual(["23", "30"]);
    expect(labels("2026-11-19T23:00:00Z", 365 * DAY).slice(0, 2)).toEqual(["Dec", "Jan"]);
    expect(labels("2026-11-19T23:00:00Z", 10 * 365 * DAY).slice(0, 2)).toEqual(["2027", "2028"]);
  });

  it("has headings for what the ticks leave out, from the beginning of the first on", () => {
    expect(headings("2026-11-20T08:30:00Z", DAY)).toEqual(["Fri 20 Nov 2026", "Sat 21 Nov 2026"]);
    expect(headings("2026-11-19T23:00:00Z", 25 * DAY)).toEqual(["November 2026", "December 2026"]);
    expect(headings("2026-11-19T23:00:00Z", 365 * DAY)).toEqual(["2026", "2027"]);
    expect(headings("2026-11-19T23:00:00Z", 10 * 365 * DAY)).toEqual([]);
    const [first] = axis("2026-11-20T08:30:00Z", DAY).headings;
    expect(first).toMatchObject({
      fromMs: Date.parse("2026-11-19T23:00:00Z"),
      toMs: Date.parse("2026-11-20T23:00:00Z"),
    });
  });

  it("shows the hour that comes twice both times, and says in which time it is the second", () => {
    expect(labels("2026-10-24T23:30:00Z", 4 * HOUR, { widthPx: 400 })).toEqual([
      "02:00",
      "02:00 CET",
      "03:00",
      "04:00",
    ]);
    expect(labels("2026-10-24T22:00:00Z", 8 * HOUR, { widthPx: 300 })).toEqual([
      "00:00",
      "02:00",
      "04:00 CET",
      "06:00",
    ]);
  });

  it("leaves out the hour that never was", () => {
    expect(labels("2026-03-28T23:30:00Z", 4 * HOUR, { widthPx: 400 })).toEqual([
      "01:00",
      "03:00 CEST",
      "04:00",
      "05:00",
    ]);
    expect(labels("2026-03-28T23:00:00Z", 12 * HOUR, { widthPx: 300 })).toEqual([
      ...["00:00", "03:00 CEST", "06:00", "09:00", "12:00"],
    ]);
  });

  it("days of 23 and 25 hours begin at their midnights", () => {
    const days = axis("2026-10-23T22:00:00Z", 4 * DAY, { widthPx: 300 }).ticks.map(({ atMs }) =>
      new Date(atMs).toISOString(),
    );
    expect(days.slice(0, 3)).toEqual([
      "2026-10-23T22:00:00.000Z",
      "2026-10-24T22:00:00.000Z",
      "2026-10-25T23:00:00.000Z",
    ]);
  });

  it("is right where clocks are half an hour off, and where a day has no midnight", () => {
    expect(labels("2026-11-20T08:00:00Z", 3 * HOUR, { zone: "Asia/Kolkata", widthPx: 300 })).toEqual([
      ...["14:00", "15:00", "16:00"],
    ]);
    const cuba = axis("2026-03-08T04:00:00Z", 2.9 * DAY, { zone: "America/Havana", widthPx: 200 }).ticks;
    expect(cuba.map(({ text }) => text)).toEqual(["8", "9", "10"]);
    expect(cuba[0]?.atMs).toBe(Date.parse("2026-03-08T05:00:00Z"));
  });

  it("no labels touch at any length", () => {
    for (let length = 60_000; length < 100 * 365 * DAY; length *= 1.7) {
      const { ticks } = axis("2016-11-20T08:00:00Z", length);
      const places = ticks.map(({ atMs }) => ((atMs - Date.parse("2016-11-20T08:00:00Z")) / length) * 1000);
      const gaps = places.slice(1).map((place, index) => place - (places[index] ?? 0));
      const least = Math.max(...ticks.map(({ text }) => text.replace(/ CES?T/, "").length)) * 15 * 0.6;
      expect(ticks.length).toBeGreaterThan(0);
      // The second of two equal hours, and the first day of a month behind a week, may stand nearer than their step.
      expect(gaps.every((gap) => gap >= least * 0.9)).toBe(true);
    }
  });
});
