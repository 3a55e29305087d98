import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { CatalogDatabase } from "../../src/main/catalog/catalog-database.ts";
import { STORE_PATHS } from "../../src/main/store/store-layout.ts";
import { generatedSummary, generateRuns } from "../bench/run-generator.ts";
import { openTestStore, type TestFolders } from "./open-test-store.ts";

const RUNS_PER_TRANSACTION = 5000;

/** Writes the catalog of so many made-up runs, the same for the same seed. No record and no ledger stands behind it. */
export function writeMadeUpCatalog(path: string, count: number, seed: number): void {
  rmSync(path, { force: true });
  const building = CatalogDatabase.build(path);
  let group: ReturnType<typeof generatedSummary>[] = [];
  for (const run of generateRuns(count, seed)) {
    group.push(generatedSummary(run));
    if (group.length < RUNS_PER_TRANSACTION) continue;
    building.addRuns(group);
    group = [];
  }
  building.addRuns(group);
  building.finishBuilding();
  building.flush();
  building.close();
}

/** Makes a store without runs whose catalog lists those of `catalogPath`: what a window does with them needs no record. */
export async function makeStoreOf(folders: TestFolders, catalogPath: string): Promise<void> {
  const store = await openTestStore(folders);
  await store.close();
  const target = join(folders.runsDir, STORE_PATHS.catalog);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(catalogPath, target);
}
