import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../../../src/main/catalog/open-database.ts";

const folder = mkdtempSync(join(tmpdir(), "rmos-database-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("openDatabase", () => {
  it("writes where it may, and not where it only reads", () => {
    const path = join(folder, "catalog.db");
    const building = openDatabase(path, "build");
    building.exec("CREATE TABLE t (a INTEGER)");
    building.close();
    const writing = openDatabase(path, "write");
    writing.exec("INSERT INTO t VALUES (1)");
    writing.close();
    const reading = openDatabase(path, "read");
    expect(reading.prepare("SELECT a FROM t").all()).toEqual([{ a: 1 }]);
    expect(() => reading.exec("INSERT INTO t VALUES (2)")).toThrow("readonly");
    reading.close();
  });

  it("can undo a change once it is built", () => {
    const path = join(folder, "journal.db");
    openDatabase(path, "build").close();
    const writing = openDatabase(path, "write");
    expect(writing.prepare("PRAGMA journal_mode").get()?.journal_mode).toBe("delete");
    writing.exec("BEGIN; CREATE TABLE t (a INTEGER); ROLLBACK");
    expect(() => writing.exec("INSERT INTO t VALUES (1)")).toThrow("no such table");
    writing.close();
  });

  it("throws for what is no database that it may make", () => {
    expect(() => openDatabase(join(folder, "none", "catalog.db"), "read")).toThrow();
  });
});
