import type { OperationInput } from "../../shared/operation-table.ts";
import { MAX_SELECTED_RUNS } from "../../shared/operations/check-operations.ts";
import type { Client } from "../api/client.ts";

/** As many as main gives at a time. */
const PAGE_SIZE = 500;

/** What gathering says on its way and is told. */
export interface GatherControl {
  readonly onFound: (count: number) => void;
  readonly isStopped: () => boolean;
}

/** The ids of all runs that the filters let through. Null when there are more than one check takes, or when it was stopped. */
export async function gatherRunIds(
  client: Client,
  filters: OperationInput<"run.query">["filters"],
  { onFound, isStopped }: GatherControl,
): Promise<readonly string[] | null> {
  const ids = new Set<string>();
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(client, filters, cursor);
    if (isStopped() || page.total > MAX_SELECTED_RUNS) return null;
    for (const row of page.rows) ids.add(row.run_id);
    if (ids.size > MAX_SELECTED_RUNS) return null;
    onFound(ids.size);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return [...ids];
}

function readPage(client: Client, filters: OperationInput<"run.query">["filters"], cursor: string | null) {
  return client.call("run.query", { filters, limit: PAGE_SIZE, cursor, facets: false });
}
