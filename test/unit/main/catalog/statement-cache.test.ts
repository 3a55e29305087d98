import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { StatementCache } from "../../../../src/main/catalog/statement-cache.ts";

describe("StatementCache", () => {
  it("prepares a text once", () => {
    const cache = new StatementCache(new DatabaseSync(":memory:"));
    expect(cache.prepare("SELECT 1")).toBe(cache.prepare("SELECT 1"));
  });

  it("does not grow without end", () => {
    const cache = new StatementCache(new DatabaseSync(":memory:"));
    const first = cache.prepare("SELECT 0");
    for (let number = 1; number < 1000; number++) cache.prepare(`SELECT ${number}`);
    expect(cache.prepare("SELECT 0")).not.toBe(first);
  });
});
