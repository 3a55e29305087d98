import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTables } from "../../../../src/main/catalog/catalog-schema.ts";
import { matchExpression, searchText } from "../../../../src/main/catalog/search-words.ts";
import { TermTable } from "../../../../src/main/catalog/term-table.ts";

function indexOf(...texts: readonly string[]): { readonly db: DatabaseSync; readonly terms: TermTable } {
  const db = new DatabaseSync(":memory:");
  createTables(db);
  const terms = new TermTable(db);
  texts.forEach((text, at) => {
    const words = searchText([text]);
    db.prepare("INSERT INTO words (rowid, text) VALUES (?, ?)").run(at, words);
    terms.add(words);
  });
  return { db, terms };
}

describe("terms", () => {
  it("tell the words that begin like one, without marks and in small letters", () => {
    const { terms } = indexOf("Chatter, chattering CHAT; Ändérung", "saw:veneer_160 0199abcd");
    expect(terms.expand("chat")).toEqual(["chat", "chatter", "chattering"]);
    expect(terms.expand("ande")).toEqual(["anderung"]);
    expect(terms.expand("Vene")).toEqual(["veneer"]);
  });

  it("leave short words, parts of ids, foreign letters and what nobody wrote to the word index", () => {
    const { terms } = indexOf("chatter cab 0199abcd Späne");
    for (const word of ["cha", "0199", "abcd", "spän", "zzzz"]) expect(terms.expand(word)).toBeNull();
    const many = indexOf(Array.from({ length: 70 }, (_, at) => `word${at}`).join(" "));
    expect(many.terms.expand("word")).toBeNull();
    expect(many.terms.expand("word6")).toHaveLength(11);
  });

  it("find the same runs as the word index alone", () => {
    const texts = fc.array(fc.stringMatching(/^[a-zà-öø-ÿA-Z0-9 _:.-]{0,40}$/), { minLength: 1, maxLength: 12 });
    const wanted = fc.array(fc.stringMatching(/^[a-zà-öA-Z0-9_:.-]{1,7}$/), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(texts, wanted, fc.nat(), (some, words, pick) => {
        const parts = some.flatMap((text) => text.split(" ")).filter((part) => part !== "");
        const known = parts[pick % Math.max(1, parts.length)] ?? "";
        const { db, terms } = indexOf(...some);
        for (const text of [...words, known, known.slice(0, 5)]) {
          const found = (expression: string | null) =>
            expression === null
              ? null
              : db
                  .prepare("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid")
                  .all(expression)
                  .map((row) => row.rowid);
          expect(found(matchExpression(text, (beginning) => terms.expand(beginning)))).toEqual(
            found(matchExpression(text)),
          );
        }
        db.close();
      }),
    );
  });
});
