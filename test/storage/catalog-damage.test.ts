import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
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

function setUp(): void {
  rmSync(join(folders.runsDir, "_index"), { recursive: true, force: true });
  nodeFs.makeFolder(join(folders.runsDir, "_index"));
  copyFileSync(good, path);
}

/** A catalog of the same version that was made from another store. */
async function foreignCatalog(): Promise<string> {
  const other = makeTestFolders(folders.root);
  const store = await openTestStore(other);
  for (let number = 500; number < 520; number++) await store.commit(recordChange(number, '{"mode": "router"}'));
  await store.close();
  const host = await WritableCatalog.open({ ...options(), runsDir: other.runsDir });
  await host.close();
  return join(other.runsDir, "_index/catalog.db");
}

/** What people do to a folder while the program has it open, and how the program calls it. */
const HARM: readonly (readonly [string, string | null, (foreign: string) => void])[] = [
  ["the folder removed", "missing", () => rmSync(join(folders.runsDir, "_index"), { recursive: true })],
  ["the file removed", "missing", () => rmSync(path)],
  ["the file emptied", "damaged", () => truncateSync(path, 0)],
  ["the file cut in half", "damaged", () => truncateSync(path, 5 * PAGE_BYTES + 77)],
  ["the file written over with rubbish", "damaged", () => writeFileSync(path, Buffer.alloc(300_000, 0xa5))],
  ["another store's catalog moved there", "foreign", (foreign) => renameSync(foreign, path)],
  ["another store's catalog written over it", "damaged", (foreign) => writeFileSync(path, readFileSync(foreign))],
  ["a journal of rubbish beside it", null, () => writeFileSync(`${path}-journal`, Buffer.alloc(5000, 0xa5))],
  ["columns of rubbish beside it", null, () => writeFileSync(join(folders.runsDir, "_index/columns.bin"), "rubbish")],
];

describe("a catalog that is harmed while it is open", () => {
  it.each(HARM)("answers right, is there again and tells of it: %s", async (_, reason, harm) => {
    const foreign = await foreignCatalog();
    setUp();
    const host = await WritableCatalog.open(options());
    expect(await answers(host)).toEqual(truth);
    harm(foreign);
    await host.look();
    expect(await answers(host)).toEqual(truth);
    expect(host.status().mended.map((mended) => mended.reason)).toEqual(reason === null ? [] : [reason]);
    expect(await host.verify(UNWATCHED)).toMatchObject({ agrees: true, rows: RUNS });
    await host.close();
    const again = await WritableCatalog.open(options());
    expect(await answers(again)).toEqual(truth);
    expect(again.status().mended).toEqual([]);
    await again.close();
  });

  it.each(HARM)("takes in what is recorded right after that: %s", async (_, __, harm) => {
    const foreign = await foreignCatalog();
    setUp();
    const host = await WritableCatalog.open(options());
    const store = await openTestStore(folders);
    const number = 1000 + HARM.findIndex(([name]) => name === _);
    const change = recordChange(number, '{"mode": "saw", "notes": "recorded after the harm"}');
    harm(foreign);
    const entries = await store.commit(change);
    await store.settled();
    await host.apply({ entries, files: change.files });
    const found = await host.use("find the run", (database) => database.find(change.runId));
    expect(found?.note).toBe("recorded after the harm");
    await store.close();
    await host.close();
    const checked = await WritableCatalog.open(options());
    expect(await checked.verify(UNWATCHED)).toMatchObject({ agrees: true });
    await checked.close();
  });

  it("keeps three damaged files and says which one it removed", async () => {
    setUp();
    const host = await WritableCatalog.open(options());
    for (let time = 0; time < 5; time++) {
      truncateSync(path, 0);
      await answers(host);
    }
    expect(host.status().mended.at(-1)).toEqual({
      reason: "damaged",
      keptAs: "catalog.db.damaged-5",
      removed: ["catalog.db.damaged-2"],
    });
    await host.close();
    const kept = readdirSync(join(folders.runsDir, "_index")).filter((name) => name.includes("damaged"));
    expect(kept.sort()).toEqual(["catalog.db.damaged-3", "catalog.db.damaged-4", "catalog.db.damaged-5"]);
    expect(existsSync(path)).toBe(true);
  });
});
