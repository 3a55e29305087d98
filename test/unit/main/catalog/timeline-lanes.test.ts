import { describe, expect, it } from "vitest";
import type { LaneKey } from "../../../../src/shared/operations/list-operations.ts";
import { runFiltersSchema } from "../../../../src/shared/operations/run-operations.ts";
import { madeCatalog, madeEvent, madeRun } from "./made-runs.ts";

const catalog = madeCatalog([
  madeRun(0, "run_1", { machine_id: "M1" }),
  madeRun(1, "run_2", { machine_id: "M1" }),
  madeRun(2, "run_3", { machine_id: "M2" }),
  madeRun(3, "run_4", { machine_id: "M3" }),
  madeRun(4, "run_5"),
  madeEvent(5, "run.tagged", "run_1", { tag: "a" }),
  madeEvent(6, "run.tagged", "run_1", { tag: "b" }),
  madeEvent(7, "run.tagged", "run_2", { tag: "a" }),
]);

function lanes(lane: LaneKey, maxLanes: number) {
  const filters = runFiltersSchema.parse({});
  const read = catalog.timeline({ filters, lane, from: null, to: null, bins: 4, max_lanes: maxLanes });
  return read.lanes.map(({ others, total, value }) => [others ? "others" : value, total]);
}

describe("lanes", () => {
  it("come with the fullest first; what has no value has a lane of its own", () => {
    expect(lanes("machine", 24)).toEqual([
      ["M1", 2],
      [null, 1],
      ["M2", 1],
      ["M3", 1],
    ]);
  });

  it("beyond the room there is are gathered in the last", () => {
    expect(lanes("machine", 2)).toEqual([
      ["M1", 2],
      ["others", 3],
    ]);
    expect(lanes("machine", 1)).toEqual([["others", 5]]);
  });

  it("of tags hold a run of several tags in each, and those without one in the last", () => {
    expect(lanes("tag", 24)).toEqual([
      ["a", 2],
      ["b", 1],
      [null, 3],
    ]);
    expect(lanes("tag", 2)).toEqual([
      ["a", 2],
      [null, 3],
    ]);
  });
});
