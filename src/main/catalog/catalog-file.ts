import { basename, dirname } from "node:path";
import { resolveStorePath, STORE_PATHS, type StorePath } from "../store/store-layout.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import { CatalogDatabase } from "./catalog-database.ts";
import { catalogError, isDamageAtOpening, isSqliteFault } from "./catalog-fault.ts";
import type { CatalogSource } from "./catalog-source.ts";
import { isOfOtherVersion } from "./database-file.ts";

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

/** Why the file in the catalog's place cannot be used. `older` and `unflushed` happen to every catalog; the others should not. */
export type Unusable = "missing" | "older" | "unflushed" | "damaged" | "foreign";

/** Opens a catalog that is of this version, whole, flushed and made from this ledger; null for any other, or none. */
export function openUsable(
  path: string,
  from: {
    readonly fs: Fs;
    readonly source: CatalogSource;
    readonly access: "write" | "read";
    readonly bootSeconds: number;
    readonly onUnusable?: (why: Unusable) => void;
  },
): CatalogDatabase | null {
  const opened = tryToOpen(path, from);
  if (opened instanceof CatalogDatabase) return opened;
  from.onUnusable?.(opened);
  return null;
}

function tryToOpen(path: string, from: Parameters<typeof openUsable>[1]): CatalogDatabase | Unusable {
  const stat = from.fs.stat(path);
  if (stat?.kind !== "file") return stat === null ? "missing" : "damaged";
  let database: CatalogDatabase | null = null;
  try {
    database = CatalogDatabase.open(path, from.access);
    if (database === null) return isOfOtherVersion(path) ? "older" : "damaged";
    database.probe();
    const isTrustworthy = database.isTrustworthy(from.bootSeconds);
    if (isTrustworthy && from.source.isOrigin(database)) return database;
    database.close();
    return isTrustworthy ? "foreign" : "unflushed";
  } catch (error) {
    database?.close();
    // A reader that cannot use the file, for whatever reason, derives its own.
    if (isDamageAtOpening(error) || (from.access === "read" && isSqliteFault(error))) return "damaged";
    throw catalogError(error, "open the catalog");
  }
}

/** Opens a catalog that was begun, from this ledger and since this start of the machine, to go on with it; null for any other, or none. */
export function openUnfinished(
  path: string,
  from: { readonly fs: Fs; readonly source: CatalogSource; readonly bootSeconds: number },
): CatalogDatabase | null {
  if (from.fs.stat(path)?.kind !== "file") return null;
  let database: CatalogDatabase | null = null;
  try {
    database = CatalogDatabase.resume(path);
    if (database === null) return null;
    database.probe();
    if (database.isTrustworthy(from.bootSeconds) && from.source.isOrigin(database)) return database;
  } catch (error) {
    // Whatever is wrong with it, beginning anew costs time only; a fault of the drive is met there again.
    if (!isDamageAtOpening(error) && !isSqliteFault(error)) {
      database?.close();
      throw error;
    }
  }
  database?.close();
  return null;
}

/** Creates the folder of the catalog where it is missing. */
export function ensureCatalogFolder(fs: Fs, runsDir: string): void {
  const folder: StorePath = STORE_PATHS.catalog.split("/").slice(0, -1).join("/");
  const path = resolveStorePath(runsDir, folder);
  if (fs.stat(path) === null) withStorageErrors("create the folder of the catalog", path, () => fs.makeFolder(path));
}

/** So many damaged catalogs are kept for whoever wants to find out what happened to them. */
const MAX_KEPT = 3;

/** What became of a file that stood in the catalog's place; names of files. */
export interface SetAside {
  /** Null where nothing stood there. */
  readonly keptAs: string | null;
  /** Older ones that were removed, so that they do not fill the disk. */
  readonly removed: readonly string[];
}

/**
 * Renames what stands at `path`, with what SQLite left beside it, to the next `<path>.damaged-<n>`. Of more than three the oldest are
 * removed, and told.
 */
export function setAside(fs: Fs, path: string): SetAside {
  return withStorageErrors("set the damaged catalog aside", path, () => {
    const numbers = damagedNumbers(fs, path);
    const keptAs = fs.stat(path) === null ? null : `${path}.damaged-${(numbers.at(-1) ?? 0) + 1}`;
    if (keptAs !== null) fs.rename(path, keptAs);
    // A journal left behind would be rolled back into the next file of this name.
    dropCompanions(fs, path);
    const tooMany = keptAs === null ? 0 : Math.max(0, numbers.length + 1 - MAX_KEPT);
    const removed = numbers.slice(0, tooMany).map((number) => `${path}.damaged-${number}`);
    for (const old of removed) if (fs.stat(old)?.kind === "file") fs.unlink(old);
    return { keptAs: keptAs === null ? null : basename(keptAs), removed: removed.map((old) => basename(old)) };
  });
}

/** The numbers of the catalogs that were set aside, rising. */
function damagedNumbers(fs: Fs, path: string): readonly number[] {
  const start = `${basename(path)}.damaged-`;
  const names = fs.stat(dirname(path))?.kind === "folder" ? fs.list(dirname(path)).map(({ name }) => name) : [];
  return names
    .filter((name) => name.startsWith(start))
    .map((name) => Number(name.slice(start.length)))
    .filter((number) => Number.isSafeInteger(number) && number > 0)
    .sort((left, right) => left - right);
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
