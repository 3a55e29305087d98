import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { giveUpReserve, keepReserve } from "../../../../src/main/store/reserve.ts";
import type { Fs } from "../../../../src/main/system/fs.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

const SIZE = 1_500_000;

let folders: TestFolders;
let path: string;

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(join(folders.runsDir, "_integrity"), { recursive: true });
  path = join(folders.runsDir, "_integrity", "reserve.bin");
});
afterEach(() => folders.remove());

function withFree(freeBytes: number): Fs {
  return { ...nodeFs, space: (where) => ({ ...nodeFs.space(where), freeBytes }) };
}

describe("reserve", () => {
  it("is taken once, of the size that was asked for, and given up once", () => {
    keepReserve(withFree(2 ** 40), folders.runsDir, SIZE);
    keepReserve(withFree(2 ** 40), folders.runsDir, 2 * SIZE);
    expect(statSync(path).size).toBe(SIZE);
    expect(giveUpReserve(nodeFs, folders.runsDir)).toBe(true);
    expect(giveUpReserve(nodeFs, folders.runsDir)).toBe(false);
    expect(existsSync(path)).toBe(false);
  });

  it("is not taken where there is little room, or none is wanted", () => {
    keepReserve(withFree(2 ** 30 - 1), folders.runsDir, SIZE);
    keepReserve(withFree(2 ** 40), folders.runsDir, 0);
    expect(existsSync(path)).toBe(false);
  });

  it.each(["stat", "space", "open", "write", "close"] as const)("stops nobody when %s fails", (name) => {
    const fs = createFailingFs({ base: withFree(2 ** 40) });
    fs.failWhere((call) => call.name === name, { kind: "refuse", code: "ENOSPC" });
    keepReserve(fs, folders.runsDir, SIZE);
    expect(existsSync(path)).toBe(false);
  });

  it("gives no room when it cannot be removed", () => {
    writeFileSync(path, "x");
    const fs = createFailingFs();
    fs.failWhere((call) => call.name === "unlink", { kind: "refuse", code: "EROFS" });
    expect(giveUpReserve(fs, folders.runsDir)).toBe(false);
  });
});
