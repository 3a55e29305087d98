import { describe, expect, it } from "vitest";
import { because, STORE_SENTENCES } from "../../../../src/main/check/store-sentences.ts";

const sentences = Object.entries(STORE_SENTENCES).map(
  ([code, sentence]) => [code, sentence({ name: "a.json", reason: null })] as const,
);

describe("what a person reads of the folder", () => {
  it("is another sentence for every code: nothing is called by another's name", () => {
    expect(new Set(sentences.map(([, text]) => text)).size).toBe(sentences.length);
  });

  it.each(sentences)("%s is short, ends, and promises nothing", (_code, text) => {
    expect(text).toMatch(/[.]$/);
    expect(text).not.toMatch(/please|sorry|invalid|failed to|\bhash\b|\bsafe\b|null|undefined/i);
    for (const sentence of text.split(/[.] /)) expect(sentence.split(" ").length).toBeLessThanOrEqual(16);
  });

  it("names damage, rewriting and rollback by words of their own", () => {
    const told = new Map(sentences);
    expect(told.get("LEDGER_DAMAGED")).toContain("damaged");
    expect(told.get("LEDGER_REWRITTEN")).toContain("rewritten");
    expect(told.get("ROLLED_BACK")).toContain("older than it was");
    for (const code of ["LEDGER_REWRITTEN", "ROLLED_BACK"]) expect(told.get(code)).not.toContain("damaged");
  });

  it("gives the reason as the end of a sentence, and nothing where there is none", () => {
    expect([because("it is empty"), because(null)]).toEqual([": it is empty", ""]);
    const reason = "it is empty";
    expect(STORE_SENTENCES.LEDGER_TRUNCATED({ name: "a", reason })).toContain("is missing: it is empty.");
  });
});
