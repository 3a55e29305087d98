import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UNWATCHED } from "../../../../src/main/catalog/catalog-host.ts";
import { WritableCatalog } from "../../../../src/main/catalog/writable-catalog.ts";
import { type MadeStore, madeStore } from "./made-store.ts";

let made: MadeStore;
beforeEach(async () => {
  made = await madeStore();
  for (let number = 0; number < 20; number++) await made.record(`run_${number}`, { mode: "saw" });
  await made.event("run.annotated", "run_3", { kind: "note", text: "later" });
});
afterEach(() => made.close());

describe("compareSample", () => {
  it("finds the drawn runs as the files have them", async () => {
    const host = await WritableCatalog.open(made.host);
    expect(await host.verify(UNWATCHED, { count: 5, seed: 1 })).toEqual({ agrees: true, rows: 5, differing: [] });
    expect(await host.verify(UNWATCHED, { count: 500, seed: 1 })).toEqual({ agrees: true, rows: 20, differing: [] });
    await host.close();
  });

  it("believes the file, and finds a changed one whenever it is drawn: by the same number every time", async () => {
    const host = await WritableCatalog.open(made.host);
    writeFileSync(join(made.folders.runsDir, "2026-11-20/run_7.json"), '{"mode": "router"}');
    const drawn = async (seed: number) => (await host.verify(UNWATCHED, { count: 6, seed })).differing;
    const first = await Promise.all([1, 2, 3, 4, 5, 6].map(async (seed) => seed)).then(async (seeds) => {
      const found: (readonly string[])[] = [];
      for (const seed of seeds) found.push(await drawn(seed));
      return found;
    });
    expect(new Set(first.map((ids) => ids.join())).size).toBe(2);
    expect(first.flat().every((runId) => runId === "run_7")).toBe(true);
    expect(await drawn(2)).toEqual(first[1]);
    await host.close();
  });
});
