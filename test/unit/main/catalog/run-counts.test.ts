import { describe, expect, it } from "vitest";
import { madeCatalog, madeEvent, madeRun, pageRequest } from "./made-runs.ts";

const RUNS = [
  madeRun(0, "run_1", { mode: "saw", tool_id: "T1", decision: { risk_level: "GREEN" }, workflow_session_id: "s" }),
  madeRun(1, "run_2", { mode: "saw", tool_id: "T2", decision: { risk_level: "RED" } }),
  madeRun(2, "run_3", { mode: "router", tool_id: "T1", decision: { risk_level: "RED" } }),
  madeRun(3, "run_4", { mode: "router", tool_id: null }),
  madeRun(4, "run_5", { mode: "laser", tool_id: "T9" }),
  madeEvent(5, "run.hidden", "run_5"),
];

describe("totals", () => {
  const catalog = madeCatalog(RUNS);
  const total = (filters: Parameters<typeof pageRequest>[0]): number =>
    catalog.query(pageRequest(filters, { limit: 1 })).total;

  it("count all matching runs, not those of the page", () => {
    expect(total({})).toBe(4);
    expect(total({ hidden: "include" })).toBe(5);
    expect(total({ hidden: "only" })).toBe(1);
    expect(total({ mode: ["saw"] })).toBe(2);
    expect(total({ mode: ["saw", "laser", "saw"] })).toBe(2);
    expect(total({ mode: ["saw", "laser"], hidden: "include" })).toBe(3);
    expect(total({ mode: ["saw"], risk: ["RED"] })).toBe(1);
    expect(total({ workflow_session: ["s"] })).toBe(1);
    expect(total({ text: "T1" })).toBe(2);
    expect(total({ exported: false })).toBe(4);
    expect(total({ exported: true })).toBe(0);
  });

  it("say how many runs the store holds, whatever the filters", () => {
    expect(catalog.query(pageRequest({ mode: ["saw"] }))).toMatchObject({ store_total: 5, hidden_total: 1 });
  });

  it("follow what is applied after they were counted", () => {
    const later = madeCatalog(RUNS);
    const request = pageRequest({ mode: ["saw"], risk: ["RED"] }, { facets: true });
    expect(later.query(request)).toMatchObject({ total: 1, facets: { tool: [{ value: "T2", count: 1 }] } });
    later.apply([madeRun(6, "run_6", { mode: "saw", tool_id: "T2", decision: { risk_level: "RED" } })]);
    expect(later.query(request)).toMatchObject({ total: 2, facets: { tool: [{ value: "T2", count: 2 }] } });
  });
});

describe("facets", () => {
  const catalog = madeCatalog(RUNS);
  const facets = (filters: Parameters<typeof pageRequest>[0]) =>
    catalog.query(pageRequest(filters, { facets: true })).facets;

  it("are given only when asked for", () => {
    expect(catalog.query(pageRequest()).facets).toBeUndefined();
  });

  it("count the values of all runs in the list, most frequent first, ties by value", () => {
    expect(facets({})).toMatchObject({
      mode: [
        { value: "router", count: 2 },
        { value: "saw", count: 2 },
      ],
      tool: [
        { value: "T1", count: 2 },
        { value: "T2", count: 1 },
      ],
      check: [{ value: "not-checked", count: 4 }],
    });
  });

  it("keep all other filters and pass over their own", () => {
    expect(facets({ mode: ["saw"], risk: ["RED"] })).toMatchObject({
      mode: [
        { value: "router", count: 1 },
        { value: "saw", count: 1 },
      ],
      risk: [
        { value: "GREEN", count: 1 },
        { value: "RED", count: 1 },
      ],
      tool: [{ value: "T2", count: 1 }],
    });
  });

  it("count hidden runs when those are in the list", () => {
    expect(facets({ hidden: "include" })).toMatchObject({ tool: expect.arrayContaining([{ value: "T9", count: 1 }]) });
    expect(facets({ hidden: "only" })).toMatchObject({ mode: [{ value: "laser", count: 1 }] });
  });

  it("are empty where nothing matches", () => {
    expect(facets({ text: "nothing-has-this" })).toMatchObject({ mode: [], tool: [] });
    expect(facets({ tool: ["nope"] })).toMatchObject({ mode: [], tool: [{ value: "T1" }, { value: "T2" }] });
  });
});
