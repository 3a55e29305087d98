import { describe, expect, it } from "vitest";
import { runFiltersSchema } from "../../../../src/shared/operations/run-operations.ts";
import { madeCatalog, madeRun } from "./made-runs.ts";

const catalog = madeCatalog([
  madeRun(0, "run_1", { mode: "saw", tool_id: "T1", machine_id: "M1", meta: { batch_label: "b" } }),
  madeRun(1, "run_2", { mode: "saw", tool_id: "T2", machine_id: "M1", meta: { batch_label: "b" } }),
  madeRun(2, "run_3", { mode: "saw", tool_id: "T2" }),
]);

function differing(text: string): readonly string[] {
  const filters = runFiltersSchema.parse({ text });
  const sort = { by: "time", descending: true } as const;
  const { list_id: listId } = catalog.openList({ filters, sort, group: null, zone: "UTC", shifts: [] });
  return catalog.listDifferences({ list_id: listId });
}

describe("the fields that differ", () => {
  it("are those in which rows of the list have more than one value", () => {
    expect(differing("M1")).toEqual(expect.arrayContaining(["tool_id", "created_at_utc"]));
    for (const same of ["mode", "machine_id", "batch_label", "verdict", "hidden"])
      expect(differing("M1")).not.toContain(same);
    expect(differing("saw")).toEqual(expect.arrayContaining(["tool_id", "machine_id", "batch_label"]));
  });

  it("are none for a single row", () => {
    expect(differing("T1")).toEqual([]);
  });
});
