import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Catalog } from "../../../../src/main/catalog/catalog.ts";
import { CatalogGrowth } from "../../../../src/main/operations/catalog-growth.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function stage() {
  const heard: number[] = [];
  let done = 0;
  const catalog = {
    status: async () => ({ state: "building", done: ++done, total: 9, mended: [] }),
    hear: async ({ entries }: { readonly entries: readonly unknown[] }) => {
      if (entries.length === 0) throw new Error("nothing to hear");
      heard.push(entries.length);
    },
  } as unknown as Catalog;
  const told: number[] = [];
  return { growth: new CatalogGrowth(catalog, (status) => told.push(status.done)), catalog, heard, told };
}

it("tells at once, every few seconds and at the end how far the catalog is", async () => {
  const { growth, told } = stage();
  await vi.advanceTimersByTimeAsync(3000);
  growth.stop();
  await vi.advanceTimersByTimeAsync(9000);
  expect(told).toEqual([1, 2, 3]);
});

it("is ready once the catalog heard of what was committed, also of what it could not take", async () => {
  const { growth, catalog, heard } = stage();
  growth.hear({ entries: [{}, {}], files: [] } as never);
  growth.hear({ entries: [], files: [] });
  expect(await growth.ready()).toBe(catalog);
  expect(heard).toEqual([2]);
  growth.stop();
});
