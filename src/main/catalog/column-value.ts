import type { SQLOutputValue } from "node:sqlite";
import { DamagedCatalog } from "./catalog-fault.ts";

/** One row as SQLite gives it. */
export type SqlRow = Readonly<Record<string, SQLOutputValue>>;

/** A column that holds an integer. Anything else means the file is not what we wrote: throws DamagedCatalog. */
export function integerColumn(row: SqlRow, column: string): number {
  const value = row[column];
  if (typeof value === "number") return value;
  throw new DamagedCatalog(`${column} holds no number`);
}

/** A column that holds an integer or nothing. */
export function findInteger(row: SqlRow, column: string): number | null {
  return row[column] === null ? null : integerColumn(row, column);
}

/** A column that holds text. Anything else means the file is not what we wrote: throws DamagedCatalog. */
export function textColumn(row: SqlRow, column: string): string {
  const value = row[column];
  if (typeof value === "string") return value;
  throw new DamagedCatalog(`${column} holds no text`);
}

/** A column that holds text or nothing. */
export function findText(row: SqlRow, column: string): string | null {
  return row[column] === null ? null : textColumn(row, column);
}
