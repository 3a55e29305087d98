import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createStoreReader, readQuickly, type StoreReader } from "../../../../src/main/store/store-reader.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

const PATH = "2026-11-20/run_1.json";

let folders: TestFolders;
let reader: StoreReader;
let at: (path: string) => string;

beforeEach(() => {
  folders = makeTestFolders();
  at = (path) => join(folders.runsDir, path);
  mkdirSync(at("2026-11-20"), { recursive: true });
  writeFileSync(at(PATH), "0123456789");
  reader = createStoreReader(nodeFs, folders.runsDir);
});
afterEach(() => folders.remove());

function coded(code: string): unknown {
  return expect.objectContaining({ code });
}

describe("createStoreReader", () => {
  it("reads a file whole, its size, and any part of it", () => {
    expect(reader.readFile(PATH).toString()).toBe("0123456789");
    expect(reader.fileSize(PATH)).toBe(10);
    expect(reader.readRange(PATH, 3, 4).toString()).toBe("3456");
    expect(reader.readRange(PATH, 8, 100).toString()).toBe("89");
    expect(reader.readRange(PATH, 10, 5).byteLength).toBe(0);
    expect(reader.readRange(PATH, 99, 5).byteLength).toBe(0);
    expect(reader.readRange(PATH, 0, 0).byteLength).toBe(0);
  });

  it("reads a part however little the system gives at a time", () => {
    const slow = createStoreReader(
      { ...nodeFs, read: (fd, into, where) => nodeFs.read(fd, into.subarray(0, 2), where) },
      folders.runsDir,
    );
    expect(slow.readRange(PATH, 1, 8).toString()).toBe("12345678");
    expect(slow.readFile(PATH).toString()).toBe("0123456789");
  });

  it("never takes a missing file for an empty one", () => {
    expect(() => reader.readFile("2026-11-20/none.json")).toThrow(coded("PATH_NOT_FOUND"));
    expect(() => reader.readRange("2026-11-21/none.json", 0, 1)).toThrow(coded("PATH_NOT_FOUND"));
    expect(reader.fileSize("2026-11-21/none.json")).toBeNull();
    expect(reader.fileSize(`${PATH}/below`)).toBeNull();
  });

  it.runIf(process.platform !== "win32")("does not hang on a pipe", () => {
    execFileSync("mkfifo", [at("2026-11-20/pipe.json")]);
    expect(() => reader.readFile("2026-11-20/pipe.json")).toThrow(coded("STORE_DAMAGED"));
    expect(() => reader.readRange("2026-11-20/pipe.json", 0, 1)).toThrow(coded("STORE_DAMAGED"));
  });

  it("refuses a link or a folder in place of a file", () => {
    symlinkSync(at(PATH), at("2026-11-20/link.json"));
    mkdirSync(at("2026-11-20/folder.json"));
    for (const name of ["link", "folder"]) {
      expect(() => reader.readFile(`2026-11-20/${name}.json`)).toThrow(coded("STORE_DAMAGED"));
      expect(() => reader.readRange(`2026-11-20/${name}.json`, 0, 1)).toThrow(coded("STORE_DAMAGED"));
    }
  });

  it("refuses a link in place of a folder on the way", () => {
    symlinkSync(at("2026-11-20"), at("2026-11-21"));
    expect(() => reader.readFile("2026-11-21/run_1.json")).toThrow(coded("STORE_DAMAGED"));
    expect(() => reader.readRange("2026-11-21/run_1.json", 0, 1)).toThrow(coded("STORE_DAMAGED"));
  });

  it.each(["stat", "open", "fstat", "read"] as const)("codes a %s that fails", (name) => {
    const fs = createFailingFs();
    const failing = createStoreReader(fs, folders.runsDir);
    fs.failWhere((call) => call.name === name && call.path === at(PATH), { kind: "refuse", code: "EIO" });
    expect(() => failing.readFile(PATH)).toThrow(coded("IO_FAILED"));
    expect(() => failing.readRange(PATH, 0, 5)).toThrow(coded("IO_FAILED"));
    if (name === "stat") expect(() => failing.fileSize(PATH)).toThrow(coded("IO_FAILED"));
  });
});

describe("readQuickly", () => {
  it("gives the bytes of a file, and null for whatever is not simply read", () => {
    expect(readQuickly(nodeFs, at(PATH))?.toString()).toBe("0123456789");
    for (const path of [folders.root, at("nothing")]) expect(readQuickly(nodeFs, path)).toBeNull();
  });
});
