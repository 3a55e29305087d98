import { describe, expect, it } from "vitest";
import type { RunSort } from "../../../../src/shared/operations/list-operations.ts";
import { runFiltersSchema } from "../../../../src/shared/operations/run-operations.ts";
import { madeCatalog, madeRun } from "./made-runs.ts";

const measured = (value: number) => ({ feasibility: { speed: { value, limit: 100 } } });
const at = (second: number) => ({ created_at_utc: `2026-11-20T10:00:0${second}Z` });

const catalog = madeCatalog([
  madeRun(0, "run_a", { ...at(4), tool_id: "T2", status: "OK", decision: { risk_level: "RED" }, ...measured(50) }),
  madeRun(1, "run_b", { ...at(3), tool_id: "T1", status: "BLOCKED", decision: { risk_level: "GREEN" } }),
  madeRun(2, "run_c", { ...at(2), status: "ERROR", ...measured(0) }),
  madeRun(3, "run_d", { ...at(1), tool_id: "T1", status: "OK", decision: { risk_level: "RED" }, ...measured(90) }),
]);

function order(by: RunSort["by"], descending: boolean): string {
  const filters = runFiltersSchema.parse({});
  const { list_id: listId } = catalog.openList({
    filters,
    sort: { by, descending },
    group: null,
    zone: "UTC",
    shifts: [],
  });
  const ids = catalog.listIds({ list_id: listId, from: 0, count: 10 });
  return ids.map((id) => id.slice(-1)).join("");
}

describe("the order of a list", () => {
  it("is by time, both ways", () => {
    expect([order("time", true), order("time", false)]).toEqual(["abcd", "dcba"]);
  });

  it("is by letters, ties newest first, rows without a value last whichever way", () => {
    expect([order("tool", false), order("tool", true)]).toEqual(["bdac", "abdc"]);
  });

  it("is by weight where words have one", () => {
    expect([order("risk", false), order("risk", true)]).toEqual(["badc", "adbc"]);
    expect([order("status", false), order("status", true)]).toEqual(["adbc", "cbad"]);
  });

  it("is by numbers as numbers, a measured nothing before what was not measured", () => {
    expect([order("limit", false), order("limit", true)]).toEqual(["cadb", "dacb"]);
    expect([order("number", false), order("number", true)]).toEqual(["abcd", "dcba"]);
  });
});
