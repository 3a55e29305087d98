import { expect, it } from "vitest";
import type { Catalog } from "../../../../src/main/catalog/catalog.ts";
import { isBeingBuilt, wholeCatalog } from "../../../../src/main/operations/whole-catalog.ts";

function catalogThatIs(state: "ready" | "building"): Catalog {
  return { status: async () => ({ state, done: 1, total: 2, mended: [] }) } as unknown as Catalog;
}

it("gives a catalog that is whole and refuses one that is being built", async () => {
  const [ready, building] = [catalogThatIs("ready"), catalogThatIs("building")];
  expect(await wholeCatalog({ catalog: async () => ready })).toBe(ready);
  await expect(wholeCatalog({ catalog: async () => building })).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await isBeingBuilt(building)).toBe(true);
});
