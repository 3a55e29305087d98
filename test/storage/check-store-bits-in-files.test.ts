import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeSmallStore } from "../fixtures/bad-stores/small-store.ts";
import { checkFolder } from "../support/check-folder.ts";
import { freezeFolder } from "../support/frozen-fs.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { evidenceIn, turnEveryByte } from "../support/turn-bits.ts";

let folders: TestFolders;

beforeAll(async () => {
  folders = makeTestFolders();
  await makeSmallStore(folders);
});

afterAll(() => {
  folders.remove();
});

describe("every byte of every file but the ledger's", () => {
  it("is found when one bit of it turns over, and named by its file", async () => {
    expect((await checkFolder(folders)).findings).toEqual([]);
    const { flips, missed } = await turnEveryByte(folders, (path) => !path.startsWith("_integrity/ledger/"));
    process.stdout.write(`files: ${flips} flips, ${flips - missed.length} found and named\n`);
    expect(missed).toEqual([]);
    expect(flips).toBeGreaterThan(5_000);
  });

  it("leaves nothing out but locks, hints and what is derived", () => {
    const fs = freezeFolder(folders.runsDir);
    const all = fs.paths.map((path) => path.slice(folders.runsDir.length + 1));
    const evidence = new Set(evidenceIn(fs, folders));
    // The journal is empty: what it held is in place. The gate holds no data at all.
    expect(all.filter((path) => !evidence.has(path))).toEqual(["_integrity/gate.db"]);
  });
});
