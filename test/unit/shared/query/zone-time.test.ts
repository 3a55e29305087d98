import { describe, expect, it } from "vitest";
import {
  clockTimeStarts,
  dayMonthsBefore,
  dayOf,
  dayStartAt,
  dayStarts,
  findDayStart,
  findMinute,
  isKnownZone,
} from "../../../../src/shared/query/zone-time.ts";

const HOUR_MS = 3_600_000;
const at = (text: string): number => Date.parse(text);
const utc = (ms: number): string => new Date(ms).toISOString().replace(".000", "");

/** Zones whose clocks are set at midnight, by half an hour, by a day, for a week or in the Ramadan; with a span of each that has it. */
const ODD_ZONES = [
  ["Europe/Berlin", "2026-03-20", "2026-11-05"],
  ["America/Sao_Paulo", "2018-01-20", "2019-03-05"],
  ["America/Recife", "2000-09-25", "2000-11-05"],
  ["Asia/Beirut", "2023-03-15", "2023-11-10"],
  ["Africa/Cairo", "2014-05-01", "2014-10-10"],
  ["Africa/Casablanca", "2026-02-01", "2026-04-10"],
  ["Pacific/Apia", "2011-12-20", "2012-01-10"],
  ["Pacific/Kwajalein", "1993-08-10", "1993-09-01"],
  ["Australia/Lord_Howe", "2026-03-20", "2026-10-15"],
  ["America/St_Johns", "2006-03-20", "2006-11-10"],
  ["Asia/Kathmandu", "1985-12-20", "1986-01-10"],
  ["Antarctica/Troll", "2026-03-20", "2026-11-01"],
  ["America/Havana", "2026-03-01", "2026-11-10"],
  ["Asia/Tehran", "2021-03-10", "2022-10-01"],
  ["+05:30", "2026-01-01", "2026-01-05"],
  ["UTC", "2026-01-01", "2026-01-05"],
] as const;

/** Where the date on the wall becomes a later one than ever before, found by looking at the clock every quarter of an hour. */
function walkedStarts(zone: string, fromMs: number, toMs: number): number[] {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" });
  const starts: number[] = [];
  let latest = format.format(fromMs);
  for (let ms = fromMs; ms < toMs; ms += HOUR_MS / 4) {
    const day = format.format(ms + HOUR_MS / 4);
    if (day <= latest) continue;
    latest = day;
    let [low, high] = [ms, ms + HOUR_MS / 4];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (format.format(middle) < day) low = middle;
      else high = middle;
    }
    starts.push(high);
  }
  return starts;
}

