import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import {
  createIndexes,
  createTables,
  DIMENSIONS,
  HIDDEN_INDEX,
  hasThisSchema,
  indexOf,
  SCHEMA_VERSION,
} from "../../../../src/main/catalog/catalog-schema.ts";

function tables(): DatabaseSync {
  const db = new DatabaseSync(":memory:");
  createTables(db);
  return db;
}

describe("schema", () => {
  it("counts as whole only once the indexes stand", () => {
    const db = tables();
    expect(hasThisSchema(db)).toBe(false);
    createIndexes(db);
    expect(hasThisSchema(db)).toBe(true);
  });

  it("of another version, or another program's, is not ours", () => {
    const db = tables();
    createIndexes(db);
    db.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
    expect(hasThisSchema(db)).toBe(false);
    expect(hasThisSchema(new DatabaseSync(":memory:"))).toBe(false);
  });

  it("has an index for every dimension, for time and for hidden runs", () => {
    const db = tables();
    createIndexes(db);
    const names = db
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'index'")
      .all()
      .map((row) => row.name);
    expect(names).toEqual(expect.arrayContaining([...DIMENSIONS.map(indexOf), indexOf("time"), HIDDEN_INDEX]));
  });

  it("answers a dimension newest first from its index alone", () => {
    const db = tables();
    createIndexes(db);
    const sql = `SELECT count(*) FROM run INDEXED BY ${indexOf("tool_id")}
      WHERE tool_id = 1 AND rid < 5 AND hidden = 0 AND ${DIMENSIONS.filter((name) => name !== "tool_id").join(" = 1 AND ")} = 1`;
    const [line] = db.prepare(`EXPLAIN QUERY PLAN ${sql} ORDER BY rid DESC`).all();
    expect(line?.detail).toBe("SEARCH run USING COVERING INDEX run_by_tool_id (tool_id=? AND rid<?)");
  });
});
