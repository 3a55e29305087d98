import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildNewFile, openForWriting, replaceCatalog } from "../../../../src/main/catalog/build-catalog.ts";
import { DamagedCatalog } from "../../../../src/main/catalog/catalog-fault.ts";
import { catalogFileOf, ensureCatalogFolder } from "../../../../src/main/catalog/catalog-file.ts";
import { UNWATCHED } from "../../../../src/main/catalog/catalog-host.ts";
import { openCatalogSource } from "../../../../src/main/catalog/catalog-source.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { indexFiles, type MadeStore, madeStore } from "./made-store.ts";

let made: MadeStore;

beforeEach(async () => {
  made = await madeStore();
  ensureCatalogFolder(nodeFs, made.folders.runsDir);
  for (let number = 0; number < 120; number++) await made.record(`run_${number}`);
});
afterEach(() => made.close());

function parts() {
  const { runsDir } = made.folders;
  return { file: catalogFileOf(runsDir), source: openCatalogSource(nodeFs, runsDir) };
}

describe("buildNewFile", () => {
  it("leaves a whole, flushed catalog under the new name", async () => {
    const { file, source } = parts();
    await buildNewFile(made.host, source, { file, control: UNWATCHED, expected: null });
    expect(indexFiles(made.folders.runsDir)).toEqual(["catalog.db.new"]);
    const database = openForWriting(file.newPath);
    expect(database.stats().rows).toBe(120);
    expect(database.isTrustworthy(1)).toBe(true);
    database.close();
  });

  it("tells how far it is, with the total it expects", async () => {
    const { file, source } = parts();
    const reports: (readonly [number, number | null])[] = [];
    const control = { ...UNWATCHED, report: (done: number, total: number | null) => reports.push([done, total]) };
    await buildNewFile(made.host, source, { file, control, expected: 122 });
    expect(reports).toEqual([[100, 122]]);
  });

  it("leaves nothing when it is stopped", async () => {
    const { file, source } = parts();
    const control = { ...UNWATCHED, pause: () => Promise.reject(new AppError("CANCELLED", "stopped")) };
    await expect(buildNewFile(made.host, source, { file, control, expected: null })).rejects.toThrow("stopped");
    expect(indexFiles(made.folders.runsDir)).toEqual([]);
  });
});

describe("replaceCatalog", () => {
  it("sets aside what was there and puts a new catalog in its place", async () => {
    const { file, source } = parts();
    writeFileSync(file.path, "damaged");
    const { aside, database } = await replaceCatalog(made.host, source, file);
    expect(aside).toEqual({ keptAs: "catalog.db.damaged-1", removed: [] });
    expect(database.stats().rows).toBe(120);
    database.close();
    expect(indexFiles(made.folders.runsDir)).toEqual(["catalog.db", "catalog.db.damaged-1"]);
  });
});

describe("openForWriting", () => {
  it("takes a catalog that is none right after it was written for damage", async () => {
    const { file } = parts();
    writeFileSync(file.path, "");
    expect(() => openForWriting(file.path)).toThrow(DamagedCatalog);
  });
});
