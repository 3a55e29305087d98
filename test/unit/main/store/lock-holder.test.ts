import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findLockHolder } from "../../../../src/main/store/lock-holder.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
});
afterEach(() => folders.remove());

describe("the holder of a runs folder", () => {
  it("is named while the folder is held, and by its name card only", async () => {
    expect(findLockHolder(nodeFs, folders.runsDir)).toBeNull();
    const store = await openTestStore(folders);
    expect(findLockHolder(nodeFs, folders.runsDir)).toEqual({
      host: expect.any(String),
      pid: process.pid,
      user: expect.any(String),
      since: expect.stringMatching(/Z$/),
      app: "0.0.0-test",
    });
    await store.close();
    expect(findLockHolder(nodeFs, folders.runsDir)).toBeNull();
  });

  it("is nobody where the card cannot be read", async () => {
    const store = await openTestStore(folders);
    writeFileSync(join(folders.runsDir, "_integrity", "owner.json"), "{ torn");
    expect(findLockHolder(nodeFs, folders.runsDir)).toBeNull();
    await store.close();
  });
});
