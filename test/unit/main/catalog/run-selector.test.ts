import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CatalogDatabase } from "../../../../src/main/catalog/catalog-database.ts";
import type { RunFilters } from "../../../../src/shared/operations/run-operations.ts";
import { allIds, madeCatalog, madeRun, pageRequest } from "./made-runs.ts";
import { entriesOf, type PlainRun, plainFilters, plainIds, plainRuns } from "./plain-scan.ts";

const SORT = { by: "time", descending: true } as const;

function openAll(catalog: CatalogDatabase, filters: RunFilters): readonly string[] {
  const { list_id: listId, total } = catalog.openList({ filters, sort: SORT, group: null, zone: "UTC", shifts: [] });
  const ids = catalog.listIds({ list_id: listId, from: 0, count: 1000 });
  expect(ids).toHaveLength(total);
  return ids;
}

/** How often each value occurs among the runs that hold all filters but one. */
function plainFacet(runs: readonly PlainRun[], filters: RunFilters, name: "tool" | "risk", of: "tool" | "risk") {
  const others = { ...filters, [name]: [], without: { ...filters.without, [name]: [] } };
  const ids = new Set(plainIds(runs, others));
  const counts = new Map<string, number>();
  for (const run of runs) {
    const value = run[of];
    if (ids.has(run.runId) && value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}

describe("filters", () => {
  it("give the runs that a plain look at every run gives, in pages, in lists and in counts", () => {
    fc.assert(
      fc.property(
        plainRuns,
        fc.array(plainFilters, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 9 }),
        (runs, many, limit) => {
          const catalog = madeCatalog(entriesOf(runs));
          for (const filters of many) {
            const expected = plainIds(runs, filters);
            expect(allIds(catalog, filters, limit)).toEqual(expected);
            expect(openAll(catalog, filters)).toEqual(expected);
            const { facets, total } = catalog.query(pageRequest(filters, { facets: true, limit: 1 }));
            expect(total).toBe(expected.length);
            for (const name of ["tool", "risk"] as const) {
              const counted = Object.fromEntries((facets?.[name] ?? []).map(({ count, value }) => [value, count]));
              expect(counted).toEqual(plainFacet(runs, filters, name, name));
            }
          }
          catalog.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  it("give the same while runs arrive some at a time as for all at once", () => {
    fc.assert(
      fc.property(plainRuns, plainFilters, fc.integer({ min: 1, max: 12 }), (runs, filters, step) => {
        const entries = entriesOf(runs);
        const growing = madeCatalog();
        for (let from = 0; from < entries.length; from += step) {
          growing.apply(entries.slice(from, from + step));
          growing.query(pageRequest(filters, { limit: 1, facets: true }));
        }
        expect(allIds(growing, filters, 3)).toEqual(plainIds(runs, filters));
        growing.close();
      }),
      { numRuns: 60 },
    );
  });

  it("leave out what words find and links forbid", () => {
    const words = plainFilters.map((filters) => ({
      ...filters,
      ...{ text: "blade", hidden: "include" as const, from: null, to: null },
      without: { ...filters.without, tag: ["retry"] },
    }));
    fc.assert(
      fc.property(plainRuns, words, (runs, filters) => {
        const catalog = madeCatalog(entriesOf(runs));
        expect(allIds(catalog, filters, 2)).toEqual(plainIds(runs, filters));
        catalog.close();
      }),
      { numRuns: 60 },
    );
  });

  it("refuse a date that does not exist, and find nothing by text without a word", () => {
    const catalog = madeCatalog([madeRun(0, "run_1")]);
    expect(() => catalog.query(pageRequest({ from: "2026-02-30" }))).toThrow("is not a date or time that exists");
    expect(allIds(catalog, { text: "---" })).toEqual([]);
  });
});
