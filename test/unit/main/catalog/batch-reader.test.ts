import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { BatchReader } from "../../../../src/main/catalog/batch-reader.ts";
import { createTables } from "../../../../src/main/catalog/catalog-schema.ts";
import { CatalogState } from "../../../../src/main/catalog/catalog-state.ts";
import { NameTable } from "../../../../src/main/catalog/name-table.ts";
import { summarizeRun } from "../../../../src/main/catalog/run-summary.ts";
import { RunWriter } from "../../../../src/main/catalog/run-writer.ts";
import { StatementCache } from "../../../../src/main/catalog/statement-cache.ts";
import { madeRecord } from "./made-runs.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A reader over these runs, oldest first. */
function readerOver(runs: Readonly<Record<string, Fields>>): BatchReader {
  const db = new DatabaseSync(":memory:");
  createTables(db);
  const [names, state] = [new NameTable(db), new CatalogState(db)];
  const writer = new RunWriter(db, names, state);
  Object.entries(runs).forEach(([runId, fields], index) => {
    const summary = summarizeRun(madeRecord(fields), { path: `2026-11-20/${runId}.json`, runNumber: null });
    writer.add(summary, { sortUs: index, recordedSeq: index });
  });
  return new BatchReader(new StatementCache(db), names, state);
}

function inBatch(event: string, more: Fields = {}, meta: Fields = {}): Fields {
  return {
    status: "OK",
    decision: { risk_level: "GREEN" },
    event_type: event,
    ...more,
    meta: { batch_label: "A", ...meta },
  };
}

const RUNS = {
  run_op: inBatch("saw_batch_op_toolpaths", { decision: { risk_level: "RED" } }, { parent_id: "run_plan" }),
  run_plan: inBatch("saw_batch_plan", { status: "BLOCKED" }),
  run_odd: { meta: { batch_label: "A" }, workflow_session_id: "s" },
  run_else: { status: "ERROR", meta: { batch_label: "B" }, workflow_session_id: "s" },
};

describe("BatchReader.read", () => {
  it("makes a tree of the runs of one batch, with what they come to", () => {
    const tree = readerOver(RUNS).read({ by: "batch", value: "A" });
    expect(tree.nodes.map(({ row, depth, step }) => [row.run_id, depth, step])).toEqual([
      ["run_plan", 0, "plan"],
      ["run_op", 1, "toolpaths"],
      ["run_odd", 0, "other"],
    ]);
    expect(tree).toMatchObject({ total: 3, left_out: 0, has_circle: false, status: "BLOCKED", risk_level: "RED" });
    expect(tree.counts).toEqual({
      status: { OK: 1, BLOCKED: 1, none: 1 },
      risk: { GREEN: 1, RED: 1, none: 1 },
      step: { plan: 1, toolpaths: 1, other: 1 },
    });
  });

  it("takes the runs of a session as well", () => {
    const tree = readerOver(RUNS).read({ by: "session", value: "s" });
    expect(tree.nodes.map(({ row }) => row.run_id)).toEqual(["run_odd", "run_else"]);
    expect(tree.status).toBe("ERROR");
  });

  it("is empty for a batch that no run names", () => {
    expect(readerOver(RUNS).read({ by: "session", value: "A" })).toEqual({
      ...{ nodes: [], total: 0, left_out: 0, has_circle: false, status: null, risk_level: null },
      counts: { status: {}, risk: {}, step: {} },
    });
  });

  it("keeps the oldest of too many, and counts and judges all", () => {
    const many = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`run_${index}`, inBatch("saw_batch_plan")]),
    );
    const tree = readerOver({ ...many, run_bad: inBatch("saw_batch_plan", { status: "ERROR" }) }).read(
      { by: "batch", value: "A" },
      4,
    );
    expect(tree.nodes.map(({ row }) => row.run_id)).toEqual(["run_0", "run_1", "run_2", "run_3"]);
    expect(tree).toMatchObject({ total: 10, left_out: 6, status: "ERROR", counts: { status: { OK: 9, ERROR: 1 } } });
  });
});
