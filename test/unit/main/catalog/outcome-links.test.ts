import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { createTables } from "../../../../src/main/catalog/catalog-schema.ts";
import { OutcomeLinks, outcomeValue } from "../../../../src/main/catalog/outcome-links.ts";

const [ONE, TWO] = ["1".repeat(64), "2".repeat(64)] as [string, string];

function links() {
  const db = new DatabaseSync(":memory:");
  createTables(db);
  return { db, outcomes: new OutcomeLinks(db) };
}

describe("OutcomeLinks", () => {
  it("give the results of the same inputs that differ, each once", () => {
    const { outcomes } = links();
    for (let rid = 0; rid < 50; rid++) outcomes.add(ONE, "aa bb", rid);
    outcomes.add(ONE, "aa cc", 50);
    outcomes.add(ONE, "- bb", 51);
    outcomes.add(TWO, "dd ee", 52);
    expect(outcomes.otherResults(ONE, "aa bb")).toEqual(["aa cc"]);
    expect(outcomes.otherResults(ONE, "zz zz")).toEqual(["- bb", "aa bb", "aa cc"]);
    expect(outcomes.otherResults("3".repeat(64), "aa bb")).toEqual([]);
  });

  it("look at a few where every result is another one", () => {
    const { outcomes } = links();
    for (let rid = 0; rid < 500; rid++) outcomes.add(ONE, `${rid} -`, rid);
    expect(outcomes.otherResults(ONE, "x -").length).toBe(20);
  });

  it("pass over all runs with one result in one step", () => {
    const { db } = links();
    const plan = db
      .prepare(
        "EXPLAIN QUERY PLAN SELECT value FROM link WHERE kind = 'outcome' AND value > ? AND value < ? ORDER BY value LIMIT 1",
      )
      .all();
    expect(plan.map(({ detail }) => detail)).toEqual([
      "SEARCH link USING PRIMARY KEY (kind=? AND value>? AND value<?)",
    ]);
  });

  it("lie under inputs and result together", () => {
    const { db, outcomes } = links();
    outcomes.add(ONE, "aa bb", 7);
    const { kind, value } = outcomeValue(ONE, "aa bb");
    expect(db.prepare("SELECT rid FROM link WHERE kind = ? AND value = ?").all(kind, value)).toEqual([{ rid: 7 }]);
  });
});
