import { readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeSmallStore, withStore } from "../../../fixtures/bad-stores/small-store.ts";
import { checkFolder, inFolder } from "../../../support/check-folder.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;

beforeEach(async () => {
  folders = makeTestFolders();
  await makeSmallStore(folders);
});

afterEach(() => folders.remove());

async function found(what: "store" | "runs" | "attachments" = "store"): Promise<readonly string[]> {
  return (await checkFolder(folders, { what })).findings.map(({ code, path }) => `${code} ${path}`);
}

function keyFile(): string {
  return `_integrity/keys/${readdirSync(inFolder(folders, "_integrity/keys"))[0] ?? ""}`;
}

describe("the files of the folder itself", () => {
  it("are missing or changed by name: identity, tokens, keys", async () => {
    for (const path of ["_integrity/store.json", "_integrity/epochs/00000001.json", keyFile()]) {
      const aside = `${folders.root}/aside`;
      renameSync(inFolder(folders, path), aside);
      expect(await found()).toEqual([`STORE_FILE_MISSING ${path}`]);
      writeFileSync(inFolder(folders, path), "{}\n");
      expect(await found()).toEqual([`STORE_FILE_CHANGED ${path}`]);
      renameSync(aside, inFolder(folders, path));
    }
    expect(await found()).toEqual([]);
  });

  it("tell of a segment that was taken away with all that was recorded in it", async () => {
    await withStore(folders, async () => undefined);
    rmSync(inFolder(folders, "_integrity/ledger/00000003.ndjson"));
    expect(await found()).toEqual(["LEDGER_MISSING _integrity/ledger/00000003.ndjson"]);
  });

  it("leave open what happened where nothing outside knows of that segment", async () => {
    await withStore(folders, async () => undefined);
    rmSync(inFolder(folders, "_integrity/ledger/00000003.ndjson"));
    const { findings } = await checkFolder({ ...folders, dataDir: `${folders.root}/nowhere` });
    expect(findings).toMatchObject([{ code: "LEDGER_MISSING", severity: "warning" }]);
  });

  it("are looked at only where everything is wanted", async () => {
    writeFileSync(inFolder(folders, keyFile()), "x");
    expect([await found("runs"), await found("attachments")]).toEqual([[], []]);
  });

  it("do not keep signatures from being checked: a key that is lost is found where another copy of it is", async () => {
    rmSync(inFolder(folders, "_integrity/store.json"));
    expect(await found()).toEqual(["STORE_FILE_MISSING _integrity/store.json"]);
    rmSync(inFolder(folders, keyFile()));
    expect(await found()).toContain("STORE_FILE_MISSING _integrity/keys");
  });
});
