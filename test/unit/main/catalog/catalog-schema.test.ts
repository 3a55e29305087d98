import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import {
  CHANGE_INDEX,
  createTables,
  hasThisSchema,
  isBegun,
  isDimension,
  markWhole,
  SCHEMA_VERSION,
  VERDICT_INDEX,
} from "../../../../src/main/catalog/catalog-schema.ts";

function tables(): DatabaseSync {
  const db = new DatabaseSync(":memory:");
  createTables(db);
  return db;
}

function planOf(db: DatabaseSync, sql: string): unknown {
  return db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all()[0]?.detail;
}

describe("schema", () => {
  it("counts as whole only once it was marked so", () => {
    const db = tables();
    expect([hasThisSchema(db), isBegun(db)]).toEqual([false, true]);
    markWhole(db);
    expect(hasThisSchema(db)).toBe(true);
  });

  it("of another version, or another program's, is not ours", () => {
    const db = tables();
    db.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
    expect([hasThisSchema(db), isBegun(db)]).toEqual([false, false]);
    expect(hasThisSchema(new DatabaseSync(":memory:"))).toBe(false);
  });

  it("answers checks and copies of the columns from indexes", () => {
    const db = tables();
    expect(planOf(db, "SELECT count(*) FROM run WHERE verdict = 1 AND recorded_seq < 5 AND day = 0")).toBe(
      `SEARCH run USING COVERING INDEX ${VERDICT_INDEX} (verdict=?)`,
    );
    expect(planOf(db, "SELECT mode FROM run WHERE change > 7 ORDER BY change")).toBe(
      `SEARCH run USING INDEX ${CHANGE_INDEX} (change>?)`,
    );
  });

  it("tells each new catalog from all others", () => {
    const [one, other] = [tables(), tables()].map((db) => db.prepare("SELECT catalog_id FROM state").get()?.catalog_id);
    expect(one).toMatch(/^[0-9a-f]{32}$/);
    expect(one).not.toBe(other);
  });

  it("knows its dimensions", () => {
    expect(isDimension("tool_id")).toBe(true);
    expect(isDimension("session")).toBe(false);
  });
});
