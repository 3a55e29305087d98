import { describe, expect, it } from "vitest";
import { catalogCallHandlers } from "../../../../src/main/catalog/catalog-calls.ts";
import { type CatalogHost, UNWATCHED } from "../../../../src/main/catalog/catalog-host.ts";
import { madeCatalog, madeRun, pageRequest } from "./made-runs.ts";

const SHA = "ab".repeat(32);

function handlers() {
  const database = madeCatalog([madeRun(0, "run_1", { attachments: [{ sha256: SHA }] })]);
  const asked: string[] = [];
  const host: CatalogHost = {
    use: async (_, work) => work(database, null),
    hear: ({ entries }) => void asked.push(`hear ${entries.length}`),
    apply: async ({ entries }) => void asked.push(`apply ${entries.length}`),
    catchUp: async () => database.stats(),
    rebuild: async (control) => {
      control.report(1, 2);
      return database.stats();
    },
    verify: async () => ({ agrees: true, rows: 1, differing: [] }),
    status: () => ({ state: "ready", done: 1, total: 1, mended: [] }),
    close: async () => void asked.push("close"),
  };
  let openings = 0;
  const calls = catalogCallHandlers(async () => {
    openings++;
    return host;
  });
  return { calls, asked, openings: () => openings, database };
}

describe("catalogCallHandlers", () => {
  it("open the host once, whichever call comes first", async () => {
    const { calls, openings } = handlers();
    await Promise.all([calls.stats(null, UNWATCHED), calls.open(null, UNWATCHED), calls.find("run_1", UNWATCHED)]);
    expect(openings()).toBe(1);
  });

  it("answer from the database", async () => {
    const { calls, database } = handlers();
    expect(await calls.query(pageRequest(), UNWATCHED)).toEqual(database.query(pageRequest()));
    expect(await calls.find("run_1", UNWATCHED)).toEqual(database.find("run_1"));
    expect(await calls.entryPlaces("run_1", UNWATCHED)).toHaveLength(1);
    expect(await calls.runsWithAttachment({ sha256: SHA, limit: 5 }, UNWATCHED)).toEqual(["run_1"]);
    expect(await calls.related("run_1", UNWATCHED)).toEqual(database.related("run_1"));
    const which = { by: "batch", value: "A" } as const;
    expect(await calls.batchTree(which, UNWATCHED)).toEqual(database.batchTree(which));
    expect(await calls.stats(null, UNWATCHED)).toEqual(database.stats());
    expect(await calls.status(null, UNWATCHED)).toEqual({ state: "ready", done: 1, total: 1, mended: [] });
    expect(await calls.catchUp(null, UNWATCHED)).toEqual(database.stats());
  });

  it("hand changes and long work to the host", async () => {
    const { calls, asked } = handlers();
    const reports: number[] = [];
    await calls.hear({ entries: [], files: [] }, UNWATCHED);
    await calls.apply({ entries: [], files: [] }, UNWATCHED);
    await calls.rebuild(null, { ...UNWATCHED, report: (done) => reports.push(done) });
    expect(await calls.verify(null, UNWATCHED)).toMatchObject({ agrees: true });
    await calls.close(null, UNWATCHED);
    expect(asked).toEqual(["hear 0", "apply 0", "close"]);
    expect(reports).toEqual([1]);
  });
});