describe("days of a zone", () => {
  it.each(ODD_ZONES)("begin in %s where the date on the wall changes (%s to %s)", (zone, from, to) => {
    const [fromMs, toMs] = [at(`${from}T12:00:00Z`), at(`${to}T12:00:00Z`)];
    expect(dayStarts(fromMs, toMs, zone).slice(1).map(utc)).toEqual(walkedStarts(zone, fromMs, toMs).map(utc));
  });

  it.each(ODD_ZONES)("are told of every instant in %s as of the span it lies in", (zone, from, to) => {
    const starts = dayStarts(at(`${from}T12:00:00Z`), at(`${to}T12:00:00Z`), zone);
    const names = starts.map((start) => dayOf(start, zone));
    expect(names).toEqual([...new Set(names)].sort());
    for (const [index, start] of starts.slice(0, -1).entries()) {
      const last = (starts[index + 1] ?? 0) - 1;
      expect([dayOf(last, zone), dayStartAt(start, zone), dayStartAt(last, zone)]).toEqual([
        names[index],
        start,
        start,
      ]);
      expect(findDayStart(names[index] ?? "", zone)).toBe(start);
    }
  });

  it("have 23 and 25 hours when the clock is set, and begin at 01:00 where midnight does not exist", () => {
    const hours = (zone: string, day: string): number =>
      ((findDayStart(day, zone, 1) ?? 0) - (findDayStart(day, zone) ?? 0)) / HOUR_MS;
    expect([hours("Europe/Berlin", "2026-03-29"), hours("Europe/Berlin", "2026-10-25")]).toEqual([23, 25]);
    expect(utc(findDayStart("2018-11-04", "America/Sao_Paulo") ?? 0)).toBe("2018-11-04T03:00:00Z");
    expect([hours("America/Sao_Paulo", "2018-11-04"), hours("America/Sao_Paulo", "2018-02-17")]).toEqual([23, 25]);
    expect(hours("Asia/Beirut", "2026-03-29")).toBe(23);
  });

  it("have begun for good where the clock is set back over midnight and shows the evening again", () => {
    const [zone, again] = ["America/St_Johns", at("2006-10-29T02:45:00Z")];
    expect([dayOf(again, zone), utc(dayStartAt(again, zone))]).toEqual(["2006-10-29", "2006-10-29T02:30:00Z"]);
    expect(dayStarts(again, again, zone)).toEqual([dayStartAt(again, zone)]);
  });

  it("leave out the day that a zone left out", () => {
    const starts = dayStarts(at("2011-12-29T12:00:00Z"), at("2012-01-01T00:00:00Z"), "Pacific/Apia");
    expect(starts.map((start) => dayOf(start, "Pacific/Apia"))).toEqual(["2011-12-29", "2011-12-31", "2012-01-01"]);
    expect(findDayStart("2011-12-30", "Pacific/Apia")).toBe(findDayStart("2011-12-31", "Pacific/Apia"));
  });

  it("begin with the day of the first instant and end with that of the last", () => {
    const noon = at("2026-11-20T12:00:00Z");
    expect(dayStarts(noon, noon, "Europe/Berlin").map(utc)).toEqual(["2026-11-19T23:00:00Z"]);
    expect(dayStarts(noon, noon - HOUR_MS, "Europe/Berlin")).toHaveLength(1);
    const midnight = at("2026-11-20T23:00:00Z");
    expect(dayStarts(noon, midnight, "Europe/Berlin").map(utc)).toEqual([
      "2026-11-19T23:00:00Z",
      "2026-11-20T23:00:00Z",
    ]);
    expect(dayStarts(midnight, midnight, "Europe/Berlin")).toEqual([midnight]);
  });

  it("are told up to the ends of what JavaScript counts", () => {
    expect(dayStarts(8.64e15, 8.64e15, "Europe/Berlin")).toHaveLength(1);
    expect(dayStarts(-8.64e15, -8.64e15, "Asia/Tokyo")).toHaveLength(1);
    expect(dayOf(at("0001-01-01T00:00:00Z"), "UTC")).toBe("0001-01-01");
  });

  it("are not told of a zone that is not known", () => {
    for (const zone of ["Mars/Olympus", "", "Europe/Berlin "]) {
      expect(isKnownZone(zone)).toBe(false);
      expect(() => dayStarts(0, 0, zone)).toThrow(
        expect.objectContaining({ code: "BAD_REQUEST", context: expect.objectContaining({ field: "zone" }) }),
      );
    }
    expect(isKnownZone("Europe/Berlin")).toBe(true);
  });

  it("stay right when many zones are asked for", () => {
    const zones = Array.from(
      { length: 40 },
      (_, index) => `+${String(index % 14).padStart(2, "0")}:${index < 20 ? "00" : "30"}`,
    );
    for (const zone of [...zones, ...zones]) {
      expect(utc(dayStartAt(at("2026-11-20T12:00:00Z"), "Europe/Berlin"))).toBe("2026-11-19T23:00:00Z");
      expect(isKnownZone(zone)).toBe(true);
    }
  });
});

describe("a time of the day", () => {
  it("begins with the jump where the clock leaves it out, and the first time where it comes twice", () => {
    const starts = (day: string): string[] =>
      clockTimeStarts(at(`${day}T12:00:00Z`) - 24 * HOUR_MS, at(`${day}T12:00:00Z`), "Europe/Berlin", [150]).map(utc);
    expect(starts("2026-03-29").at(-1)).toBe("2026-03-29T01:00:00Z");
    expect(starts("2026-10-25").at(-1)).toBe("2026-10-25T00:30:00Z");
  });

  it("is known as a minute: its first and its last instant", () => {
    const minute = (text: string): string[] | null => {
      const found = findMinute(text, "Europe/Berlin");
      return found === null ? null : [found.fromMs, found.toMs].map((ms) => new Date(ms).toISOString());
    };
    expect(minute("2026-11-20T14:00")).toEqual(["2026-11-20T13:00:00.000Z", "2026-11-20T13:00:59.999Z"]);
    expect(minute("2026-10-25T02:30")).toEqual(["2026-10-25T00:30:00.000Z", "2026-10-25T01:30:59.999Z"]);
    expect(minute("2026-03-29T02:30")).toEqual(["2026-03-29T01:00:00.000Z", "2026-03-29T00:59:59.999Z"]);
    expect([minute("2026-02-30T02:30"), minute("2026-11-20"), minute("2026-11-20T25:00")]).toEqual([null, null, null]);
  });
});

describe("months back", () => {
  it("lead to the same day, or the last of a shorter month", () => {
    const back = (day: string, months: number): string => dayMonthsBefore(at(`${day}T12:00:00Z`), months, "UTC");
    expect(back("2026-11-29", 3)).toBe("2026-08-29");
    expect(back("2026-03-31", 1)).toBe("2026-02-28");
    expect(back("2024-03-31", 1)).toBe("2024-02-29");
    expect(back("2026-01-15", 13)).toBe("2024-12-15");
    expect(dayMonthsBefore(at("2026-11-30T23:30:00Z"), 1, "Europe/Berlin")).toBe("2026-11-01");
  });
});
