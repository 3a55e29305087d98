import { cpSync, existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openFolder } from "../../../../src/main/operations/open-folder.ts";
import { settleFolder } from "../../../../src/main/operations/settle-folder.ts";
import { makeTestFolders, openTestStore, recordChange, type TestFolders } from "../../../support/open-test-store.ts";
import { testServices } from "../../../support/test-application.ts";

function epochsIn(folders: TestFolders): number {
  return readdirSync(join(folders.runsDir, "_integrity/epochs")).length;
}

function journalBytes(folders: TestFolders): number {
  const folder = join(folders.runsDir, "_integrity/journal");
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

describe("settleFolder", () => {
  let folders: TestFolders;
  beforeEach(async () => {
    folders = makeTestFolders();
    const folder = await openFolder(testServices(folders), folders.runsDir, "write");
    await folder.store.commit(recordChange(1));
    await folder.close();
  });
  afterEach(() => folders.remove());

  it("leaves a folder alone that needs nothing", async () => {
    const before = epochsIn(folders);
    await settleFolder(testServices(folders), folders.runsDir);
    expect(epochsIn(folders)).toBe(before);
  });

  it("finishes what a process that died had acknowledged", async () => {
    const dead = await openTestStore(folders);
    await dead.commit(recordChange(2));
    // What a crash before the checkpoint leaves is what lies there now; a copy stands in for the dead process.
    const copy = { ...folders, runsDir: join(folders.root, "copy") };
    await dead.settled();
    cpSync(folders.runsDir, copy.runsDir, { recursive: true });
    await dead.close();
    expect(journalBytes(copy)).toBeGreaterThan(0);
    await settleFolder(testServices(copy), copy.runsDir);
    expect(journalBytes(copy)).toBe(0);
    const reader = await openFolder(testServices(copy), copy.runsDir, "read");
    expect((await (await reader.catalog()).stats()).rows).toBe(2);
    await reader.close();
  });

  it("makes a catalog that is gone", async () => {
    const catalog = join(folders.runsDir, "_index/catalog.db");
    rmSync(catalog);
    await settleFolder(testServices(folders), folders.runsDir);
    expect(statSync(catalog).size).toBeGreaterThan(0);
  });

  it("touches nothing while another process holds the folder", async () => {
    const holder = await openFolder(testServices(folders), folders.runsDir, "write");
    await holder.store.commit(recordChange(2));
    expect(journalBytes(folders)).toBeGreaterThan(0);
    const before = epochsIn(folders);
    await settleFolder(testServices(folders), folders.runsDir);
    expect(epochsIn(folders)).toBe(before);
    await holder.close();
  });

  it("writes nothing into a folder that another workstation made", async () => {
    rmSync(join(folders.runsDir, "_index/catalog.db"));
    const elsewhere = { ...testServices(folders), dataDir: join(folders.root, "other-data") };
    await settleFolder(elsewhere, folders.runsDir);
    expect(existsSync(join(folders.runsDir, "_index/catalog.db"))).toBe(false);
    expect(existsSync(elsewhere.dataDir)).toBe(false);
  });

  it("makes no store where there is none", async () => {
    const path = join(folders.root, "none");
    await settleFolder(testServices(folders), path);
    expect(existsSync(path)).toBe(false);
  });
});
