import { describe, expect, it } from "vitest";
import { activeFilters, timeSpanOf } from "../../../../src/main/catalog/run-filters.ts";
import { runFiltersSchema } from "../../../../src/shared/operations/run-operations.ts";

const filters = (some: object) => runFiltersSchema.parse(some);
const DAY = Date.UTC(2026, 10, 20) * 1000;

describe("filters of a request", () => {
  it("are set when they leave something out", () => {
    expect(activeFilters(filters({}))).toEqual([]);
    expect(activeFilters(filters({ hidden: "only", text: "  " }))).toEqual([]);
    const some = { tool: ["T"], without: { mode: ["saw"] }, exported: false, text: "x", tag_all: ["a"] };
    expect(activeFilters(filters(some)).toSorted()).toEqual(["exported", "tag_all", "text", "tool", "without"]);
  });

  it("take a date for its whole day and a time for itself", () => {
    expect(timeSpanOf(filters({ from: "2026-11-20", to: "2026-11-20" }))).toEqual({
      from: DAY,
      to: DAY + 86_399_999_999,
    });
    expect(timeSpanOf(filters({ to: "2026-11-20T00:00:01Z" }))).toEqual({ from: null, to: DAY + 1_000_000 });
    expect(() => timeSpanOf(filters({ to: "2026-13-01" }))).toThrow("is not a date");
  });
});
