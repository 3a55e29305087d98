import { describe, expect, it } from "vitest";
import { filtersInUse, NO_FILTERS, queryFilters } from "../../../../src/renderer/state/list-filters.ts";
import { runFiltersSchema } from "../../../../src/shared/operations/run-operations.ts";

const NOW = new Date(2026, 10, 21, 14, 2);

describe("list filters", () => {
  it("no filters ask for everything that is not hidden, in words main understands", () => {
    const query = runFiltersSchema.parse(queryFilters(NO_FILTERS, NOW));
    expect(query).toEqual(runFiltersSchema.parse({}));
    expect(filtersInUse(NO_FILTERS)).toEqual([]);
  });

  it.each([
    ["today", new Date(2026, 10, 21)],
    ["yesterday", new Date(2026, 10, 20)],
    ["week", new Date(2026, 10, 15)],
    ["month", new Date(2026, 9, 23)],
  ] as const)("%s starts at midnight of the reader's zone", (kind, from) => {
    const query = queryFilters({ ...NO_FILTERS, date: { kind } }, NOW);
    expect(query).toMatchObject({ from: from.toISOString(), to: null });
    expect(runFiltersSchema.safeParse(query).success).toBe(true);
  });

  it("a range takes in both of its days and may be open", () => {
    const query = queryFilters({ ...NO_FILTERS, date: { kind: "range", from: "2026-11-01", to: "2026-11-03" } }, NOW);
    expect(query).toMatchObject({
      from: new Date(2026, 10, 1).toISOString(),
      to: new Date(new Date(2026, 10, 4).getTime() - 1).toISOString(),
    });
    expect(runFiltersSchema.safeParse(query).success).toBe(true);
    const open = queryFilters({ ...NO_FILTERS, date: { kind: "range", from: null, to: "2026-11-03" } }, NOW);
    expect(open.from).toBeNull();
  });

  it("names the filters in use in the order of the chips; blanks alone are no text", () => {
    const filters = {
      ...NO_FILTERS,
      status: ["BLOCKED" as const],
      machine: ["M3"],
      date: { kind: "today" as const },
      hidden: "only" as const,
      text: "  ",
    };
    expect(filtersInUse(filters)).toEqual(["machine", "status", "date", "hidden"]);
    expect(filtersInUse({ ...NO_FILTERS, text: "veneer" })).toEqual(["text"]);
  });
});
