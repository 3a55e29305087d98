import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { createTables } from "../../../../src/main/catalog/catalog-schema.ts";
import { CatalogState } from "../../../../src/main/catalog/catalog-state.ts";
import { NameTable } from "../../../../src/main/catalog/name-table.ts";
import { RowReader } from "../../../../src/main/catalog/row-reader.ts";
import { summarizeRun } from "../../../../src/main/catalog/run-summary.ts";
import { RunWriter } from "../../../../src/main/catalog/run-writer.ts";
import { StatementCache } from "../../../../src/main/catalog/statement-cache.ts";
import { madeRecord } from "./made-runs.ts";

function reader(count: number): RowReader {
  const db = new DatabaseSync(":memory:");
  createTables(db);
  const [names, state] = [new NameTable(db), new CatalogState(db)];
  const writer = new RunWriter(db, names, state);
  for (let at = 0; at < count; at++) {
    const place = { path: `2026-11-20/run_${at}.json`, runNumber: at % 100 === 7 ? "7-3" : null } as const;
    writer.add(summarizeRun(madeRecord({ run_id: `run_${at}` }), place), { recordedSeq: at, sortUs: at * 10 });
  }
  return new RowReader(new StatementCache(db), names, state);
}

describe("rows", () => {
  it("come in the order asked for, any number of them, and what is not there is left out", () => {
    const rows = reader(250);
    const wanted = Array.from({ length: 250 }, (_, at) => ((at * 7) % 250) * 10);
    expect(rows.rows([...wanted, 5]).map((row) => row.run_id)).toEqual(wanted.map((rid) => `run_${rid / 10}`));
    expect(rows.runIds([30, 5, 10])).toEqual(["run_3", "run_1"]);
    expect(rows.rows([])).toEqual([]);
  });

  it("are found by a number that several workstations gave, newest first, so many as wanted", () => {
    const rows = reader(250);
    expect(rows.withNumber("7-3", 10).map((row) => row.run_id)).toEqual(["run_207", "run_107", "run_7"]);
    expect(rows.withNumber("7-3", 1)).toHaveLength(1);
    expect(rows.withNumber("7-4", 10)).toEqual([]);
  });

  it("are found by the id of their run", () => {
    const rows = reader(2);
    expect(rows.find("run_1")?.path).toBe("2026-11-20/run_1.json");
    expect([rows.find("run_9"), rows.findRid("run_9"), rows.findRid("run_1")]).toEqual([null, null, 10]);
  });
});
