import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeSmallStore } from "../../../fixtures/bad-stores/small-store.ts";
import { checkFolder, inFolder } from "../../../support/check-folder.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../../../support/open-test-store.ts";

const SIZE = 1024 * 1024 + 10;

let folders: TestFolders;
let reserve: string;

beforeEach(async () => {
  folders = makeTestFolders();
  await makeSmallStore(folders);
  reserve = inFolder(folders, "_integrity/reserve.bin");
});

afterEach(() => folders.remove());

async function found(): Promise<readonly string[]> {
  return (await checkFolder(folders)).findings.map(({ code, severity, path }) => `${severity} ${code} ${path}`);
}

describe("the reserve", () => {
  it("is as it was written, or not there", async () => {
    expect(await found()).toEqual([]);
    await (await openTestStore(folders, { reserveBytes: SIZE })).close();
    expect(await found()).toEqual([]);
  });

  it("is named when the drive gives back another byte, wherever it stands", async () => {
    for (const at of [0, 1024 * 1024 - 1, 1024 * 1024, SIZE - 1]) {
      const bytes = Buffer.alloc(SIZE, 0x52);
      bytes.writeUInt8(0x53, at);
      writeFileSync(reserve, bytes);
      expect(await found()).toEqual(["warning STORE_FILE_CHANGED _integrity/reserve.bin"]);
    }
  });

  it("may hold zeros, which a power cut leaves of what was not flushed", async () => {
    writeFileSync(reserve, Buffer.concat([Buffer.alloc(5_000, 0x52), Buffer.alloc(5_000)]));
    expect(await found()).toEqual([]);
  });
});
