import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  attachmentPath,
  epochName,
  epochPath,
  fileKey,
  findEpoch,
  isDateFolder,
  isWriteOncePath,
  journalPath,
  ledgerPath,
  parentStorePath,
  recordPath,
  resolveStorePath,
  STORE_FOLDERS,
  toStorePath,
} from "../../../../src/main/store/store-layout.ts";
import { runIdSchema } from "../../../../src/shared/run-id.ts";
import { sha256Schema } from "../../../../src/shared/sha256.ts";

const SHA = sha256Schema.parse(`abcd${"0".repeat(60)}`);

describe("store layout", () => {
  it("puts records below their UTC date and attachments below their digest", () => {
    expect(recordPath("2026-11-20T10:11:12.345678Z", runIdSchema.parse("run_1"))).toBe("2026-11-20/run_1.json");
    expect(attachmentPath(SHA)).toBe(`_attachments/ab/cd/${SHA}`);
  });

  it("names what belongs to an epoch so that names sort as numbers, and reads the number back", () => {
    expect(epochName(7)).toBe("00000007");
    expect(ledgerPath(7)).toBe("_integrity/ledger/00000007.ndjson");
    expect(journalPath(7)).toBe("_integrity/journal/00000007.jnl");
    expect(epochPath(7)).toBe("_integrity/epochs/00000007.json");
    expect(["00000007.ndjson", "00000007.jnl", "00000007.json"].map(findEpoch)).toEqual([7, 7, 7]);
    expect(["7.json", "00000007.json.tmp", ".00000007.json", "00000007", "a0000007.jnl"].map(findEpoch)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it.each([
    ["2026-11-20/run_1.json", true],
    ["2026-11-20/run_1_advisory_x.json", true],
    [`_attachments/ab/cd/${SHA}`, true],
    [`_attachments/ab/ce/${SHA}`, false],
    [`_attachments/${SHA}`, false],
    ["2026-11-20/.json", false],
    ["2026-11-20/..json", false],
    ["2026-11-20/../x.json", false],
    ["2026-11-20/run_1.txt", false],
    ["2026-11-20/con.json", false],
    ["2026-11-20/a/b.json", false],
    ["2026-1-20/run_1.json", false],
    ["_integrity/store.json", false],
    ["/2026-11-20/run_1.json", false],
    ["2026-11-20\\run_1.json", false],
    ["run_1.json", false],
    ["", false],
  ])("says of %j that it may be written once: %j", (path, isPlace) => {
    expect(isWriteOncePath(path)).toBe(isPlace);
  });

  it("knows a date folder by its form", () => {
    expect(["2026-11-20", "2026-11-2", "_inbox", "2026-11-20x"].map(isDateFolder)).toEqual([true, false, false, false]);
  });

  it("joins store paths to the system's and takes them apart again", () => {
    expect(resolveStorePath("runs", "a/b.json")).toBe(join("runs", "a", "b.json"));
    expect(resolveStorePath("runs", "")).toBe("runs");
    expect(toStorePath(join("a", "b.json"))).toBe("a/b.json");
    expect(["a/b/c", "a", ""].map(parentStorePath)).toEqual(["a/b", "", ""]);
  });

  it("lists parents before what lies in them", () => {
    for (const [index, folder] of STORE_FOLDERS.entries()) {
      const parent = parentStorePath(folder);
      expect(parent === "" || STORE_FOLDERS.slice(0, index).some((earlier) => earlier === parent)).toBe(true);
    }
  });

  it("takes two spellings for one file only where the system does", () => {
    expect(fileKey("2026-11-20/Run_A.json", "win32")).toBe(fileKey("2026-11-20/run_a.json", "win32"));
    expect(fileKey("2026-11-20/Run_A.json", "darwin")).toBe(fileKey("2026-11-20/run_a.json", "darwin"));
    expect(fileKey("2026-11-20/Run_A.json", "linux")).not.toBe(fileKey("2026-11-20/run_a.json", "linux"));
  });
});
