import { describe, expect, it } from "vitest";
import { attachmentsOf, reportOf } from "../../../../src/main/ingest/import-report.ts";
import { planImport } from "../../../../src/main/ingest/plan-import.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { importReportSchema } from "../../../../src/shared/operations/store-operations.ts";
import { quietPace } from "./plan-context.ts";
import { V2_STORE } from "./written-files.ts";

function planV2() {
  return planImport({ fs: nodeFs, path: V2_STORE, store: null, pace: quietPace() });
}

describe("import report", () => {
  it("counts what is new by its kind, each byte once", async () => {
    const plan = await planV2();
    const { notes, records, ...counts } = reportOf(plan, plan.notes);
    expect(counts).toEqual({
      layout: "v2-dated",
      new: 28,
      already_here: 0,
      conflict: 0,
      unreadable: 0,
      incomplete: 6,
      attachments: 18,
      links: 12,
      tombstones: 1,
      bytes: 718_383,
    });
    expect([notes.length, records.length, attachmentsOf(plan).length]).toEqual([1, 28, 18]);
  });

  it("is what the operation promises, and cuts off endless remarks", async () => {
    const plan = await planV2();
    const report = reportOf(
      plan,
      Array.from({ length: 1000 }, (_, index) => `remark ${index}`),
    );
    expect(importReportSchema.parse(report)).toEqual(report);
    expect([report.notes.length, report.notes.at(-1)]).toEqual([501, "... and 500 more remarks like these."]);
  });
});
