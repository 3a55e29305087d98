import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import {
  catalogError,
  DamagedCatalog,
  isDamage,
  isDamageAtOpening,
  isSqliteFault,
} from "../../../../src/main/catalog/catalog-fault.ts";
import { AppError } from "../../../../src/shared/app-error.ts";

function sqliteError(errcode: number): Error {
  return Object.assign(new Error("told by SQLite"), { code: "ERR_SQLITE_ERROR", errcode });
}

describe("isDamage", () => {
  it("is true for a broken file, told by any extended code", () => {
    expect([11, 26, 267, 779].map((code) => isDamage(sqliteError(code)))).toEqual([true, true, true, true]);
    expect(isDamage(new DamagedCatalog("x holds no text"))).toBe(true);
  });

  it("is false for faults of the disk, of the question, and for bugs", () => {
    expect([1, 5, 8, 10, 13, 14].some((code) => isDamage(sqliteError(code)))).toBe(false);
    expect(isDamage(new RangeError("Maximum call stack size exceeded"))).toBe(false);
    expect(isDamage("text")).toBe(false);
  });
});

describe("isDamageAtOpening", () => {
  it("takes a missing table for damage and a full disk for none", () => {
    expect(isDamageAtOpening(sqliteError(1))).toBe(true);
    expect(isDamageAtOpening(sqliteError(13))).toBe(false);
    expect(isDamageAtOpening(new TypeError("a bug"))).toBe(false);
  });
});

describe("isSqliteFault", () => {
  it("tells faults of the file from errors in what was asked", () => {
    expect(isSqliteFault(sqliteError(776))).toBe(true);
    expect(isSqliteFault(sqliteError(11))).toBe(true);
    expect(isSqliteFault(sqliteError(1))).toBe(false);
    expect(isSqliteFault(new AppError("BAD_CURSOR", "no"))).toBe(false);
  });
});

describe("catalogError", () => {
  it.each([
    [13, "DISK_FULL"],
    [8, "STORE_READ_ONLY"],
    [10, "IO_FAILED"],
    [266, "IO_FAILED"],
    [14, "NO_PERMISSION"],
    [5, "STORE_LOCKED"],
  ])("gives code %i the name %s and keeps the cause", (errcode, code) => {
    const cause = sqliteError(errcode);
    const error = catalogError(cause, "list the runs");
    expect(error).toMatchObject({ code, cause });
    expect(String(error)).toContain("Could not list the runs");
  });

  it("passes on what is no fault of the file", () => {
    const bug = new TypeError("a bug");
    expect(catalogError(bug, "x")).toBe(bug);
    const ours = new AppError("BAD_CURSOR", "no");
    expect(catalogError(ours, "x")).toBe(ours);
  });

  it("reads the code from SQLite's own errors", () => {
    let thrown: unknown;
    try {
      new DatabaseSync("/no/such/folder/catalog.db");
    } catch (error) {
      thrown = error;
    }
    expect(catalogError(thrown, "open the catalog")).toMatchObject({ code: "NO_PERMISSION" });
  });
});
