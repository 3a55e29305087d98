import { mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { attachmentPath } from "../../../../src/main/store/store-layout.ts";
import { makeSmallStore, type SmallStore } from "../../../fixtures/bad-stores/small-store.ts";
import { checkFolder, inFolder } from "../../../support/check-folder.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;
let small: SmallStore;

beforeEach(async () => {
  folders = makeTestFolders();
  small = await makeSmallStore(folders);
});

afterEach(() => folders.remove());

function put(path: string, text = "x"): void {
  mkdirSync(dirname(inFolder(folders, path)), { recursive: true });
  writeFileSync(inFolder(folders, path), text);
}

async function found(): Promise<readonly string[]> {
  return (await checkFolder(folders)).findings.map(({ code, severity, path }) => `${severity} ${code} ${path}`);
}

describe("every name in the folder", () => {
  it.each([
    "strange.txt",
    "_integrity/strange",
    "_integrity/ledger/notes.txt",
    "_integrity/keys/ffffffff.vkey",
    "_other/x",
  ])("%s is foreign: no entry names it", async (path) => {
    put(path);
    expect(await found()).toEqual([`warning FOREIGN_FILE ${path.startsWith("_other") ? "_other" : path}`]);
  });

  it("may be what an interrupted write left, which is told as such", async () => {
    put(`${dirname(small.records[0] ?? "")}/.run_x.json.00000002.tmp`);
    put("_attachments/.stage-1");
    expect((await found()).map((one) => one.split(" ")[1])).toEqual(["LEFTOVER", "LEFTOVER"]);
  });

  it("may be what systems leave in any folder, which is no more than information", async () => {
    put(".DS_Store");
    expect(await found()).toEqual(["info FOREIGN_FILE .DS_Store"]);
  });

  it("is never followed where it is a link", async () => {
    symlinkSync(folders.dataDir, inFolder(folders, "2026-11-01"));
    const { findings } = await checkFolder(folders);
    expect(findings).toMatchObject([{ code: "FOREIGN_FILE", path: "2026-11-01" }]);
    expect(findings[0]?.what_to_do).toContain("it is a link, which nobody follows");
  });

  it("may be that of bytes which nobody named: harmless under their own, foreign under another", async () => {
    put(attachmentPath(sha256Hex("orphan")), "orphan");
    expect(await found()).toEqual([`info ORPHAN_ATTACHMENT ${attachmentPath(sha256Hex("orphan"))}`]);
    renameSync(inFolder(folders, attachmentPath(sha256Hex("orphan"))), inFolder(folders, "_attachments/orphan"));
    expect(await found()).toEqual(["warning FOREIGN_FILE _attachments/orphan"]);
    put(attachmentPath(sha256Hex("other")), "not the other");
    expect(await found()).toContain(`warning FOREIGN_FILE ${attachmentPath(sha256Hex("other"))}`);
  });

  it("of locks, hints and the catalog is nobody's concern", async () => {
    for (const path of ["_index/catalog.db", "_integrity/owner.json", "_integrity/gate.db-journal", "_inbox/a.json"])
      put(path);
    expect(await found()).toEqual([]);
  });
});
