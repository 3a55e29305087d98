import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CatalogDatabase } from "../../../../src/main/catalog/catalog-database.ts";
import type { OperationRequest } from "../../../../src/shared/operation-table.ts";
import { runFiltersSchema } from "../../../../src/shared/operations/run-operations.ts";
import { madeCatalog, madeEvent, madeRun } from "./made-runs.ts";
import { entriesOf, plainFilters, plainIds, plainRuns } from "./plain-scan.ts";

type OpenRequest = OperationRequest<"list.open">;

function request(more: Partial<OpenRequest> = {}): OpenRequest {
  const filters = runFiltersSchema.parse({});
  return { filters, sort: { by: "time", descending: true }, group: null, zone: "UTC", shifts: [], ...more };
}

function idsOf(catalog: CatalogDatabase, listId: string): readonly string[] {
  return catalog.listIds({ list_id: listId, from: 0, count: 10_000 });
}

const at = (second: number) => ({ created_at_utc: `2026-11-20T10:00:${String(second).padStart(2, "0")}Z` });

const FIELDS = {
  machine: "machine_id",
  tool: "tool_id",
  material: "material_id",
  mode: "mode",
  session: "workflow_session",
  batch: "batch_label",
} as const;
const GROUPS = [...(Object.keys(FIELDS) as (keyof typeof FIELDS)[]), "day" as const];

describe("an open list", () => {
  it("keeps the places of its rows while runs arrive, and shows what they are now", () => {
    const catalog = madeCatalog([madeRun(0, "run_1", at(1)), madeRun(1, "run_2", at(2))]);
    const { list_id: listId, total } = catalog.openList(request());
    expect(total).toBe(2);
    catalog.apply([madeRun(2, "run_3", at(3)), madeRun(3, "run_0", at(0)), madeEvent(4, "run.hidden", "run_2")]);
    expect(idsOf(catalog, listId)).toEqual(["run_2", "run_1"]);
    expect(catalog.listRows({ list_id: listId, from: 0, count: 9 }).map(({ hidden }) => hidden)).toEqual([true, false]);
    expect(catalog.listRows({ list_id: listId, from: 1, count: 9 }).map((row) => row.run_id)).toEqual(["run_1"]);
    expect(catalog.listPlace({ list_id: listId, run_id: "run_1" })).toBe(1);
    expect(catalog.listPlace({ list_id: listId, run_id: "run_3" })).toBeNull();
    expect(idsOf(catalog, catalog.openList(request()).list_id)).toEqual(["run_3", "run_1", "run_0"]);
  });

  it("is let go when others were used since, and says so", () => {
    const catalog = madeCatalog([madeRun(0, "run_1")]);
    const [first, second] = [catalog.openList(request()), catalog.openList(request())];
    for (let opened = 0; opened < 5; opened++) {
      idsOf(catalog, first.list_id);
      catalog.openList(request());
    }
    expect(idsOf(catalog, first.list_id)).toEqual(["run_1"]);
    expect(() => idsOf(catalog, second.list_id)).toThrow(expect.objectContaining({ code: "BAD_CURSOR" }));
    expect(() => idsOf(madeCatalog(), first.list_id)).toThrow(expect.objectContaining({ code: "BAD_CURSOR" }));
  });

  it("counts decisions, states, values and what cannot be read over the whole of it", () => {
    const catalog = madeCatalog([
      madeRun(0, "run_1", { status: "OK", decision: { risk_level: "GREEN" } }),
      madeRun(1, "run_2", { status: "BLOCKED", decision: { risk_level: "RED" }, tool_id: "T1" }),
      { ...madeRun(2, "run_3"), record: () => ({ problem: "It is gone." }) },
    ]);
    expect(catalog.openList(request())).toMatchObject({
      ...{ total: 3, store_total: 3, hidden_total: 0, unreadable: 1, groups: null, more_groups: 0 },
      counts: { risk: { GREEN: 1, RED: 1, none: 1 }, status: { OK: 1, BLOCKED: 1, none: 1 } },
      facets: { tool: [{ value: "T1", count: 1 }] },
    });
  });

  it("gathers exactly the runs of the list, each once, under the value they share", () => {
    fc.assert(
      fc.property(plainRuns, plainFilters, fc.constantFrom(...GROUPS), (runs, filters, group) => {
        const catalog = madeCatalog(entriesOf(runs));
        const opened = catalog.openList(request({ filters, group }));
        const rows = catalog.listRows({ list_id: opened.list_id, from: 0, count: 1000 });
        expect(rows.map((row) => row.run_id).toSorted()).toEqual([...plainIds(runs, filters)].toSorted());
        let from = 0;
        for (const { count, counts, from: start, value } of opened.groups ?? []) {
          expect(start).toBe(from);
          const own = rows.slice(from, from + count);
          const values = own.map((row) => (group === "day" ? row.created_at_utc?.slice(0, 10) : row[FIELDS[group]]));
          expect(new Set(values)).toEqual(new Set([value]));
          expect(Object.values(counts.risk).reduce((sum, some) => sum + (some ?? 0), 0)).toBe(count);
          expect(counts.risk.RED ?? 0).toBe(own.filter((row) => row.risk_level === "RED").length);
          from += count;
        }
        expect(from).toBe(rows.length);
        catalog.close();
      }),
      { numRuns: 40 },
    );
  });
});
