import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { createTables } from "../../../../src/main/catalog/catalog-schema.ts";
import { LabelTable } from "../../../../src/main/catalog/label-table.ts";

function table(): { readonly db: DatabaseSync; readonly labels: LabelTable } {
  const db = new DatabaseSync(":memory:");
  createTables(db);
  return { db, labels: new LabelTable(db) };
}

describe("labels", () => {
  it("give one number to each text of a kind, and the text back", () => {
    const { db, labels } = table();
    const session = labels.codeOf("session", "A");
    const batch = labels.codeOf("batch", "A");
    expect(session).not.toBe(batch);
    expect([labels.codeOf("session", "A"), labels.codeOf("session", null)]).toEqual([session, null]);
    expect(new LabelTable(db).codeOf("session", "A")).toBe(session);
    expect(labels.textOf(session ?? -1)).toBe("A");
    expect([labels.findCode("batch", "A"), labels.findCode("batch", "B"), labels.textOf(99)]).toEqual([
      batch,
      null,
      null,
    ]);
  });

  it("forget what a transaction that was rolled back had given", () => {
    const { db, labels } = table();
    db.exec("BEGIN");
    labels.codeOf("session", "A");
    db.exec("ROLLBACK");
    labels.reset();
    expect(labels.findCode("session", "A")).toBeNull();
    const code = labels.codeOf("session", "A");
    expect(labels.textOf(code ?? -1)).toBe("A");
  });
});
