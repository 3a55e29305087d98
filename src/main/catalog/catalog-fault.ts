import { AppError } from "../../shared/app-error.ts";
import type { ErrorCode } from "../../shared/error-codes.ts";

/** Primary result codes of SQLite. Source: sqlite.org/rescode.html. */
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** Faults of the disk or of the rights on it, which a new file would meet as well. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  3: "NO_PERMISSION",
  5: "STORE_LOCKED",
  6: "STORE_LOCKED",
  8: "STORE_READ_ONLY",
  10: "IO_FAILED",
  13: "DISK_FULL",
  14: "NO_PERMISSION",
  23: "NO_PERMISSION",
};

/** The catalog's file holds what no version of us wrote. It is derived, so it is built anew. */
export class DamagedCatalog extends Error {
  constructor(what: string) {
    super(`The catalog is damaged: ${what}`);
    this.name = "DamagedCatalog";
  }
}

/**
 * The primary result code of an error that SQLite reported, else null. Extended codes carry more in their higher bits.
 */
function sqliteCodeOf(error: unknown): number | null {
  if (!(error instanceof Error) || !("errcode" in error)) return null;
  return typeof error.errcode === "number" ? error.errcode & 0xff : null;
}

/** True when the catalog's file is broken, as far as an error while using it tells. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCodeOf(error);
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB || error instanceof DamagedCatalog;
}

/** True when the error is about the catalog's file or the way to it, rather than about what was asked. */
export function isSqliteFault(error: unknown): boolean {
  return isDamage(error) || catalogError(error, "") !== error;
}

/** True when an error while opening is about the file and not about the disk: a missing table counts as damage here. */
export function isDamageAtOpening(error: unknown): boolean {
  const code = sqliteCodeOf(error);
  return isDamage(error) || (code !== null && CODES[code] === undefined);
}

/**
 * The coded form of an error SQLite reported while doing `action`. Bugs and errors that are ours come back as they are.
 */
export function catalogError(error: unknown, action: string): unknown {
  const sqlite = sqliteCodeOf(error);
  const code = sqlite === null ? undefined : CODES[sqlite];
  if (code === undefined || !(error instanceof Error)) return error;
  return new AppError(code, `Could not ${action}: ${error.message}. The records are not touched by this.`, {
    context: { action, sqlite },
    cause: error,
  });
}
