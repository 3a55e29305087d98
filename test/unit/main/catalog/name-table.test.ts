import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { createTables } from "../../../../src/main/catalog/catalog-schema.ts";
import { NameTable } from "../../../../src/main/catalog/name-table.ts";

function database(): DatabaseSync {
  const db = new DatabaseSync(":memory:");
  createTables(db);
  return db;
}

describe("NameTable", () => {
  it("gives a value one number per dimension and finds it again", () => {
    const names = new NameTable(database());
    const code = names.codeOf("tool_id", "T1");
    expect(names.codeOf("tool_id", "T2")).not.toBe(code);
    expect(names.codeOf("tool_id", "T1")).toBe(code);
    expect(names.codesOf("tool_id", "T1")).toEqual([code]);
    expect(names.textOf("tool_id", code)).toBe("T1");
    expect(names.codesOf("mode", "T1")).toEqual([]);
    expect(names.codeOf("mode", null)).toBeNull();
    expect(names.textOf("mode", null)).toBeNull();
  });

  it("counts uses and names the values that are in use", () => {
    const names = new NameTable(database());
    const [one, two] = [names.codeOf("tool_id", "T1"), names.codeOf("tool_id", "T2")];
    names.addUses("tool_id", one, 2);
    names.addUses("tool_id", two, 1);
    names.addUses("tool_id", two, -1);
    names.addUses("tool_id", null, 5);
    expect(names.usesOf("tool_id", one ?? -1)).toBe(2);
    expect(names.counts("tool_id")).toEqual([{ value: "T1", count: 2 }]);
  });

  it("keeps in the file what was flushed, and forgets the rest on reload", () => {
    const db = database();
    const names = new NameTable(db);
    names.addUses("mode", names.codeOf("mode", "saw"), 3);
    names.flush();
    names.addUses("mode", names.codeOf("mode", "saw"), 1);
    names.codeOf("mode", "router");
    names.reload();
    expect(names.counts("mode")).toEqual([{ value: "saw", count: 3 }]);
    expect(names.codesOf("mode", "router")).toEqual([]);
    expect(new NameTable(db).counts("mode")).toEqual([{ value: "saw", count: 3 }]);
  });

  it("gives all rows of a number another value at once", () => {
    const db = database();
    const names = new NameTable(db);
    const [unchecked, intact] = [names.codeOf("verdict", "not-checked") ?? -1, names.codeOf("verdict", "intact") ?? -1];
    names.addUses("verdict", unchecked, 7);
    names.addUses("verdict", intact, 2);
    names.rename("verdict", unchecked, "intact");
    names.flush();
    for (const table of [names, new NameTable(db)]) {
      expect(table.codesOf("verdict", "not-checked")).toEqual([]);
      expect([...table.codesOf("verdict", "intact")].sort()).toEqual([unchecked, intact]);
      expect(table.textOf("verdict", unchecked)).toBe("intact");
      expect(table.counts("verdict")).toEqual([{ value: "intact", count: 9 }]);
      expect(table.codeOf("verdict", "intact")).toBe(unchecked);
    }
    expect(names.addCode("verdict", "not-checked")).toBe(2);
    expect(names.codesOf("verdict", "not-checked")).toEqual([2]);
  });
});
