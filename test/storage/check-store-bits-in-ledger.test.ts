import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeSmallStore } from "../fixtures/bad-stores/small-store.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { turnEveryByte } from "../support/turn-bits.ts";

let folders: TestFolders;

beforeAll(async () => {
  folders = makeTestFolders();
  await makeSmallStore(folders);
});

afterAll(() => {
  folders.remove();
});

describe("every byte of the ledger", () => {
  it("is found when one bit of it turns over, is called damage, and no run is blamed for it", async () => {
    const { flips, missed } = await turnEveryByte(folders, (path) => path.startsWith("_integrity/ledger/"));
    process.stdout.write(`ledger: ${flips} flips, ${flips - missed.length} found and named\n`);
    expect(missed).toEqual([]);
    expect(flips).toBeGreaterThan(5_000);
  });
});
