import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runStoreCheck } from "../../../../src/main/operations/run-store-check.ts";
import { systemClock } from "../../../../src/main/system/clock.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeSmallStore } from "../../../fixtures/bad-stores/small-store.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { readFolder } from "../../../support/read-folder.ts";

let folders: TestFolders;

beforeEach(async () => {
  folders = makeTestFolders();
  await makeSmallStore(folders);
});

afterEach(() => folders.remove());

describe("runStoreCheck", () => {
  it("checks a folder that nobody has open, and touches nothing", async () => {
    const before = readFolder(folders.root);
    const scope = { what: "store", from: null, to: null, run_ids: null } as const;
    const seen: number[] = [];
    const report = await runStoreCheck(
      { fs: nodeFs, clock: systemClock },
      { runsDir: folders.runsDir, dataDir: folders.dataDir, scope, from: null },
      { signal: new AbortController().signal, progress: (done) => seen.push(done) },
    );
    expect([report.verdict, report.findings, report.runs.total]).toEqual(["intact", [], 3]);
    expect(seen).toEqual([0, 1, 2, 3]);
    expect(readFolder(folders.root)).toEqual(before);
  });
});
