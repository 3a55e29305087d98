import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CatalogDatabase } from "../../../../src/main/catalog/catalog-database.ts";
import {
  catalogFileOf,
  dropUnfinished,
  ensureCatalogFolder,
  openUnfinished,
  openUsable,
  setAside,
} from "../../../../src/main/catalog/catalog-file.ts";
import type { CatalogSource } from "../../../../src/main/catalog/catalog-source.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { madeRun } from "./made-runs.ts";

let runsDir: string;
let path: string;

beforeEach(() => {
  runsDir = mkdtempSync(join(tmpdir(), "rmos-catalog-"));
  ensureCatalogFolder(nodeFs, runsDir);
  path = catalogFileOf(runsDir).path;
});
afterEach(() => rmSync(runsDir, { recursive: true, force: true }));

function usable(access: "write" | "read" = "write", more: { bootSeconds?: number; isOrigin?: boolean } = {}) {
  const source: Partial<CatalogSource> = { isOrigin: () => more.isOrigin ?? true };
  return openUsable(path, {
    fs: nodeFs,
    source: source as CatalogSource,
    access,
    bootSeconds: more.bootSeconds ?? 1000,
  });
}

function writeCatalog(): void {
  const building = CatalogDatabase.build(path);
  building.apply([madeRun(0, "run_1")]);
  building.finishBuilding();
  building.flush();
  building.close();
}

describe("catalogFileOf", () => {
  it("places the catalog in the folder of the index", () => {
    expect(path).toBe(join(runsDir, "_index", "catalog.db"));
  });
});

describe("ensureCatalogFolder", () => {
  it("creates the folder where it is missing and leaves one that is there", () => {
    rmSync(join(runsDir, "_index"), { recursive: true });
    ensureCatalogFolder(nodeFs, runsDir);
    ensureCatalogFolder(nodeFs, runsDir);
    expect(existsSync(join(runsDir, "_index"))).toBe(true);
  });

  it("says in a code why it cannot", () => {
    rmSync(runsDir, { recursive: true });
    expect(() => ensureCatalogFolder(nodeFs, runsDir)).toThrow(expect.objectContaining({ code: "PATH_NOT_FOUND" }));
  });
});

describe("openUsable", () => {
  it("opens a catalog that is whole, flushed and of this ledger", () => {
    writeCatalog();
    for (const access of ["write", "read"] as const) {
      const database = usable(access);
      expect(database?.stats().rows).toBe(1);
      database?.close();
    }
  });

  it("finds none where there is none", () => {
    expect(usable()).toBeNull();
    mkdirSync(path);
    expect(usable()).toBeNull();
    rmSync(path, { recursive: true });
    symlinkSync("/etc/passwd", path);
    expect(usable()).toBeNull();
  });

  it("does not take a catalog of another ledger", () => {
    writeCatalog();
    expect(usable("write", { isOrigin: false })).toBeNull();
  });

  it("does not take a catalog that a power cut may have torn", () => {
    writeCatalog();
    const database = usable();
    database?.beginChanges(1000);
    database?.close();
    expect(usable("write", { bootSeconds: 5000 })).toBeNull();
    expect(usable("write", { bootSeconds: 1001 })).not.toBeNull();
  });

  it.each([
    ["text in place of it", (bytes: Buffer) => Buffer.from("x".repeat(bytes.length))],
    ["an empty file", () => Buffer.alloc(0)],
    ["half of it", (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    [
      "noise in its first pages",
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(16_284, 7), bytes.subarray(16_384)]),
    ],
    [
      "noise behind its first page",
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 8192), Buffer.alloc(bytes.length - 8192, 7)]),
    ],
    [
      "another version",
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 60), Buffer.from([0, 0, 0, 99]), bytes.subarray(64)]),
    ],
  ])("does not take %s", (_, damage) => {
    writeCatalog();
    writeFileSync(path, damage(readFileSync(path)));
    expect(usable()).toBeNull();
    expect(usable("read")).toBeNull();
  });
});

describe("setAside", () => {
  it("keeps what stood there under the first free name", () => {
    for (const content of ["one", "two"]) {
      writeFileSync(path, content);
      setAside(nodeFs, path);
    }
    expect(readdirSync(join(runsDir, "_index"))).toEqual(["catalog.db.damaged-1", "catalog.db.damaged-2"]);
    expect(readFileSync(`${path}.damaged-2`, "utf8")).toBe("two");
  });

  it("leaves no journal behind that would be rolled back into the next catalog", () => {
    writeFileSync(`${path}-journal`, "old");
    setAside(nodeFs, path);
    expect(readdirSync(join(runsDir, "_index"))).toEqual([]);
  });
});

describe("openUnfinished", () => {
  const BEGUN = 1000;

  function begin(version?: number): void {
    const building = CatalogDatabase.build(path);
    building.beginChanges(BEGUN);
    building.apply([madeRun(0, "run_1")]);
    building.close();
    if (version === undefined) return;
    const db = new DatabaseSync(path);
    db.exec(`PRAGMA user_version = ${version}`);
    db.close();
  }

  function unfinished(bootSeconds = BEGUN, isOrigin = true): number | null {
    const source: Partial<CatalogSource> = { isOrigin: () => isOrigin };
    const found = openUnfinished(path, { fs: nodeFs, source: source as CatalogSource, bootSeconds });
    const seq = found?.appliedSeq ?? null;
    found?.close();
    return seq;
  }

  it("opens what was begun since this start of the machine, where it was", () => {
    begin();
    expect(unfinished()).toBe(1);
  });

  it("opens none after a power cut, from another ledger, of another version, of rubbish, or where nothing is", () => {
    expect(unfinished()).toBeNull();
    begin();
    expect(unfinished(BEGUN + 600)).toBeNull();
    expect(unfinished(BEGUN, false)).toBeNull();
    rmSync(path);
    begin(-99);
    expect(unfinished()).toBeNull();
    writeFileSync(path, "rubbish");
    expect(unfinished()).toBeNull();
  });
});

describe("dropUnfinished", () => {
  it("removes a catalog that was begun, and its journal, or nothing", () => {
    const { newPath } = catalogFileOf(runsDir);
    writeFileSync(newPath, "begun");
    writeFileSync(`${newPath}-journal`, "begun");
    dropUnfinished(nodeFs, newPath);
    dropUnfinished(nodeFs, newPath);
    expect(readdirSync(join(runsDir, "_index"))).toEqual([]);
  });
});
