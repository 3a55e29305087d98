import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Catalog, openCatalog } from "../../src/main/catalog/catalog.ts";
import type { RunStore } from "../../src/main/store/run-store.ts";
import { makeTestFolders, openTestStore, recordChange, type TestFolders } from "../support/open-test-store.ts";

const workerUrl = new URL("../../src/main/catalog/catalog-worker.ts", import.meta.url);
const RUNS = 150;

/** Reads pages until it has seen `wanted` runs; prints what each page said, one JSON document a line. */
const READER = `
  const { openCatalog } = await import(${JSON.stringify(new URL("../../src/main/catalog/catalog.ts", import.meta.url).href)});
  const { runFiltersSchema } = await import(${JSON.stringify(new URL("../../src/shared/operations/run-operations.ts", import.meta.url).href)});
  const [runsDir, wanted] = process.argv.slice(1);
  const catalog = await openCatalog({ runsDir, access: "read", workerUrl: new URL(${JSON.stringify(workerUrl.href)}) });
  const filters = runFiltersSchema.parse({ mode: ["saw"], text: "note" });
  for (let total = 0; total < Number(wanted); ) {
    await catalog.catchUp();
    const page = await catalog.query({ filters, limit: 500, cursor: null, facets: true });
    total = page.total;
    console.log(JSON.stringify({ total, rows: page.rows.length, mode: page.facets.mode[0]?.count ?? 0 }));
  }
  await catalog.close();
`;

let folders: TestFolders;
let store: RunStore;
let catalog: Catalog;

beforeEach(async () => {
  folders = makeTestFolders();
  store = await openTestStore(folders);
  catalog = await openCatalog({ runsDir: folders.runsDir, access: "write", workerUrl });
});
afterEach(async () => {
  await catalog.close();
  await store.close();
  folders.remove();
});

describe("a second process", () => {
  it("reads whole pages while the first one writes and rebuilds, and ends with everything", async () => {
    const args = ["--input-type=module", "-e", READER, folders.runsDir, String(RUNS)];
    const reader = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let faults = "";
    reader.stdout.on("data", (data) => {
      output += data;
    });
    reader.stderr.on("data", (data) => {
      faults += data;
    });
    const ended = once(reader, "exit");
    const applied: Promise<void>[] = [];
    const unsubscribe = store.onCommitted((committed) => applied.push(catalog.apply(committed)));
    for (let number = 1; number <= RUNS; number++) {
      await store.commit(recordChange(number, JSON.stringify({ mode: "saw", notes: `note ${number}` })));
      if (number === RUNS / 2) {
        await store.settled();
        await catalog.rebuild({ progress: () => undefined, signal: new AbortController().signal });
      }
    }
    await store.settled();
    await Promise.all(applied);
    unsubscribe();
    const [code] = await ended;
    expect({ code, faults }).toEqual({ code: 0, faults: "" });
    const pages = output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(pages.at(-1)).toEqual({ total: RUNS, rows: RUNS, mode: RUNS });
    for (const page of pages) expect(page).toEqual({ total: page.total, rows: page.total, mode: page.total });
    const totals = pages.map((page) => page.total);
    expect(totals).toEqual(totals.toSorted((left, right) => left - right));
  });
});
