import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Catalog, openCatalog } from "../../../../src/main/catalog/catalog.ts";
import { idsOf, pageRequest } from "./made-runs.ts";
import { type MadeStore, madeStore } from "./made-store.ts";

const workerUrl = new URL("../../../../src/main/catalog/catalog-worker.ts", import.meta.url);
const SHA = "ab".repeat(32);

let made: MadeStore;
let catalogs: Catalog[];

beforeEach(async () => {
  made = await madeStore();
  catalogs = [];
});
afterEach(async () => {
  for (const catalog of catalogs) await catalog.close();
  await made.close();
});

async function open(access: "write" | "read" = "write", runsDir = made.folders.runsDir): Promise<Catalog> {
  const catalog = await openCatalog({ runsDir, access, workerUrl });
  catalogs.push(catalog);
  return catalog;
}

describe("openCatalog", () => {
  it("is up to the ledger when it resolves, and follows commits", async () => {
    await made.record("run_1", { mode: "saw", attachments: [{ sha256: SHA }] });
    const catalog = await open();
    expect(idsOf(await catalog.query(pageRequest()))).toEqual(["run_1"]);
    await made.record("run_2", { mode: "router" });
    for (const commit of made.commits) await catalog.apply(commit);
    expect(await catalog.find("run_2")).toMatchObject({ mode: "router", path: "2026-11-20/run_2.json" });
    expect(await catalog.runsWithAttachment(SHA, 5)).toEqual(["run_1"]);
    const [place] = await catalog.entryPlaces("run_2");
    expect(place === undefined ? null : made.store.ledger.entryAt(place).subject).toBe("run_2");
    expect(await catalog.stats()).toMatchObject({ rows: 2 });
  });

  it("rebuilds and verifies with progress, and stops when told to", async () => {
    await made.record("run_1");
    const catalog = await open();
    const watcher = { progress: () => undefined, signal: new AbortController().signal };
    expect(await catalog.rebuild(watcher)).toMatchObject({ rows: 1 });
    expect(await catalog.verify(watcher)).toEqual({ agrees: true, rows: 1, differing: [] });
    await expect(catalog.verify({ ...watcher, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "CANCELLED",
    });
  });

  it("sends only records to the worker", async () => {
    const catalog = await open();
    await made.record("run_1");
    const [commit] = made.commits.slice(-1);
    // A file that cannot be sent shows that it was left out.
    const unsendable = { path: "2026-11-20/run_1_advisory_a.json", bytes: (() => undefined) as unknown as Uint8Array };
    await catalog.apply({ entries: commit?.entries ?? [], files: [...(commit?.files ?? []), unsendable] });
    expect(await catalog.find("run_1")).not.toBeNull();
  });

  it("rejects with a code when it cannot open, and leaves no worker behind", async () => {
    await expect(open("write", join(made.folders.root, "missing/runs"))).rejects.toMatchObject({
      code: "PATH_NOT_FOUND",
    });
    writeFileSync(join(made.folders.root, "file"), "");
    await expect(open("write", join(made.folders.root, "file"))).rejects.toMatchObject({ code: "PATH_NOT_FOUND" });
  });
});
