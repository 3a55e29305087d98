import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import { CatalogDatabase } from "./catalog-database.ts";
import { DamagedCatalog } from "./catalog-fault.ts";
import {
  type CatalogFile,
  dropUnfinished,
  ensureCatalogFolder,
  openUnfinished,
  type SetAside,
  setAside,
} from "./catalog-file.ts";
import { type HostOptions, UNWATCHED } from "./catalog-host.ts";
import type { CatalogSource } from "./catalog-source.ts";
import { deriveInto, type JobControl } from "./derive-catalog.ts";

/**
 * Derives a catalog into `file.newPath`, whole and flushed. What was begun is removed when it does not come to its end.
 */
export async function buildNewFile(
  options: HostOptions,
  source: CatalogSource,
  work: { readonly file: CatalogFile; readonly control: JobControl; readonly expected: number | null },
): Promise<void> {
  const { newPath } = work.file;
  dropUnfinished(options.fs, newPath);
  const database = CatalogDatabase.build(newPath);
  try {
    await deriveInto(database, source, { ...work, startReaders: options.startReaders });
    database.flush();
    database.close();
  } catch (error) {
    database.close();
    dropUnfinished(options.fs, newPath);
    throw error;
  }
}

/** Opens what was begun under the new name where it can be gone on with, and begins anew where not. */
export function openNewFile(options: HostOptions, source: CatalogSource, newPath: string): CatalogDatabase {
  const begun = openUnfinished(newPath, { ...options, source });
  if (begun === null) dropUnfinished(options.fs, newPath);
  const database = begun ?? CatalogDatabase.build(newPath);
  database.beginChanges(options.bootSeconds);
  return database;
}

/** Puts a finished file in the catalog's place. */
export function placeNewFile(fs: Fs, { newPath, path }: CatalogFile): void {
  withStorageErrors("put the new catalog in place", path, () => fs.rename(newPath, path));
}

/** A catalog that took the place of another, and what became of that. */
export interface ReplacedCatalog {
  readonly database: CatalogDatabase;
  readonly aside: SetAside;
}

/** Sets aside what stands in the catalog's place, derives a new one there and opens it. */
export async function replaceCatalog(
  options: HostOptions,
  source: CatalogSource,
  file: CatalogFile,
): Promise<ReplacedCatalog> {
  ensureCatalogFolder(options.fs, options.runsDir);
  const aside = setAside(options.fs, file.path);
  await buildNewFile(options, source, { file, control: UNWATCHED, expected: null });
  placeNewFile(options.fs, file);
  return { database: openForWriting(file.path), aside };
}

/** Opens a catalog that was just built. */
export function openForWriting(path: string): CatalogDatabase {
  const database = CatalogDatabase.open(path, "write");
  if (database === null) throw new DamagedCatalog("it cannot be read right after it was written");
  return database;
}
