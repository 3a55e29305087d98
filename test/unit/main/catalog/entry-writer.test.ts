import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { createTables } from "../../../../src/main/catalog/catalog-schema.ts";
import { CatalogState } from "../../../../src/main/catalog/catalog-state.ts";
import { EntryWriter } from "../../../../src/main/catalog/entry-writer.ts";
import { NameTable } from "../../../../src/main/catalog/name-table.ts";
import { prepareEntry } from "../../../../src/main/catalog/prepared-entry.ts";
import { madeRun } from "./made-runs.ts";

describe("EntryWriter", () => {
  it("writes entries once, with their places, and notes a clock that was set back", () => {
    const db = new DatabaseSync(":memory:");
    createTables(db);
    const state = new CatalogState(db);
    const writer = new EntryWriter(db, new NameTable(db), state);
    const entries = [madeRun(0, "run_1"), madeRun(1, "run_2")].map(({ placed, record }) =>
      prepareEntry(placed, record),
    );
    const [first, second] = entries;
    if (first === undefined || second === undefined) throw new Error("two entries were made");
    const earlier = { ...second, at: "2001-01-01T00:00:00.000000Z" };
    writer.apply([first, earlier]);
    writer.apply([first, earlier]);
    writer.runs.words.flush();
    expect(state).toMatchObject({ appliedSeq: 2, rowCount: 2 });
    expect(db.prepare("SELECT subject, seq FROM entry").all()).toEqual([
      { subject: "run_1", seq: 0 },
      { subject: "run_2", seq: 1 },
    ]);
    expect(db.prepare("SELECT seq FROM clock").all()).toEqual([{ seq: 1 }]);
    expect(db.prepare("SELECT count(*) AS count FROM words").get()).toEqual({ count: 2 });
  });
});
