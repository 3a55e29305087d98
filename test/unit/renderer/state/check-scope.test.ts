import { afterEach, describe, expect, it } from "vitest";
import {
  CHECK_EVERYTHING,
  type CheckChoice,
  choiceFault,
  periodDays,
  scopeOf,
  scopeOfRuns,
  takesFilesOnly,
  utcDays,
} from "../../../../src/renderer/state/check-scope.ts";

const NO_DAYS = { from: "", to: "" };
const zone = process.env.TZ;

function choice(change: Partial<CheckChoice>): CheckChoice {
  return { ...CHECK_EVERYTHING, ...change };
}

afterEach(() => {
  process.env.TZ = zone;
});

describe("check scope", () => {
  it("a period is days of the calendar, also across months and years", () => {
    const now = new Date(2027, 0, 1, 14);
    expect(periodDays(NO_DAYS, "today", now)).toEqual({ from: "2027-01-01", to: "2027-01-01" });
    expect(periodDays(NO_DAYS, "yesterday", now)).toEqual({ from: "2026-12-31", to: "2026-12-31" });
    expect(periodDays(NO_DAYS, "this-month", now)).toEqual({ from: "2027-01-01", to: "2027-01-01" });
    expect(periodDays(NO_DAYS, "last-month", now)).toEqual({ from: "2026-12-01", to: "2026-12-31" });
    expect(periodDays({ from: "2026-11-02", to: "" }, "dates", now)).toEqual({ from: "2026-11-02", to: null });
  });

  it("no moment of the reader's days is left out, wherever the reader is", () => {
    const day = { from: "2026-11-21", to: "2026-11-21" };
    process.env.TZ = "America/Los_Angeles";
    expect(utcDays(day)).toEqual({ from: "2026-11-21", to: "2026-11-22" });
    process.env.TZ = "Asia/Tokyo";
    expect(utcDays(day)).toEqual({ from: "2026-11-20", to: "2026-11-21" });
    process.env.TZ = "UTC";
    expect(utcDays(day)).toEqual(day);
    expect(utcDays({ from: null, to: null })).toEqual({ from: null, to: null });
  });

  it("a choice becomes what main takes", () => {
    process.env.TZ = "UTC";
    const now = new Date(Date.UTC(2026, 10, 21, 12));
    expect(scopeOf(choice({}), now)).toEqual({ what: "store", from: null, to: null, run_ids: null });
    expect(scopeOf(choice({ filesOnly: true }), now)?.what).toBe("attachments");
    expect(scopeOf(choice({ target: "last-month" }), now)).toEqual({
      what: "runs",
      from: "2026-10-01",
      to: "2026-10-31",
      run_ids: null,
    });
    expect(scopeOf(choice({ target: "today", filesOnly: true }), now)?.what).toBe("attachments");
    expect(scopeOf(choice({ target: "run" }), now)).toBeNull();
    expect(scopeOf(choice({ target: "list" }), now)).toBeNull();
    expect(scopeOfRuns(["run_1"])).toEqual({ what: "runs", from: null, to: null, run_ids: ["run_1"] });
  });

  it("says what is in the way of a choice", () => {
    expect(choiceFault(choice({ target: "dates" }), 0)).toBe("no-days");
    expect(choiceFault(choice({ target: "dates", from: "2026-11-03", to: "2026-11-02" }), 0)).toBe("days-reversed");
    expect(choiceFault(choice({ target: "dates", to: "2026-11-02" }), 0)).toBeNull();
    expect(choiceFault(choice({ target: "list" }), 0)).toBe("empty-list");
    expect(choiceFault(choice({ target: "list" }), 10_000)).toBeNull();
    expect(choiceFault(choice({ target: "list" }), 10_001)).toBe("long-list");
    expect(choiceFault(choice({ target: "store" }), 0)).toBeNull();
  });

  it("files alone can be checked where no runs are picked by hand", () => {
    expect(["store", "today", "dates"].every((target) => takesFilesOnly(target as CheckChoice["target"]))).toBe(true);
    expect(takesFilesOnly("run") || takesFilesOnly("list")).toBe(false);
  });
});
