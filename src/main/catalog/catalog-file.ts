import { resolveStorePath, STORE_PATHS, type StorePath } from "../store/store-layout.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import { CatalogDatabase } from "./catalog-database.ts";
import { catalogError, isDamageAtOpening, isSqliteFault } from "./catalog-fault.ts";
import type { CatalogSource } from "./catalog-source.ts";

/** What SQLite may leave beside a database whose process died. */
const COMPANIONS = ["-journal", "-wal", "-shm"];

/** The catalog's file of a runs folder, and what is done to it as a file. */
export interface CatalogFile {
  readonly path: string;
  /** Where a new catalog grows until it is whole. */
  readonly newPath: string;
}

/** The places of a runs folder. */
export function catalogFileOf(runsDir: string): CatalogFile {
  const path = resolveStorePath(runsDir, STORE_PATHS.catalog);
  return { path, newPath: `${path}.new` };
}

/** Opens a catalog that is of this version, whole, flushed and made from this ledger; null for any other, or none. */
export function openUsable(
  path: string,
  from: {
    readonly fs: Fs;
    readonly source: CatalogSource;
    readonly access: "write" | "read";
    readonly bootSeconds: number;
  },
): CatalogDatabase | null {
  if (from.fs.stat(path)?.kind !== "file") return null;
  let database: CatalogDatabase | null = null;
  try {
    database = CatalogDatabase.open(path, from.access);
    if (database === null) return null;
    database.probe();
    if (database.isTrustworthy(from.bootSeconds) && from.source.isOrigin(database)) return database;
  } catch (error) {
    database?.close();
    // A reader that cannot use the file, for whatever reason, derives its own.
    if (isDamageAtOpening(error) || (from.access === "read" && isSqliteFault(error))) return null;
    throw catalogError(error, "open the catalog");
  }
  database.close();
  return null;
}

/** Creates the folder of the catalog where it is missing. */
export function ensureCatalogFolder(fs: Fs, runsDir: string): void {
  const folder: StorePath = STORE_PATHS.catalog.split("/").slice(0, -1).join("/");
  const path = resolveStorePath(runsDir, folder);
  if (fs.stat(path) === null) withStorageErrors("create the folder of the catalog", path, () => fs.makeFolder(path));
}

/** Renames what stands at `path`, with what SQLite left beside it, to the first free `<path>.damaged-<n>`. */
export function setAside(fs: Fs, path: string): void {
  let number = 1;
  while (fs.stat(`${path}.damaged-${number}`) !== null) number++;
  withStorageErrors("set the damaged catalog aside", path, () => {
    if (fs.stat(path) !== null) fs.rename(path, `${path}.damaged-${number}`);
  });
  // A journal left behind would be rolled back into the next file of this name.
  dropCompanions(fs, path);
}

/** Removes an unfinished catalog. */
export function dropUnfinished(fs: Fs, path: string): void {
  withStorageErrors("remove an unfinished catalog", path, () => {
    if (fs.stat(path) !== null) fs.unlink(path);
  });
  dropCompanions(fs, path);
}

function dropCompanions(fs: Fs, path: string): void {
  for (const companion of COMPANIONS) {
    if (fs.stat(`${path}${companion}`) !== null) {
      withStorageErrors("remove a catalog's journal", path, () => fs.unlink(`${path}${companion}`));
    }
  }
}
