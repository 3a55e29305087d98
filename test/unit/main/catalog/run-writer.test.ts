import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { createTables } from "../../../../src/main/catalog/catalog-schema.ts";
import { CatalogState } from "../../../../src/main/catalog/catalog-state.ts";
import { NameTable } from "../../../../src/main/catalog/name-table.ts";
import { summarizeRun } from "../../../../src/main/catalog/run-summary.ts";
import { RunWriter } from "../../../../src/main/catalog/run-writer.ts";
import { madeRecord } from "./made-runs.ts";

function writer() {
  const db = new DatabaseSync(":memory:");
  createTables(db);
  const names = new NameTable(db);
  const state = new CatalogState(db);
  return { db, names, state, runs: new RunWriter(db, names, state) };
}

function summary(runId: string, fields: Readonly<Record<string, unknown>> = {}) {
  return summarizeRun(madeRecord(fields), { path: `2026-11-20/${runId}.json`, runNumber: null });
}

function rids(db: DatabaseSync): Record<string, unknown> {
  return Object.fromEntries(
    db
      .prepare("SELECT run_id, rid FROM run")
      .all()
      .map((row) => [row.run_id, row.rid]),
  );
}

describe("RunWriter.add", () => {
  it("numbers a row by its time, and rows of one time by the next free numbers", () => {
    const { db, runs, state } = writer();
    runs.add(summary("run_1"), { sortUs: 100, recordedSeq: 0 });
    runs.add(summary("run_2"), { sortUs: 101, recordedSeq: 0 });
    runs.add(summary("run_3"), { sortUs: 100, recordedSeq: 0 });
    runs.add(summary("run_4"), { sortUs: 100, recordedSeq: 0 });
    runs.add(summary("run_5"), { sortUs: 101, recordedSeq: 0 });
    expect(rids(db)).toEqual({ run_1: 100, run_2: 101, run_3: 102, run_4: 103, run_5: 104 });
    expect(state.spread).toBe(3);
  });

  it("finds the next free number without its hints too", () => {
    const { db, runs } = writer();
    runs.add(summary("run_1"), { sortUs: 100, recordedSeq: 0 });
    runs.add(summary("run_2"), { sortUs: 100, recordedSeq: 0 });
    runs.reset();
    runs.add(summary("run_3"), { sortUs: 100, recordedSeq: 0 });
    expect(rids(db)).toMatchObject({ run_3: 102 });
  });

  it("counts rows and the values they have", () => {
    const { names, runs, state } = writer();
    runs.add(summary("run_1", { mode: "saw" }), { sortUs: 1, recordedSeq: 0 });
    runs.add(summary("run_2", { mode: "saw" }), { sortUs: 2, recordedSeq: 0 });
    expect(state.rowCount).toBe(2);
    expect(names.counts("mode")).toEqual([{ value: "saw", count: 2 }]);
    expect(names.counts("verdict")).toEqual([{ value: "not-checked", count: 2 }]);
    expect(names.counts("exported")).toEqual([{ value: "no", count: 2 }]);
  });
});

describe("RunWriter.add, of runs with the same inputs", () => {
  const made = (gcode: string | null, inputs = "ab".repeat(32)) => ({
    ...{ inputs_hash: inputs, hashes: { gcode_sha256: gcode } },
  });
  const [ONE, TWO] = ["11".repeat(32), "22".repeat(32)];

  /** Whether each of these runs differs from one before it. */
  function differing(all: readonly Readonly<Record<string, unknown>>[]): readonly unknown[] {
    const { db, runs } = writer();
    all.forEach((fields, index) => {
      runs.add(summary(`run_${index}`, fields), { sortUs: index, recordedSeq: index });
    });
    return db
      .prepare("SELECT differs FROM run ORDER BY rid")
      .all()
      .map((row) => row.differs);
  }

  it("marks the one that made something else than any before it", () => {
    expect(differing([made(ONE), made(ONE), made(TWO), made(ONE), made(TWO)])).toEqual([0, 0, 1, 1, 1]);
  });

  it("marks none that made nothing, had other inputs, or says nothing of them", () => {
    expect(differing([made(ONE), made(null), made(TWO, "cd".repeat(32)), { hashes: { gcode_sha256: TWO } }])).toEqual([
      ...[0, 0, 0, 0],
    ]);
  });
});

describe("RunWriter.apply", () => {
  it("keeps the first record of a run", () => {
    const { db, runs, state } = writer();
    runs.apply("run_1", { what: "recorded", summary: summary("run_1", { notes: "first" }), sortUs: 1, recordedSeq: 0 });
    runs.apply("run_1", {
      what: "recorded",
      summary: summary("run_1", { notes: "second" }),
      sortUs: 2,
      recordedSeq: 1,
    });
    expect(db.prepare("SELECT note FROM run").all()).toEqual([{ note: "first" }]);
    expect(state.rowCount).toBe(1);
  });

  it("does nothing to a run that was never recorded", () => {
    const { db, runs } = writer();
    runs.apply("run_1", { what: "columns", columns: { hidden: true } });
    runs.apply("run_1", { what: "link", kind: "tag", value: "a" });
    runs.apply("run_1", { what: "words", text: "a" });
    expect(db.prepare("SELECT * FROM run").all()).toEqual([]);
    expect(db.prepare("SELECT * FROM link").all()).toEqual([]);
  });

  it("counts a hidden run apart and counts it again when it is shown", () => {
    const { names, runs, state } = writer();
    runs.add(summary("run_1", { mode: "saw" }), { sortUs: 1, recordedSeq: 0 });
    runs.apply("run_1", { what: "columns", columns: { hidden: true } });
    runs.apply("run_1", { what: "columns", columns: { hidden: true, review: "waiting" } });
    expect(state.hiddenCount).toBe(1);
    expect(names.counts("mode")).toEqual([]);
    expect(names.counts("review")).toEqual([]);
    runs.apply("run_1", { what: "columns", columns: { hidden: false } });
    expect(state.hiddenCount).toBe(0);
    expect(names.counts("mode")).toEqual([{ value: "saw", count: 1 }]);
    expect(names.counts("review")).toEqual([{ value: "waiting", count: 1 }]);
  });

  it("moves the count from the old value to the new one", () => {
    const { names, runs } = writer();
    runs.add(summary("run_1"), { sortUs: 1, recordedSeq: 0 });
    runs.apply("run_1", { what: "columns", columns: { review: "waiting" } });
    expect(names.counts("review")).toEqual([{ value: "waiting", count: 1 }]);
  });

  it("adds a link and a word once and finds the run by them", () => {
    const { db, runs } = writer();
    runs.add(summary("run_1"), { sortUs: 7, recordedSeq: 0 });
    for (let time = 0; time < 2; time++) runs.apply("run_1", { what: "link", kind: "tag", value: "urgent" });
    runs.apply("run_1", { what: "words", text: "later\n" });
    expect(db.prepare("SELECT kind, value, rid FROM link").all()).toEqual([{ kind: "tag", value: "urgent", rid: 7 }]);
    runs.words.flush();
    expect(db.prepare("SELECT rowid FROM words WHERE words MATCH 'later AND run'").all()).toEqual([{ rowid: 7 }]);
  });
});
