import { describe, expect, it } from "vitest";
import { parseQuery } from "../../../../src/shared/query/parse-query.ts";
import { QUERY_PROBLEMS, type QueryError } from "../../../../src/shared/query/query-error.ts";
import { queryProblemText } from "../../../../src/shared/query/query-problem-text.ts";

function textFor(query: string): string {
  const { error } = parseQuery(query);
  return error === null ? "" : queryProblemText(error);
}

describe("what is said of a typed query that cannot be understood", () => {
  it.each([
    ["mashine:M3", '"mashine" is not the name of a filter. Put words with a colon in quotes. Did you mean machine?'],
    ["status:DONE", '"DONE" is not a value of this filter. There is: OK, BLOCKED, ERROR.'],
    ["decision:gren", '"gren" is not a value of this filter. Did you mean GREEN?'],
    ["tool:", "A value is missing here."],
    ["on:2026-02-30", '"2026-02-30" does not exist. There is: today, 2026-11-20.'],
    ["since:7x", '"7x" needs a unit: h, d, w or m. There is: 7d, 12h, 2w, 3m, today, yesterday.'],
    [`${"x".repeat(401)}`, "The words to find have at most 400 characters."],
  ])("%s", (query, text) => {
    expect(textFor(query)).toBe(text);
  });

  it("is short, plain and never blames", () => {
    for (const problem of QUERY_PROBLEMS) {
      const error: QueryError = { start: 0, length: 1, word: "x", problem, allowed: [], suggestion: null };
      const sentences = queryProblemText(error).split(/(?<=[.?]) /);
      for (const sentence of sentences) {
        expect(sentence.split(" ").length).toBeLessThanOrEqual(15);
        expect(sentence).not.toMatch(/please|sorry|invalid|illegal|failed to|unexpected|you |!/i);
        expect(sentence).toMatch(/^["A-Z].*[.?]$/);
      }
    }
  });
});
