import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCatalog } from "../../src/main/catalog/catalog.ts";
import { catalogFileOf, openUnfinished } from "../../src/main/catalog/catalog-file.ts";
import { openCatalogSource } from "../../src/main/catalog/catalog-source.ts";
import { bootTimeSeconds, systemClock } from "../../src/main/system/clock.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import { makeTestFolders, openTestStore, recordChange, type TestFolders } from "../support/open-test-store.ts";

const RUNS = 1500;
const workerUrl = new URL("../../src/main/catalog/catalog-worker.ts", import.meta.url);
const watcher = { progress: () => undefined, signal: new AbortController().signal };

/** Derives a catalog and stops in the middle of it, for good, as soon as the first groups are in; says `begun` then. */
const BUILDER = `
  const { WritableCatalog } = await import(${JSON.stringify(new URL("../../src/main/catalog/writable-catalog.ts", import.meta.url).href)});
  const { bootTimeSeconds, systemClock } = await import(${JSON.stringify(new URL("../../src/main/system/clock.ts", import.meta.url).href)});
  const { nodeFs } = await import(${JSON.stringify(new URL("../../src/main/system/node-fs.ts", import.meta.url).href)});
  const [runsDir] = process.argv.slice(1);
  const host = await WritableCatalog.open({ runsDir, fs: nodeFs, bootSeconds: bootTimeSeconds(systemClock), early: { patienceMs: 0, fromEntries: 0 } });
  while (host.status().done < 300) await new Promise((resolve) => setImmediate(resolve));
  process.stdout.write("begun\\n");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
`;

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
});
afterEach(() => folders.remove());

async function makeRuns(): Promise<void> {
  const store = await openTestStore(folders);
  const record = (number: number) =>
    store.commit(recordChange(number, JSON.stringify({ mode: "saw", created_at_utc: "2026-11-20T10:00:00Z" })));
  await Promise.all(Array.from({ length: RUNS }, (_, number) => record(number)));
  await store.close();
}

async function killedBuilder(): Promise<void> {
  const args = ["--input-type=module", "-e", BUILDER, folders.runsDir];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
}

/** How far the catalog that was begun is, for whoever goes on with it. */
function begunAt(): number {
  const source = openCatalogSource(nodeFs, folders.runsDir);
  const { newPath } = catalogFileOf(folders.runsDir);
  const begun = openUnfinished(newPath, { fs: nodeFs, source, bootSeconds: bootTimeSeconds(systemClock) });
  const seq = begun?.appliedSeq ?? 0;
  begun?.close();
  return seq;
}

describe("a catalog whose builder is killed", () => {
  it("is gone on with at the next start and agrees with the files", async () => {
    await makeRuns();
    rmSync(join(folders.runsDir, "_index"), { recursive: true, force: true });
    await killedBuilder();
    const seq = begunAt();
    expect(seq).toBeGreaterThan(0);
    expect(seq).toBeLessThan(RUNS);
    await killedBuilder();
    expect(begunAt()).toBeGreaterThanOrEqual(seq);
    const store = await openTestStore(folders);
    const catalog = await openCatalog({ runsDir: folders.runsDir, access: "write", workerUrl });
    expect(await catalog.verify(watcher)).toEqual({ agrees: true, rows: RUNS, differing: [] });
    await catalog.close();
    await store.close();
    expect(existsSync(catalogFileOf(folders.runsDir).newPath)).toBe(false);
  });

  it("takes each run that is recorded meanwhile once", async () => {
    await makeRuns();
    rmSync(join(folders.runsDir, "_index"), { recursive: true, force: true });
    await killedBuilder();
    const store = await openTestStore(folders);
    const catalog = await openCatalog({
      runsDir: folders.runsDir,
      access: "write",
      workerUrl,
      early: { patienceMs: 0, fromEntries: 0 },
    });
    const told: Promise<void>[] = [];
    const stopTelling = store.onCommitted((committed) => told.push(catalog.hear(committed), catalog.apply(committed)));
    for (let number = RUNS; number < RUNS + 20; number++) await store.commit(recordChange(number, '{"mode":"saw"}'));
    stopTelling();
    await Promise.all(told);
    await store.settled();
    expect((await catalog.catchUp()).rows).toBe(RUNS + 20);
    expect(await catalog.entryPlaces(recordChange(RUNS).runId)).toHaveLength(1);
    expect(await catalog.verify(watcher)).toMatchObject({ agrees: true, rows: RUNS + 20 });
    await catalog.close();
    await store.close();
  });
});
