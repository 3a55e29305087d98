import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTables, markWhole } from "../../../../src/main/catalog/catalog-schema.ts";
import { isOfOtherVersion, openDatabaseFile } from "../../../../src/main/catalog/database-file.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;
let path: string;
beforeEach(() => {
  folders = makeTestFolders();
  path = join(folders.root, "catalog.db");
});
afterEach(() => folders.remove());

describe("openDatabaseFile", () => {
  it("writes nothing where it only reads", () => {
    openDatabaseFile(path, "build").close();
    const db = openDatabaseFile(path, "read");
    expect(() => db.exec("CREATE TABLE other (a INTEGER)")).toThrow("readonly");
    db.close();
  });
});

describe("isOfOtherVersion", () => {
  it("knows catalogs of other versions from this one's and from anything else", () => {
    const db = openDatabaseFile(path, "build");
    createTables(db);
    expect(isOfOtherVersion(path)).toBe(false);
    markWhole(db);
    expect(isOfOtherVersion(path)).toBe(false);
    db.exec("PRAGMA user_version = 2");
    expect(isOfOtherVersion(path)).toBe(true);
    db.close();
    rmSync(path);
    writeFileSync(path, "rubbish ".repeat(1000));
    expect(() => isOfOtherVersion(path)).toThrow("not a database");
  });
});
