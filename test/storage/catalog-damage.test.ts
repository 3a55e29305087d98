import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UNWATCHED } from "../../src/main/catalog/catalog-host.ts";
import { WritableCatalog } from "../../src/main/catalog/writable-catalog.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import { type RunFilters, type RunPage, runFiltersSchema } from "../../src/shared/operations/run-operations.ts";
import { makeTestFolders, openTestStore, recordChange, type TestFolders } from "../support/open-test-store.ts";

const RUNS = 120;
const PAGE_BYTES = 8192;

const QUESTIONS: readonly Partial<RunFilters>[] = [
  {},
  { mode: ["saw"] },
  { tag: ["urgent"] },
  { text: "note 7" },
  { mode: ["saw"], workflow_session: ["s1"], hidden: "include" },
];

let folders: TestFolders;
let good: string;
let path: string;
let truth: readonly RunPage[];

function options() {
  return { runsDir: folders.runsDir, fs: nodeFs, bootSeconds: 1000 };
}

async function answers(host: WritableCatalog): Promise<readonly RunPage[]> {
  const pages: RunPage[] = [];
  for (const filters of QUESTIONS) {
    const request = { filters: runFiltersSchema.parse(filters), limit: 200, cursor: null, facets: true };
    pages.push(await host.use("list the runs", (database) => database.query(request)));
  }
  return pages;
}

beforeAll(async () => {
  folders = makeTestFolders();
  const store = await openTestStore(folders);
  for (let number = 1; number <= RUNS; number++) {
    const record = {
      mode: number % 2 === 0 ? "saw" : "router",
      workflow_session_id: `s${number % 5}`,
      notes: `note ${number}`,
    };
    const change = recordChange(number, JSON.stringify(record));
    const tagged = {
      kind: "run.tagged" as const,
      subject: change.runId,
      body: { tag: number % 9 === 0 ? "urgent" : "usual" },
    };
    await store.commit({ ...change, entries: [...change.entries, tagged] });
  }
  await store.close();
  path = join(folders.runsDir, "_index/catalog.db");
  good = join(folders.root, "good.db");
  const host = await WritableCatalog.open(options());
  truth = await answers(host);
  await host.close();
  copyFileSync(path, good);
});
afterAll(() => folders.remove());

/** Opens a damaged catalog and asks everything; then says whether what it answered, and what it is, is right. */
async function outcome(damage: (bytes: Buffer) => void): Promise<string> {
  rmSync(join(folders.runsDir, "_index"), { recursive: true, force: true });
  nodeFs.makeFolder(join(folders.runsDir, "_index"));
  const bytes = readFileSync(good);
  damage(bytes);
  writeFileSync(path, bytes);
  const host = await WritableCatalog.open(options());
  const right = JSON.stringify(await answers(host)) === JSON.stringify(truth);
  const { agrees } = await host.verify(UNWATCHED);
  await host.rebuild(UNWATCHED);
  const mended = JSON.stringify(await answers(host)) === JSON.stringify(truth);
  await host.close();
  if (!mended) return "not mended by a rebuild";
  return right || !agrees ? "fine" : "wrong, and verified as right";
}

describe("a catalog with one page of noise", () => {
  it("answers right or is found wrong, whichever page it is, and a rebuild mends it", async () => {
    const pages = readFileSync(good).length / PAGE_BYTES;
    const outcomes = new Set<string>();
    for (let page = 0; page < pages; page++) {
      outcomes.add(await outcome((bytes) => bytes.fill(0xa5, page * PAGE_BYTES, (page + 1) * PAGE_BYTES)));
      outcomes.add(await outcome((bytes) => bytes.fill(0, page * PAGE_BYTES + 100, page * PAGE_BYTES + 600)));
    }
    expect([...outcomes]).toEqual(["fine"]);
  });
});
