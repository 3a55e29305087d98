import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { createTables } from "../../../../src/main/catalog/catalog-schema.ts";
import { CatalogState } from "../../../../src/main/catalog/catalog-state.ts";
import { applyChanges, emptyColumns, readAllColumns } from "../../../../src/main/catalog/columns-source.ts";
import { NameTable } from "../../../../src/main/catalog/name-table.ts";
import { FLAGS } from "../../../../src/main/catalog/run-columns.ts";
import { summarizeRun } from "../../../../src/main/catalog/run-summary.ts";
import { RunWriter } from "../../../../src/main/catalog/run-writer.ts";
import { StatementCache } from "../../../../src/main/catalog/statement-cache.ts";
import { madeRecord } from "./made-runs.ts";

function writer() {
  const db = new DatabaseSync(":memory:");
  createTables(db);
  const [names, state] = [new NameTable(db), new CatalogState(db)];
  const writing = new RunWriter(db, names, state);
  const add = (runId: string, sortUs: number, fields: Readonly<Record<string, unknown>> = {}): void => {
    const bytes = madeRecord({ run_id: runId, ...fields });
    writing.add(summarizeRun(bytes, { path: `2026-11-20/${runId}.json`, runNumber: null }), { recordedSeq: 7, sortUs });
  };
  return { statements: new StatementCache(db), names, state, writing, add };
}

describe("columns of a database", () => {
  it("hold codes from 1, 0 where a row has none, flags and what lies above the time", () => {
    const { add, names, statements } = writer();
    add("run_b", 10, { tool_id: "T1", workflow_session_id: "s", feasibility: { a: { value: 5, limit: 10 } } });
    add("run_a", 10);
    const columns = readAllColumns(statements);
    // Within a microsecond the id decides, whichever came first.
    expect([0, 1].map((place) => columns.ridAt(place))).toEqual([11, 10]);
    const at = (name: Parameters<typeof columns.column>[0]): number[] =>
      [0, 1].map((place) => columns.column(name).at(place));
    expect(at("tool_id")).toEqual([0, (names.codesOf("tool_id", "T1")[0] ?? 0) + 1]);
    expect(at("limit")).toEqual([0, 51]);
    expect(at("session")).toEqual([0, 2]);
    expect(at("bump")).toEqual([1, 0]);
    expect(at("recorded")).toEqual([7, 7]);
  });

  it("are brought up to changes above a number, new rows and old", () => {
    const { add, state, statements, writing } = writer();
    add("run_1", 10);
    const columns = emptyColumns(statements);
    applyChanges(columns, statements, 0);
    const known = state.changeCount;
    add("run_2", 5);
    writing.apply("run_1", { what: "columns", columns: { hidden: true } });
    expect(columns.length).toBe(1);
    applyChanges(columns, statements, known);
    expect([0, 1].map((place) => columns.column("flags").at(place))).toEqual([0, FLAGS.hidden]);
    expect([0, 1].map((place) => columns.ridAt(place))).toEqual([5, 10]);
  });
});
