import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateStore } from "../bench/store-generator.ts";
import { checkFolder } from "../support/check-folder.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";

const RUNS = 80;

let folders: TestFolders;
let again: TestFolders;

beforeAll(async () => {
  folders = makeTestFolders();
  again = makeTestFolders();
  for (const { dataDir, runsDir } of [folders, again]) {
    await generateStore({ runsDir, dataDir, count: RUNS, seed: 5, meanBytes: 4_000 });
  }
});
afterAll(() => {
  folders.remove();
  again.remove();
});

/** The records by path, without what tells one store from another. */
function records({ runsDir }: TestFolders): ReadonlyMap<string, string> {
  const names = readdirSync(runsDir, { recursive: true, encoding: "utf8" }).filter((name) =>
    /run_.*\.json$/.test(name),
  );
  const textOf = (name: string): string => readFileSync(join(runsDir, name), "utf8");
  return new Map(names.sort().map((name) => [name, textOf(name).replaceAll(/"(store|workstation)_id": "[^"]*"/g, "")]));
}

describe("a store of made-up runs", () => {
  it("is found intact, all of it", async () => {
    const report = await checkFolder(folders);
    expect(report.verdict).toBe("intact");
    expect(report.runs.total).toBe(RUNS);
    expect(report.findings).toEqual([]);
  });

  it("holds the same records for the same seed", () => {
    expect(records(folders).size).toBe(RUNS);
    expect(records(again)).toEqual(records(folders));
  });
});
