import { describe, expect, it } from "vitest";
import type { GroupKey, RunGroup } from "../../../../src/shared/operations/list-operations.ts";
import { runFiltersSchema } from "../../../../src/shared/operations/run-operations.ts";
import { madeCatalog, madeRun } from "./made-runs.ts";

/** Around the night in which clocks in Berlin go back: that day has 25 hours. */
const catalog = madeCatalog([
  madeRun(0, "run_1", { created_at_utc: "2026-10-24T21:59:00Z", machine_id: "M1", workflow_session_id: "s1" }),
  madeRun(1, "run_2", { created_at_utc: "2026-10-24T22:01:00Z", machine_id: "M2", workflow_session_id: "s1" }),
  madeRun(2, "run_3", { created_at_utc: "2026-10-25T22:59:00Z", machine_id: "M2" }),
  madeRun(3, "run_4", { created_at_utc: "2026-10-25T23:01:00Z", workflow_session_id: "s2" }),
]);

function groups(group: GroupKey, shifts: readonly string[] = []): readonly RunGroup[] {
  const filters = runFiltersSchema.parse({});
  const sort = { by: "time", descending: true } as const;
  return catalog.openList({ filters, sort, group, zone: "Europe/Berlin", shifts: [...shifts] }).groups ?? [];
}

const brief = (some: readonly RunGroup[]) => some.map(({ count, value }) => [value, count]);

describe("groups", () => {
  it("are the days of the zone, a night with 25 hours included", () => {
    expect(brief(groups("day"))).toEqual([
      ["2026-10-26", 1],
      ["2026-10-25", 2],
      ["2026-10-24", 1],
    ]);
  });

  it("are shifts by the instant at which they began, over midnight too", () => {
    expect(brief(groups("shift", ["06:00", "22:00"]))).toEqual([
      ["2026-10-25T21:00:00.000000Z", 2],
      ["2026-10-24T20:00:00.000000Z", 2],
    ]);
  });

  it("come with the fullest name first, and gather what has none", () => {
    expect(brief(groups("machine"))).toEqual([
      ["M2", 2],
      [null, 1],
      ["M1", 1],
    ]);
  });

  it("of sessions come in the order of the list", () => {
    expect(brief(groups("session"))).toEqual([
      ["s2", 1],
      [null, 1],
      ["s1", 2],
    ]);
  });
});
