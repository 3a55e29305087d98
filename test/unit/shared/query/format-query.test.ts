import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatQuery } from "../../../../src/shared/query/format-query.ts";
import { parseQuery } from "../../../../src/shared/query/parse-query.ts";
import { EVERYTHING, type RunQuery, runQuerySchema } from "../../../../src/shared/query/run-query.ts";
import { randomQuery } from "../../../support/random-query.ts";

function textOf(parts: Partial<RunQuery>): string {
  return formatQuery({ ...EVERYTHING, ...parts });
}

describe("the text of a query", () => {
  it("is read back as the same query, whatever it asks for", () => {
    fc.assert(
      fc.property(randomQuery, (query) => {
        expect(parseQuery(formatQuery(query))).toEqual({ query, error: null });
      }),
      { numRuns: 300 },
    );
  });

  it("is empty for everything", () => {
    expect(formatQuery(EVERYTHING)).toBe("");
  });

  it("says first what runs have, then what they lack, then when, then the words", () => {
    const query = runQuerySchema.parse({
      text: "edge burn",
      date: { kind: "last", amount: 7, unit: "day" },
      without: { machine: ["M3"] },
      exported: false,
      differs: true,
      hidden: "only",
      tool: ["T102", "saw:6"],
      risk: ["RED", "YELLOW"],
    });
    expect(formatQuery(query)).toBe(
      'decision:RED,YELLOW tool:T102,"saw:6" -machine:M3 -exported differs hidden:only since:7d edge burn',
    );
  });

  it.each([
    [{ tag: ["a"] }, "tag:a"],
    [{ tag: ["a", "b"] }, "tag:a,b"],
    [{ tag_all: ["a", "b"] }, "tag:a tag:b"],
    [{ tag_all: ["a"] }, "all-tags:a"],
    [{ tag: ["x", "y"], tag_all: ["a"] }, "tag:x,y tag:a"],
    [{ tag: ["x"], tag_all: ["a", "b"] }, "tag:x all-tags:a,b"],
  ])("tells tags of which one must hold from those that all must: %j", (parts, text) => {
    expect(textOf(parts)).toBe(text);
  });

  it.each([
    [{ kind: "last", amount: 1, unit: "day" }, "since:today"],
    [{ kind: "last", amount: 12, unit: "hour" }, "since:12h"],
    [{ kind: "last", amount: 3, unit: "month" }, "since:3m"],
    [{ kind: "shift" }, "shift:now"],
    [{ kind: "range", from: "2026-11-20", to: "2026-11-20" }, "on:2026-11-20"],
    [{ kind: "range", from: "2026-11-20", to: null }, "since:2026-11-20"],
    [{ kind: "range", from: null, to: "2026-11-20T14:00" }, "until:2026-11-20T14:00"],
    [{ kind: "range", from: null, to: null }, ""],
  ] as const)("spells the date %j", (date, text) => {
    expect(textOf({ date })).toBe(text);
  });

  it.each([
    ["exported", '"exported"'],
    ["-x", '"-x"'],
    ["a  b", '"a  b"'],
    ["12:30", '"12:30"'],
    ['6"', '"6\\""'],
    ["C:\\", '"C:\\\\"'],
    ["edge-2, burn", "edge-2, burn"],
  ])("puts words in quotes where they would be read as something else: %s", (words, text) => {
    expect(textOf({ text: words })).toBe(text);
  });
});
