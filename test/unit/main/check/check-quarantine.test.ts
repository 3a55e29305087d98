import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { makeSmallStore } from "../../../fixtures/bad-stores/small-store.ts";
import { checkFolder, inFolder } from "../../../support/check-folder.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;

beforeEach(async () => {
  folders = makeTestFolders();
  await makeSmallStore(folders);
  mkdirSync(inFolder(folders, "_integrity/quarantine"), { recursive: true });
});

afterEach(() => folders.remove());

function put(name: string, text: string, why: string | null = null): void {
  writeFileSync(inFolder(folders, `_integrity/quarantine/${name}`), text);
  if (why !== null) writeFileSync(inFolder(folders, `_integrity/quarantine/${name}.why.json`), why);
}

async function found(): Promise<readonly string[]> {
  return (await checkFolder(folders)).findings.map(({ code, what_to_do }) => `${code}: ${what_to_do}`);
}

describe("what was put aside", () => {
  it("is told with the reason that stands beside it", async () => {
    put(sha256Hex("torn"), "torn", '{"why":"a torn journal frame"}');
    expect(await found()).toEqual([expect.stringMatching(/^QUARANTINED: .* was put aside: a torn journal frame\./)]);
  });

  it("is told also where no reason can be read, or its name says nothing of its bytes", async () => {
    put("stage-1", "half", "{");
    put("stage-2", "half");
    expect(await found()).toEqual([expect.stringMatching(/^QUARANTINED/), expect.stringMatching(/^QUARANTINED/)]);
  });

  it("is named when its bytes are not those it is called by", async () => {
    put(sha256Hex("torn"), "torm", '{"why":"a torn journal frame"}');
    expect(await found()).toEqual([expect.stringMatching(/^STORE_FILE_CHANGED/)]);
  });

  it("is nothing where there is no such folder", async () => {
    rmSync(inFolder(folders, "_integrity/quarantine"), { recursive: true });
    expect(await found()).toEqual([]);
  });
});
