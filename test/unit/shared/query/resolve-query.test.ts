import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runFiltersSchema } from "../../../../src/shared/operations/run-operations.ts";
import { type QueryMoment, resolveQuery } from "../../../../src/shared/query/resolve-query.ts";
import { EVERYTHING, type RunQuery, runQuerySchema } from "../../../../src/shared/query/run-query.ts";
import { randomQuery } from "../../../support/random-query.ts";

const BERLIN: QueryMoment = {
  now: new Date("2026-11-29T08:00:00Z"),
  zone: "Europe/Berlin",
  shifts: ["06:00", "14:00", "22:00"],
};

function spanOf(date: RunQuery["date"], moment: Partial<QueryMoment> = {}): [from: string | null, to: string | null] {
  const { from, to } = resolveQuery({ ...EVERYTHING, date }, { ...BERLIN, ...moment });
  return [from, to];
}

describe("a query at a moment", () => {
  it("keeps every filter, and takes the blanks around the words away", () => {
    const query = runQuerySchema.parse({
      ...{ tool: ["T1"], tag_all: ["a", "b"], without: { risk: ["RED"] }, exported: false, differs: true },
      ...{ hidden: "only", text: "  edge burn " },
    });
    const { date: _date, ...rest } = query;
    expect(resolveQuery(query, BERLIN)).toEqual({ ...rest, text: "edge burn", from: null, to: null });
  });

  it.each<[RunQuery["date"], string | null, string | null]>([
    [{ kind: "any" }, null, null],
    [{ kind: "last", amount: 1, unit: "day" }, "2026-11-28T23:00:00.000Z", null],
    [{ kind: "last", amount: 7, unit: "day" }, "2026-11-22T23:00:00.000Z", null],
    [{ kind: "last", amount: 60, unit: "day" }, "2026-09-30T22:00:00.000Z", null],
    [{ kind: "last", amount: 12, unit: "hour" }, "2026-11-28T20:00:00.000Z", null],
    [{ kind: "last", amount: 3, unit: "month" }, "2026-08-28T22:00:00.000Z", null],
    [{ kind: "shift" }, "2026-11-29T05:00:00.000Z", null],
    [
      { kind: "range", from: "2026-10-25", to: "2026-10-25" },
      "2026-10-24T22:00:00.000Z",
      "2026-10-25T22:59:59.999999Z",
    ],
    [{ kind: "range", from: "2026-03-29", to: null }, "2026-03-28T23:00:00.000Z", null],
    [{ kind: "range", from: null, to: "2026-11-20T14:00" }, null, "2026-11-20T13:00:59.999999Z"],
    [
      { kind: "range", from: "2026-10-25T02:30", to: "2026-10-25T02:30" },
      "2026-10-25T00:30:00.000Z",
      "2026-10-25T01:30:59.999999Z",
    ],
    [
      { kind: "range", from: "2026-11-20T13:00:00Z", to: "2026-11-20T14:00:00.5Z" },
      "2026-11-20T13:00:00Z",
      "2026-11-20T14:00:00.5Z",
    ],
  ])("%j", (date, from, to) => {
    expect(spanOf(date)).toEqual([from, to]);
  });

  it("counts days of the zone, not of UTC and not of 24 hours", () => {
    const now = new Date("2018-11-04T02:59:00Z");
    const today = { kind: "last", amount: 1, unit: "day" } as const;
    expect(spanOf(today, { now, zone: "America/Sao_Paulo" })).toEqual(["2018-11-03T03:00:00.000Z", null]);
    expect(spanOf(today, { now: new Date(now.getTime() + 60_000), zone: "America/Sao_Paulo" })).toEqual([
      "2018-11-04T03:00:00.000Z",
      null,
    ]);
    const two = { kind: "last", amount: 2, unit: "day" } as const;
    expect(spanOf(two, { now: new Date("2026-10-26T12:00:00Z") })).toEqual(["2026-10-24T22:00:00.000Z", null]);
  });

  it("knows the shift that began yesterday, and the day as the shift where there is none", () => {
    const now = new Date("2026-11-29T02:00:00Z");
    expect(spanOf({ kind: "shift" }, { now })).toEqual(["2026-11-28T21:00:00.000Z", null]);
    expect(spanOf({ kind: "shift" }, { now, shifts: [] })).toEqual(["2026-11-28T23:00:00.000Z", null]);
  });

  it("keeps to years of four digits", () => {
    const date = { kind: "range", from: "0000-01-01", to: "9999-12-31" } as const;
    expect(spanOf(date, { zone: "Asia/Tokyo" })).toEqual(["0000-01-01T00:00:00.000Z", "9999-12-31T14:59:59.999999Z"]);
    expect(spanOf(date, { zone: "America/New_York" })[1]).toBe("9999-12-31T23:59:59.999999Z");
  });

  it("is refused with the field where a date does not exist or the zone is not known", () => {
    const refusal = (field: string) =>
      expect.objectContaining({ code: "BAD_REQUEST", context: expect.objectContaining({ field }) });
    expect(() => spanOf({ kind: "range", from: "2026-02-30", to: null })).toThrow(refusal("date.from"));
    expect(() => spanOf({ kind: "range", from: null, to: "soon" })).toThrow(refusal("date.to"));
    expect(() => spanOf({ kind: "shift" }, { zone: "Mars/Olympus" })).toThrow(refusal("zone"));
  });

  it("is a list of filters that the operations take, whatever it asks for", () => {
    const zone = fc.constantFrom("Europe/Berlin", "Pacific/Apia", "America/Sao_Paulo", "Pacific/Kiritimati");
    const now = fc.date({ min: new Date("2000-01-01"), max: new Date("2060-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(randomQuery, zone, now, (query, zoneName, moment) => {
        const filters = resolveQuery(query, { ...BERLIN, zone: zoneName, now: moment });
        expect(runFiltersSchema.parse(filters)).toEqual(filters);
      }),
      { numRuns: 200 },
    );
  });
});
