import { appendFileSync, rmSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CatalogDatabase } from "../../../../src/main/catalog/catalog-database.ts";
import { UNWATCHED } from "../../../../src/main/catalog/catalog-host.ts";
import { openCatalogSource } from "../../../../src/main/catalog/catalog-source.ts";
import { deriveInto } from "../../../../src/main/catalog/derive-catalog.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { type MadeStore, madeStore } from "./made-store.ts";

let made: MadeStore;

beforeEach(async () => {
  made = await madeStore();
});
afterEach(() => made.close());

function source() {
  return openCatalogSource(nodeFs, made.folders.runsDir);
}

async function derived(): Promise<CatalogDatabase> {
  const database = CatalogDatabase.build("");
  await deriveInto(database, source(), { control: UNWATCHED, expected: null });
  return database;
}

describe("readRecord", () => {
  it("gives the bytes of a record", async () => {
    await made.record("run_1", { mode: "saw" });
    const record = source().readRecord("2026-11-20/run_1.json");
    expect("bytes" in record && String(record.bytes)).toContain('"mode": "saw"');
  });

  it.each([
    ["nothing is there", "2026-11-20/run_2.json", "is missing"],
    ["no folder is there", "2020-01-01/run_2.json", "is missing"],
    ["the ledger names none", undefined, "names no file"],
    ["the path leads outside", "../../etc/passwd", "outside"],
    ["the path is absolute", "/etc/passwd", "outside"],
    ["a link stands there", "2026-11-20/run_link.json", "cannot be read"],
    ["a folder stands there", "2026-11-20/run_folder.json", "cannot be read"],
  ])("says so where %s", async (_, path, problem) => {
    await made.record("run_1");
    symlinkSync("/etc/passwd", join(made.folders.runsDir, "2026-11-20/run_link.json"));
    nodeFs.makeFolder(join(made.folders.runsDir, "2026-11-20/run_folder.json"));
    expect(source().readRecord(path)).toEqual({ problem: expect.stringContaining(problem) });
  });
});

describe("isOrigin", () => {
  it("holds for the catalog of this ledger, however much was added since", async () => {
    await made.record("run_1");
    const database = await derived();
    await made.record("run_2");
    expect(source().isOrigin(database)).toBe(true);
    expect(source().isOrigin(CatalogDatabase.build(""))).toBe(true);
  });

  it("does not hold for the catalog of another store", async () => {
    await made.record("run_1");
    const database = await derived();
    const other = await madeStore();
    await other.record("run_1");
    expect(openCatalogSource(nodeFs, other.folders.runsDir).isOrigin(database)).toBe(false);
    await other.close();
  });

  it("does not hold for a ledger that was cut or is gone", async () => {
    await made.record("run_1");
    const database = await derived();
    const segment = join(made.folders.runsDir, "_integrity/ledger/00000001.ndjson");
    truncateSync(segment, 100);
    expect(source().isOrigin(database)).toBe(false);
    rmSync(segment);
    expect(source().isOrigin(database)).toBe(false);
  });
});

describe("endsWith", () => {
  it("holds until something is added", async () => {
    await made.record("run_1");
    const database = await derived();
    expect(source().endsWith(database)).toBe(true);
    await made.record("run_2");
    expect(source().endsWith(database)).toBe(false);
    expect(source().endsWith(CatalogDatabase.build(""))).toBe(false);
  });

  it("does not hold when a later epoch began", async () => {
    await made.record("run_1");
    const database = await derived();
    appendFileSync(join(made.folders.runsDir, "_integrity/ledger/00000002.ndjson"), "{}\n");
    expect(source().endsWith(database)).toBe(false);
  });
});
