import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { removeLeftovers } from "../../../../src/main/store/leftovers.ts";
import { prepareRunsFolder } from "../../../../src/main/store/suitable-folder.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;

beforeEach(async () => {
  folders = makeTestFolders();
  await prepareRunsFolder(nodeFs, folders.runsDir);
});
afterEach(() => folders.remove());

function leave(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(folders.runsDir, path)), { recursive: true });
    writeFileSync(join(folders.runsDir, path), "x");
  }
}

function left(): string[] {
  return readdirSync(folders.runsDir, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => item.name)
    .sort();
}

describe("removeLeftovers", () => {
  it("removes staged bookkeeping, and stages of replayed files by any epoch", () => {
    leave(
      "_integrity/.owner.json.00000004.tmp",
      "_integrity/epochs/.00000004.json.e12-1.tmp",
      "_integrity/keys/.ab12cd34.vkey.v12-2.tmp",
      "_integrity/quarantine/.abc.q12-3.tmp",
      "2026-11-20/.run_1.json.00000003.tmp",
      "2026-11-20/.run_1.json.00000004.tmp",
    );
    removeLeftovers(nodeFs, folders.runsDir, new Set(["2026-11-20/run_1.json"]));
    expect(left()).toEqual([]);
  });

  it("leaves everything else: stages of files that were not replayed, foreign names, folders", () => {
    const foreign = [
      "2026-11-20/.run_2.json.00000003.tmp",
      "2026-11-20/run_1.json",
      "2026-11-20/note.tmp",
      "2026-11-21/.run_1.json.00000003.tmp",
      "_integrity/owner.json",
      "_integrity/quarantine/run.tmp",
      "_inbox/.request.json.1.tmp",
    ];
    leave(...foreign, "_integrity/keys/.folder.x.tmp/inside");
    removeLeftovers(nodeFs, folders.runsDir, new Set(["2026-11-20/run_1.json"]));
    expect(left()).toHaveLength(foreign.length + 1);
  });
});
