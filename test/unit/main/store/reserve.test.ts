import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
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
  it("is taken once, of the size that was asked for, and given up once", async () => {
    await keepReserve(withFree(2 ** 40), folders.runsDir, SIZE);
    await keepReserve(withFree(2 ** 40), folders.runsDir, 2 * SIZE);
    expect(statSync(path).size).toBe(SIZE);
    expect(giveUpReserve(nodeFs, folders.runsDir)).toBe(true);
    expect(giveUpReserve(nodeFs, folders.runsDir)).toBe(false);
    expect(existsSync(path)).toBe(false);
  });

  it("is not taken where there is little room, or none is wanted", async () => {
    await keepReserve(withFree(2 ** 30 - 1), folders.runsDir, SIZE);
    await keepReserve(withFree(2 ** 40), folders.runsDir, 0);
    expect(existsSync(path)).toBe(false);
  });

  it("has its name only when its bytes are durable, and clears away what an interrupted attempt left", async () => {
    const left = join(folders.runsDir, "_integrity", ".reserve.bin.reserve.tmp");
    writeFileSync(left, "half");
    const fs = createFailingFs({ base: withFree(2 ** 40) });
    await keepReserve(fs, folders.runsDir, SIZE);
    const names = fs.calls.map(({ name }) => name);
    expect(names.slice(names.lastIndexOf("write"))).toEqual(["write", "syncFile", "close", "rename"]);
    expect(readdirSync(join(folders.runsDir, "_integrity"))).toEqual(["reserve.bin"]);
  });

  const calls = ["stat", "space", "open", "write", "syncFile", "close", "rename"] as const;
  it.each(calls)("stops nobody when %s fails", async (name) => {
    const fs = createFailingFs({ base: withFree(2 ** 40) });
    fs.failWhere((call) => call.name === name, { kind: "refuse", code: "ENOSPC" });
    await keepReserve(fs, folders.runsDir, SIZE);
    expect(readdirSync(join(folders.runsDir, "_integrity"))).toEqual([]);
  });

  it("gives no room when it cannot be removed", () => {
    writeFileSync(path, "x");
    const fs = createFailingFs();
    fs.failWhere((call) => call.name === "unlink", { kind: "refuse", code: "EROFS" });
    expect(giveUpReserve(fs, folders.runsDir)).toBe(false);
  });
});
