import { describe, expect, it } from "vitest";
import {
  blockedShare,
  countsOf,
  homeBase,
  homeRoleOf,
  periodDate,
  shiftQuery,
  troubleCount,
  unexportedQuery,
  valueQuery,
  WORK_NAMES,
  WORK_OF_ROLE,
  workQuery,
} from "../../../../src/renderer/state/home-queries.ts";
import { EVERYTHING, runQuerySchema } from "../../../../src/shared/query/run-query.ts";
import { makeNumbers } from "../sample-data.ts";

const SHIFTS = [
  { from: "2026-11-28T21:00:00.000Z", total: 4, blocked: 1 },
  { from: "2026-11-29T05:00:00.000Z", total: 2, blocked: 0 },
];

describe("home queries", () => {
  it("an admin sees what a supervisor sees", () => {
    expect(homeRoleOf("admin")).toBe("supervisor");
    expect(homeRoleOf("auditor")).toBe("auditor");
  });

  it("only a machinist's Home is about one machine", () => {
    expect(homeBase("machinist", "M3").machine).toEqual(["M3"]);
    expect(homeBase("machinist", null)).toEqual(EVERYTHING);
    expect(homeBase("supervisor", "M3")).toEqual(EVERYTHING);
  });

  it("each list of work is a query that the list takes, and keeps the machine", () => {
    const base = homeBase("machinist", "M3");
    for (const name of WORK_NAMES) {
      const query = workQuery(base, name);
      expect(runQuerySchema.parse(query)).toEqual(query);
      expect(query.machine).toEqual(["M3"]);
      expect(query).not.toEqual(base);
    }
    expect(unexportedQuery(base)).toMatchObject({ exported: false, machine: ["M3"] });
  });

  it("a supervisor decides first what waits, a machinist hears first what is wrong", () => {
    expect(WORK_OF_ROLE.supervisor[0]).toBe("waiting");
    expect(WORK_OF_ROLE.machinist[0]).toBe("trouble");
  });

  it("a bar of shifts ends where the next begins, and the newest is open", () => {
    expect(shiftQuery(EVERYTHING, SHIFTS, 0).date).toEqual({
      ...{ kind: "range", from: "2026-11-28T21:00:00.000Z" },
      to: "2026-11-29T04:59:59.999999Z",
    });
    expect(shiftQuery(EVERYTHING, SHIFTS, 1).date).toMatchObject({ from: "2026-11-29T05:00:00.000Z", to: null });
  });

  it("a period is told by its days, and everything has none", () => {
    const now = new Date(2026, 10, 29, 12);
    expect(periodDate({ target: "this-month", from: "", to: "" }, now)).toEqual({
      ...{ kind: "range", from: "2026-11-01", to: "2026-11-29" },
    });
    expect(periodDate({ target: "dates", from: "2026-11-03", to: "" }, now)).toMatchObject({
      ...{ from: "2026-11-03", to: null },
    });
    for (const target of ["store", "dates"] as const) {
      expect(periodDate({ target, from: "", to: "" }, now)).toEqual({ kind: "any" });
    }
  });

  it("every value of a fact is counted, runs without one last and only where there are some", () => {
    const numbers = makeNumbers({ review: { waiting: 2, none: 10 }, check: { changed: 1, intact: 11 } });
    expect(countsOf(numbers, "risk").map(({ value }) => value)).toEqual(["GREEN", "YELLOW", "RED", "UNKNOWN", "ERROR"]);
    expect(countsOf(numbers, "check").map(({ value }) => value)).not.toContain("checking");
    expect(countsOf(numbers, "check").find(({ value }) => value === "changed")?.count).toBe(1);
    expect(countsOf(numbers, "review").find(({ value }) => value === "waiting")?.count).toBe(2);
    const without = makeNumbers({ counts: { ...numbers.counts, status: { ...numbers.counts.status, none: 3 } } });
    expect(countsOf(without, "status").at(-1)).toEqual({ value: null, count: 3 });
  });

  it("runs without a value are asked for by what they are not", () => {
    expect(valueQuery(EVERYTHING, "status", "BLOCKED").status).toEqual(["BLOCKED"]);
    const without = valueQuery(EVERYTHING, "status", null);
    expect(without.status).toEqual([]);
    expect(without.without.status).toEqual(["OK", "BLOCKED", "ERROR"]);
    expect(EVERYTHING.without.status).toEqual([]);
  });

  it("a record that is changed or cannot be checked is trouble, one that was not checked yet is not", () => {
    expect(troubleCount({ check: { changed: 1, "cannot-check": 2, "not-checked": 5, incomplete: 3 } })).toBe(3);
  });

  it("the share of blocked runs is never rounded to nothing, and unknown without runs", () => {
    const share = (total: number, BLOCKED: number) =>
      blockedShare({ total, counts: { ...makeNumbers().counts, status: { OK: 0, BLOCKED, ERROR: 0, none: 0 } } });
    expect([share(12, 5), share(1000, 1), share(10, 0), share(3, 3), share(0, 0)]).toEqual([41, 1, 0, 100, null]);
  });
});
