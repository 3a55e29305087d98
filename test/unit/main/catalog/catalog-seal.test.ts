import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { breakSeal, readSeal, sealCatalog, sealText } from "../../../../src/main/catalog/catalog-seal.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;
let seal: string;

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(join(folders.runsDir, "_index"), { recursive: true });
  writeFileSync(join(folders.runsDir, "_index", "catalog.db"), "not really a database");
  seal = join(folders.runsDir, "_index", "catalog.sha256");
});

afterEach(() => folders.remove());

describe("the seal of a catalog", () => {
  it("is the fingerprint of the closed file, made anew at each closing", () => {
    sealCatalog(nodeFs, folders.runsDir);
    expect(readSeal(readFileSync(seal))).toBe(sha256Hex("not really a database"));
    writeFileSync(join(folders.runsDir, "_index", "catalog.db"), "another one");
    writeFileSync(`${seal}.new`, "left behind");
    sealCatalog(nodeFs, folders.runsDir);
    expect(readSeal(readFileSync(seal))).toBe(sha256Hex("another one"));
    expect(readdirSync(join(folders.runsDir, "_index"))).toEqual(["catalog.db", "catalog.sha256"]);
  });

  it("is taken away before anything is changed", () => {
    sealCatalog(nodeFs, folders.runsDir);
    breakSeal(nodeFs, folders.runsDir);
    breakSeal(nodeFs, folders.runsDir);
    expect(existsSync(seal)).toBe(false);
  });

  it("shows one changed bit of itself, whichever it is", () => {
    const text = Buffer.from(sealText(sha256Hex("x")));
    for (let bit = 0; bit < text.byteLength * 8; bit += 1) {
      const turned = Buffer.from(text);
      turned.writeUInt8(turned.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(readSeal(turned)).toBe("damaged");
    }
    expect([readSeal(text), readSeal(Buffer.alloc(0))]).toEqual([sha256Hex("x"), null]);
  });

  it("is not made of a catalog so large that hashing it would be noticed, nor of none", () => {
    truncateSync(join(folders.runsDir, "_index", "catalog.db"), 32 * 1024 * 1024 + 1);
    sealCatalog(nodeFs, folders.runsDir);
    truncateSync(join(folders.runsDir, "_index", "catalog.db"), 0);
    sealCatalog(nodeFs, folders.runsDir);
    expect(existsSync(seal)).toBe(false);
  });

  it("is missing where the drive refuses it, and nobody is held up", () => {
    const fs = createFailingFs();
    fs.failWhere(({ name }) => name === "write", { kind: "refuse", code: "ENOSPC" });
    sealCatalog(fs, folders.runsDir);
    expect(existsSync(seal)).toBe(false);
  });
});
