import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { DamagedCatalog } from "../../../../src/main/catalog/catalog-fault.ts";
import { createTables } from "../../../../src/main/catalog/catalog-schema.ts";
import { CatalogState } from "../../../../src/main/catalog/catalog-state.ts";
import { NameTable } from "../../../../src/main/catalog/name-table.ts";
import { RUN_ROW_COLUMNS, runRowOf } from "../../../../src/main/catalog/run-row-columns.ts";
import { summarizeRun } from "../../../../src/main/catalog/run-summary.ts";
import { RunWriter } from "../../../../src/main/catalog/run-writer.ts";
import { madeRecord } from "./made-runs.ts";

const summary = summarizeRun(
  madeRecord({
    mode: "saw",
    tool_id: "T1",
    status: "OK",
    decision: { risk_level: "GREEN" },
    advisory_inputs: [{ advisory_id: "adv_1" }],
    notes: "Späne",
  }),
  { path: "2026-11-20/run_1.json", runNumber: "7" },
);

function stored() {
  const db = new DatabaseSync(":memory:");
  createTables(db);
  const names = new NameTable(db);
  const state = new CatalogState(db);
  new RunWriter(db, names, state).add(summary, { sortUs: 5, recordedSeq: 3 });
  const columns = db.prepare(`SELECT ${RUN_ROW_COLUMNS} FROM run`).get() ?? {};
  return { columns, names, coverage: state.coverage };
}

describe("runRowOf", () => {
  it("gives back the row that was written", () => {
    const { columns, coverage, names } = stored();
    expect(runRowOf(columns, names, coverage)).toEqual(summary.row);
  });

  it.each([{ verdict: null }, { review: 99 }, { explanation_status: "MAYBE" }, { links: "none" }, { hidden: "yes" }])(
    "takes %j for damage",
    (broken) => {
      const { columns, coverage, names } = stored();
      expect(() => runRowOf({ ...columns, ...broken }, names, coverage)).toThrow(DamagedCatalog);
    },
  );
});
