import { describe, expect, it } from "vitest";
import { locateRuns } from "../../../../src/main/operations/locate-runs.ts";
import type { RunRow } from "../../../../src/shared/operations/run-operations.ts";
import { makeScanCode } from "../../../../src/shared/scan-code.ts";
import { makeRow } from "../../renderer/sample-data.ts";

function catalogOf(rows: readonly RunRow[]) {
  return {
    find: async (runId: string) => rows.find((row) => row.run_id === runId) ?? null,
    withNumber: async (runNumber: string, limit: number) =>
      rows.filter((row) => row.run_number === runNumber).slice(0, limit),
  };
}

const SAW = makeRow({ run_id: "run_0a", run_number: "572-4" });
const DRILL = makeRow({ run_id: "run_0b", run_number: "572-4" });
const NOTE = makeRow({ run_id: "run_0c", run_number: "1-3", note: "see 572-4" });

describe("locating runs", () => {
  it("a code leads to its run alone, although another workstation has a run of that number", async () => {
    const catalog = catalogOf([NOTE, SAW, DRILL]);
    const { rows, more } = await locateRuns(catalog, makeScanCode(SAW) ?? "");
    expect([rows, more]).toEqual([[SAW], false]);
  });

  it("a number gives every run that has it, hidden ones too, and none that only speaks of it", async () => {
    const catalog = catalogOf([NOTE, SAW, DRILL]);
    expect((await locateRuns(catalog, " 572-4 ")).rows).toEqual([SAW, DRILL]);
  });

  it("names ten runs and says that there are more", async () => {
    const same = Array.from({ length: 12 }, (_, index) => makeRow({ run_id: `run_2${index}`, run_number: "572-4" }));
    const { rows, more } = await locateRuns(catalogOf(same), "572-4");
    expect([rows.length, more]).toEqual([10, true]);
  });

  it("an id, a code of an id and a link lead to the run", async () => {
    const catalog = catalogOf([SAW, DRILL]);
    const code = makeScanCode({ run_id: "run_0b", run_number: null }) ?? "";
    for (const text of ["run_0b", code, "runs://run/run_0b"]) {
      expect((await locateRuns(catalog, text)).rows).toEqual([DRILL]);
    }
  });

  it("finds nothing for a code of a run that is not here, and for one whose mark is another's", async () => {
    const catalog = catalogOf([SAW]);
    for (const text of [makeScanCode(DRILL) ?? "", "run_ff", "9-2"]) {
      expect(await locateRuns(catalog, text)).toEqual({ rows: [], more: false });
    }
  });

  it("refuses text that is no code, number or id", async () => {
    for (const text of ["572-5 ../x", "a/b", "‮x"]) {
      await expect(locateRuns(catalogOf([SAW]), text)).rejects.toMatchObject({ code: "BAD_RUN_ID" });
    }
  });
});
