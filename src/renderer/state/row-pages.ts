import type { RunColumns } from "../../shared/operations/list-operations.ts";
import type { RunRow } from "../../shared/operations/run-operations.ts";

/** Rows asked for at a time. */
export const PAGE_ROWS = 100;
/** Rows kept; more would cost memory, fewer would be read again too often. */
export const MOST_ROWS = 5_000;

/** Rows by their place, as far as they are here: pages of {@link PAGE_ROWS}. Null is a run that cannot be found any more. */
export type RowPages = ReadonlyMap<number, readonly (RunRow | null)[]>;

/** The row at a place: undefined while it is not here, null when its run cannot be found. */
export function rowAt(pages: RowPages, place: number): RunRow | null | undefined {
  return pages.get(Math.floor(place / PAGE_ROWS))?.[place % PAGE_ROWS];
}

/** A run's row with its place, when it is here. */
export function findRow(pages: RowPages, runId: string): { readonly row: RunRow; readonly place: number } | null {
  for (const [page, rows] of pages) {
    const index = rows.findIndex((row) => row?.run_id === runId);
    const row = rows[index];
    if (row != null) return { row, place: page * PAGE_ROWS + index };
  }
  return null;
}

/** The pages that hold the places, both inclusive. */
export function pagesBetween(from: number, to: number): readonly number[] {
  const first = Math.floor(from / PAGE_ROWS);
  return Array.from({ length: Math.floor(to / PAGE_ROWS) - first + 1 }, (_none, index) => first + index);
}

/** The pages with one more. Beyond {@link MOST_ROWS} those furthest from it go. */
export function withPage(pages: RowPages, page: number, rows: readonly (RunRow | null)[]): RowPages {
  const kept = new Map(pages).set(page, rows);
  const furthestFirst = [...kept.keys()].sort((one, other) => Math.abs(other - page) - Math.abs(one - page));
  for (const far of furthestFirst.slice(0, Math.max(0, kept.size - MOST_ROWS / PAGE_ROWS))) kept.delete(far);
  return kept;
}

/** The pages that hold any of these runs. */
export function pagesOf(pages: RowPages, runIds: ReadonlySet<string>): readonly number[] {
  return [...pages]
    .filter(([, rows]) => rows.some((row) => row !== null && runIds.has(row.run_id)))
    .map(([page]) => page);
}

/** Rows out of one list per field. */
export function rowsFrom(columns: RunColumns): readonly RunRow[] {
  const fields = Object.entries(columns) as readonly [keyof RunRow, readonly unknown[]][];
  return columns.run_id.map(
    (_id, index) => Object.fromEntries(fields.map(([field, values]) => [field, values[index]])) as unknown as RunRow,
  );
}

/** Rows in the order of the ids; null where a run is not among them. */
export function rowsInOrder(rows: readonly RunRow[], runIds: readonly string[]): readonly (RunRow | null)[] {
  const byId = new Map(rows.map((row) => [row.run_id, row]));
  return runIds.map((runId) => byId.get(runId) ?? null);
}

/** The rows whose records cannot be read, by place. */
export function damagedRows(pages: RowPages): readonly { readonly row: RunRow; readonly place: number }[] {
  return [...pages.keys()]
    .sort((one, other) => one - other)
    .flatMap((page) => (pages.get(page) ?? []).map((row, index) => ({ row, place: page * PAGE_ROWS + index })))
    .flatMap(({ row, place }) => (row === null || row.problem === null ? [] : [{ row, place }]));
}
