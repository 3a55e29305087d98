import { describe, expect, it } from "vitest";
import { joinFilters } from "../../../../../src/main/operations/command-line/list-filters.ts";
import { runFiltersSchema } from "../../../../../src/shared/operations/run-operations.ts";

describe("filters from several places", () => {
  it("must all hold", () => {
    const query = runFiltersSchema.parse({
      tool: ["T1"],
      without: { risk: ["RED"] },
      from: "2026-11-20",
      exported: false,
    });
    const joined = joinFilters([
      { source: "--query", filters: query },
      { source: "--machine", filters: { machine: ["M3"] } },
      { source: "--to", filters: { to: "2026-11-21" } },
      { source: "--hidden", filters: { hidden: "only" } },
    ]);
    expect(runFiltersSchema.parse(joined)).toEqual({ ...query, machine: ["M3"], to: "2026-11-21", hidden: "only" });
  });

  it.each([
    [{ tool: ["T1"] }, { tool: ["T2"] }, "tool"],
    [{ from: "2026-11-20" }, { from: "2026-11-20" }, "from"],
    [{ exported: false }, { exported: true }, "exported"],
    [{ hidden: "only" as const }, { hidden: "include" as const }, "hidden"],
    [{ text: "a" }, { text: "b" }, "text"],
    [{ without: { tool: ["T1"] } }, { without: { tool: ["T2"] } }, "-tool"],
  ])("are refused where two set one: %j and %j", (one, other, name) => {
    const join = () =>
      joinFilters([
        { source: "--view", filters: one },
        { source: "--query", filters: other },
      ]);
    expect(join).toThrow(`--query sets ${name} a second time; --view sets it too.`);
  });

  it("may leave out values of a filter that another sets", () => {
    expect(
      joinFilters([
        { source: "--tag", filters: { tag: ["a"] } },
        { source: "--query", filters: { without: { tag: ["b"] } } },
      ]),
    ).toEqual({ tag: ["a"], without: { tag: ["b"] } });
  });
});
