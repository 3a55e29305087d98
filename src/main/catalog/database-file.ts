import { DatabaseSync } from "node:sqlite";
import { hasOtherSchema } from "./catalog-schema.ts";

/** Waiting for a reader of another process to finish a page takes milliseconds; more means that something is stuck. */
const BUSY_TIMEOUT_MS = 5000;
const CACHE_KIB = 32 * 1024;

/** How a database file is opened. `build` is no whole catalog until its building was finished. */
export type DatabaseAccess = "build" | "write" | "read";

/** Opens a file of SQLite as catalogs are used; "" is a temporary one. Throws SQLite's own errors. */
export function openDatabaseFile(path: string, access: DatabaseAccess): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly: access === "read", timeout: BUSY_TIMEOUT_MS });
  try {
    db.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA temp_store = MEMORY; PRAGMA synchronous = OFF`);
    if (access === "build") db.exec("PRAGMA page_size = 8192");
    // A temporary catalog that breaks is thrown away. In a file what was committed must outlive the process.
    if (access !== "read") db.exec(`PRAGMA journal_mode = ${path === "" ? "OFF" : "DELETE"}`);
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/** Whether the file is a catalog that another version of the program made. */
export function isOfOtherVersion(path: string): boolean {
  const db = openDatabaseFile(path, "read");
  try {
    return hasOtherSchema(db);
  } finally {
    db.close();
  }
}
