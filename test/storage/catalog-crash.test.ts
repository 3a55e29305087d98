import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCatalog } from "../../src/main/catalog/catalog.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../support/open-test-store.ts";

const KILLS = 6;
const workerUrl = new URL("../../src/main/catalog/catalog-worker.ts", import.meta.url);

/** Records runs and brings them into the catalog until it is killed; says `ready` when it begins. */
const WRITER = `
  const { makeTestFolders, openTestStore, recordChange } = await import(${JSON.stringify(new URL("../support/open-test-store.ts", import.meta.url).href)});
  const { openCatalog } = await import(${JSON.stringify(new URL("../../src/main/catalog/catalog.ts", import.meta.url).href)});
  const [runsDir, dataDir, first] = process.argv.slice(1);
  const store = await openTestStore({ runsDir, dataDir });
  await store.settled();
  const catalog = await openCatalog({ runsDir, access: "write", workerUrl: new URL(${JSON.stringify(workerUrl.href)}) });
  store.onCommitted((committed) => void catalog.apply(committed));
  process.stdout.write("ready\\n");
  for (let number = Number(first); ; number++) {
    const change = recordChange(number, JSON.stringify({ mode: "saw", created_at_utc: "2026-11-20T10:00:00Z", notes: "note " + number }));
    await store.commit(change);
    if (number % 3 === 0) {
      const entries = [{ kind: "run.tagged", subject: change.runId, body: { tag: "third" } }];
      await store.commit({ ...change, files: [], entries });
    }
  }
`;

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
});
afterEach(() => folders.remove());

/** Starts a writer and kills it without warning after `lifeMs` of work. */
async function killedWriter(first: number, lifeMs: number): Promise<void> {
  const args = ["--input-type=module", "-e", WRITER, folders.runsDir, folders.dataDir, String(first)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  await new Promise((resolve) => setTimeout(resolve, lifeMs));
  child.kill("SIGKILL");
  await once(child, "exit");
}

describe("a catalog whose writer is killed", () => {
  it("is rolled back to whole commits, brought up to the ledger, and agrees with the files", async () => {
    let recorded = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      await killedWriter(1 + kill * 100_000, 20 + ((kill * 37) % 150));
      const store = await openTestStore(folders);
      await store.settled();
      const catalog = await openCatalog({ runsDir: folders.runsDir, access: "write", workerUrl });
      const runs = [...store.ledger.entries(0)].filter(({ entry }) => entry.kind === "run.recorded").length;
      expect(runs).toBeGreaterThan(recorded);
      recorded = runs;
      const watcher = { progress: () => undefined, signal: new AbortController().signal };
      expect(await catalog.verify(watcher)).toEqual({ agrees: true, rows: runs, differing: [] });
      await catalog.close();
      await store.close();
    }
    // The same start of the machine: what the dead left is whole, and nothing was thrown away.
    expect(readdirSync(join(folders.runsDir, "_index"))).toEqual(["catalog.db", "catalog.sha256"]);
  });
});
