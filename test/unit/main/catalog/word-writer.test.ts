import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { createTables } from "../../../../src/main/catalog/catalog-schema.ts";
import { WordWriter } from "../../../../src/main/catalog/word-writer.ts";

function made() {
  const db = new DatabaseSync(":memory:");
  createTables(db);
  const found = (word: string) =>
    db
      .prepare("SELECT rowid FROM words WHERE words MATCH ?")
      .all(word)
      .map(({ rowid }) => rowid);
  return { db, found, words: new WordWriter(db) };
}

describe("WordWriter", () => {
  it("writes words when told to, in whatever order rows came", () => {
    const { found, words } = made();
    words.add(9, "late\n");
    words.add(3, "early\n");
    words.append(3, "more\n");
    expect(found("late")).toEqual([]);
    words.flush();
    expect([found("late"), found("early"), found("more")]).toEqual([[9], [3], [3]]);
    words.append(9, "again\n");
    words.append(9, "twice\n");
    words.flush();
    expect([found("late"), found("again"), found("twice")]).toEqual([[9], [9], [9]]);
  });

  it("forgets what a transaction that was undone kept back", () => {
    const { found, words } = made();
    words.add(1, "lost\n");
    words.reset();
    words.flush();
    expect(found("lost")).toEqual([]);
  });

  it("gathers more for a while and finds the same", () => {
    const { db, found, words } = made();
    words.gatherMuch(true);
    words.add(1, "one\n");
    words.flush();
    words.gatherMuch(false);
    expect(found("one")).toEqual([1]);
    expect(db.prepare("SELECT v FROM words_config WHERE k = 'hashsize'").get()).toEqual({ v: 1024 * 1024 });
  });
});
