import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTables } from "../../../../src/main/catalog/catalog-schema.ts";
import { matchExpression, searchText } from "../../../../src/main/catalog/search-words.ts";

/** Half a surrogate pair included: a person's paste can hold anything. */
const anyCodeUnit = fc.oneof(
  fc.constantFrom('"', "*", " ", "(", "a"),
  fc.nat(0xffff).map((unit) => String.fromCharCode(unit)),
);

function wordIndex(...texts: readonly (string | null)[]): DatabaseSync {
  const db = new DatabaseSync(":memory:");
  createTables(db);
  db.prepare("INSERT INTO words (rowid, text) VALUES (1, ?)").run(searchText(texts));
  return db;
}

function finds(db: DatabaseSync, words: string): boolean {
  const expression = matchExpression(words);
  if (expression === null) return false;
  return db.prepare("SELECT 1 FROM words WHERE words MATCH ?").get(expression) !== undefined;
}

describe("words", () => {
  const db = wordIndex("Blade dull, Späne verklemmt", null, "saw:veneer_160", "振動が大きい", "run_0199abcdef");

  it.each([
    "blade",
    "BLA",
    "spane",
    "Späne dull",
    "saw:ven",
    "veneer_160 blade",
    "大きい",
    "動",
    "run_0199",
    "dull ---",
  ])("finds what was written by %j", (words) => expect(finds(db, words)).toBe(true));

  it.each(["lade", "blade sharp", "160veneer", "動大", "run_0198"])("does not find it by %j", (words) =>
    expect(finds(db, words)).toBe(false),
  );

  it.each(["", "   ", "---", '"', "*", "\0", "( ) ^"])("sees no word in %j", (words) =>
    expect(matchExpression(words)).toBeNull(),
  );

  it.each([
    '"',
    'a"b',
    "a OR b",
    "NOT a",
    "text:a",
    "a*",
    "NEAR(a b)",
    "a AND",
    "(a",
    "a\0b",
    "-a",
    "^a",
    "{a}: b",
    "\ud800a",
  ])("takes %j as words, never as an expression", (words) => expect(() => finds(db, words)).not.toThrow());

  it("takes any text without a fault", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCodeUnit, maxLength: 60 }), (words) => {
        finds(db, words);
      }),
    );
  });

  it("finds any part of any text by itself", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-zà-öø-ü0-9_:.-]{1,12}$/), { minLength: 1, maxLength: 6 }),
        (parts) => {
          const some = parts.find((part) => /[a-zà-öø-ü0-9]/.test(part));
          if (some !== undefined) expect(finds(wordIndex(parts.join(" ")), some)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("searchText", () => {
  it("cuts what is too long to be searched", () => {
    expect(searchText(["a".repeat(5000)]).length).toBe(2001);
    expect(searchText(Array.from({ length: 100 }, () => "b".repeat(500))).length).toBe(8000);
  });
});
