import { describe, expect, it } from "vitest";
import { BrokenQuery } from "../../../../src/shared/query/query-error.ts";

describe("what is wrong with a query", () => {
  it("is told with the word itself", () => {
    const broken = new BrokenQuery({ start: 9, length: 5 }, "unknown-value", { allowed: ["RED"], suggestion: "RED" });
    expect(broken.toError("decision:redd,")).toEqual({
      ...{ start: 9, length: 5, word: "redd,", problem: "unknown-value", allowed: ["RED"], suggestion: "RED" },
    });
  });

  it("is never placed outside the text", () => {
    const placed = (start: number, length: number) => new BrokenQuery({ start, length }, "no-value").toError("ab");
    expect(placed(2, 1)).toMatchObject({ start: 1, length: 1, word: "b" });
    expect(placed(0, 9)).toMatchObject({ start: 0, length: 2, word: "ab" });
    expect(placed(1, 0)).toMatchObject({ length: 1 });
  });
});
