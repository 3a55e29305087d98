import { DatabaseSync } from "node:sqlite";
import { AppError } from "../../shared/app-error.ts";
import type { ErrorCode } from "../../shared/error-codes.ts";

/** A lock the system holds for this process: released on its death, untouched by suspend and by the clock. */
export interface KernelGate {
  release(): void;
}

/** SQLite's "another process has the lock" and "another connection of this process has it". */
const HELD = new Set([5, 6]);

/** SQLite's primary result codes (sqlite.org/rescode.html) that have a meaning for people. */
const MEANINGS: ReadonlyMap<number, ErrorCode> = new Map([
  [3, "NO_PERMISSION"],
  [8, "STORE_READ_ONLY"],
  [11, "STORE_DAMAGED"],
  [13, "DISK_FULL"],
  [14, "NO_PERMISSION"],
  [23, "NO_PERMISSION"],
  [26, "STORE_DAMAGED"],
]);

/** The low byte of SQLite's result is its primary code; null for errors that are not SQLite's. */
function primaryCodeOf(error: unknown): number | null {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number"
    ? error.errcode & 0xff
    : null;
}

function gateError(error: unknown, path: string): unknown {
  const primary = primaryCodeOf(error);
  if (primary === null || !(error instanceof Error)) return error;
  const message = `Could not take the gate of the folder: ${error.message} (${path}). Check the file and its folder.`;
  return new AppError(MEANINGS.get(primary) ?? "IO_FAILED", message, {
    context: { path, sqlite: primary },
    cause: error,
  });
}

/**
 * Takes the gate, or gives null when another process has it. The file holds no data and is never read: closing any other descriptor
 * of it in this process would drop the lock (POSIX advisory locks). Throws the storage codes.
 */
export function tryKernelGate(path: string): KernelGate | null {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database?.close();
    const primary = primaryCodeOf(error);
    if (primary !== null && HELD.has(primary)) return null;
    throw gateError(error, path);
  }
  const held = database;
  return { release: () => held.close() };
}
