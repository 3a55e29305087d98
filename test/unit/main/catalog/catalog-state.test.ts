import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { DamagedCatalog } from "../../../../src/main/catalog/catalog-fault.ts";
import { createTables } from "../../../../src/main/catalog/catalog-schema.ts";
import { CatalogState } from "../../../../src/main/catalog/catalog-state.ts";
import { madeEvent } from "./made-runs.ts";

function database(): DatabaseSync {
  const db = new DatabaseSync(":memory:");
  createTables(db);
  return db;
}

describe("CatalogState", () => {
  it("starts with nothing applied and nothing known to be on disk", () => {
    expect(new CatalogState(database())).toMatchObject({ appliedSeq: 0, lastPlace: null, rowCount: 0, flushed: false });
  });

  it("comes back as it was saved", () => {
    const db = database();
    const state = new CatalogState(db);
    const { placed } = madeEvent(41, "run.shown", "run_1");
    state.advance({ ...placed.entry, place: placed.place });
    Object.assign(state, { rowCount: 7, hiddenCount: 2, spread: 3, flushed: true, bootSeconds: 99 });
    const check = { seq: 40, at: "2026-11-20T10:00:00.000000Z", from: null, to: 20261120, throughSeq: 30 };
    state.coverage.add(check);
    state.save();
    const { coverage, ...back } = new CatalogState(db);
    expect(coverage.checks).toEqual([check]);
    expect(back).toEqual({
      appliedSeq: 42,
      lastPlace: placed.place,
      lastPrev: placed.entry.prev,
      rowCount: 7,
      hiddenCount: 2,
      spread: 3,
      flushed: true,
      bootSeconds: 99,
      changeCount: 0,
      lastAtUs: null,
      catalogId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  it("forgets on reload what was not saved", () => {
    const state = new CatalogState(database());
    state.rowCount = 5;
    state.coverage.add({ seq: 4, at: "", from: null, to: null, throughSeq: 3 });
    state.reload();
    expect(state.rowCount).toBe(0);
    expect(state.coverage.checks).toEqual([]);
  });

  it("takes a missing state for damage", () => {
    const db = database();
    db.exec("DELETE FROM state");
    expect(() => new CatalogState(db)).toThrow(DamagedCatalog);
  });
});
