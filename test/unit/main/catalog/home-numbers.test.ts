import { describe, expect, it } from "vitest";
import { runFiltersSchema } from "../../../../src/shared/operations/run-operations.ts";
import { madeCatalog, madeEvent, madeRun } from "./made-runs.ts";

const SHIFTS = ["06:00", "14:00", "22:00"];
const measured = (value: number) => ({ feasibility: { speed: { value, limit: 100 } } });
const run = (seq: number, id: string, time: string, fields: object) =>
  madeRun(seq, id, { created_at_utc: `2026-11-20T${time}:00Z`, ...fields });

const catalog = madeCatalog([
  run(0, "run_1", "05:00", { status: "OK", decision: { risk_level: "GREEN" }, tool_id: "T1", ...measured(91) }),
  run(1, "run_2", "07:00", {
    status: "BLOCKED",
    decision: { risk_level: "RED", block_reason: "Speed 61 above 50" },
    tool_id: "T1",
  }),
  run(2, "run_3", "08:00", {
    status: "BLOCKED",
    decision: { risk_level: "RED", block_reason: "Speed 70 above 50" },
    tool_id: "T1",
    ...measured(120),
  }),
  run(3, "run_4", "15:00", {
    status: "BLOCKED",
    decision: { risk_level: "YELLOW", block_reason: "Collision" },
    tool_id: "T2",
    ...measured(20),
  }),
  madeEvent(4, "review.requested", "run_4"),
]);

function numbers(filters: object = {}) {
  return catalog.numbers({ filters: runFiltersSchema.parse(filters), zone: "UTC", shifts: SHIFTS });
}

describe("what Home counts", () => {
  it("tells states, waiting reviews and what was not handed over, with the oldest of each", () => {
    expect(numbers()).toMatchObject({
      total: 4,
      counts: { status: { OK: 1, BLOCKED: 3 }, risk: { GREEN: 1, RED: 2, YELLOW: 1 } },
      review: { none: 3, waiting: 1 },
      oldest_waiting: "2026-11-20T15:00:00.000000Z",
      oldest_not_exported: "2026-11-20T05:00:00.000000Z",
      not_exported: 4,
      unreadable: 0,
    });
    expect(numbers({ tool: ["none"] })).toMatchObject({ total: 0, oldest_waiting: null, shifts: [], near_limit: [] });
  });

  it("ranks reasons by what they say, not by their numbers", () => {
    expect(numbers().reasons).toEqual([
      { reason: "Speed … above …", count: 2 },
      { reason: "Collision", count: 1 },
    ]);
  });

  it("counts runs and blocked runs of each shift, oldest first", () => {
    expect(numbers().shifts).toEqual([
      { from: "2026-11-19T22:00:00.000000Z", total: 1, blocked: 0 },
      { from: "2026-11-20T06:00:00.000000Z", total: 2, blocked: 2 },
      { from: "2026-11-20T14:00:00.000000Z", total: 1, blocked: 1 },
    ]);
  });

  it("tells how near the last runs of a tool came to a limit; nothing measured is no zero", () => {
    expect(numbers().near_limit).toEqual([
      { tool: "T1", shares: [91, null, 120], near: 2, last_at: "2026-11-20T08:00:00.000000Z" },
    ]);
  });
});
