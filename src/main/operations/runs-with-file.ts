import { ALSO_IN_LIMIT } from "../../shared/operations/attachment-operations.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import type { Catalog } from "../catalog/catalog.ts";

/** A file, and the run one looks from. */
export interface LookedFor {
  /** What the file is called: as it lies in the store, and as records call it. */
  readonly names: readonly Sha256[];
  /** Left out of the answer; null to leave out none. */
  readonly runId: string | null;
}

/** Ids of the runs that name a file, newest first. */
export interface RunsWithFile {
  readonly runIds: readonly string[];
  /** True when there may be more than those. */
  readonly hasMore: boolean;
}

/** Finds the runs that name a file under any of its names, at most {@link ALSO_IN_LIMIT}. */
export async function runsWithFile(catalog: Catalog, { names, runId }: LookedFor): Promise<RunsWithFile> {
  // Two more than can be given: the run itself, and one that shows there are more.
  const lists = await Promise.all(names.map((name) => catalog.runsWithAttachment(name, ALSO_IN_LIMIT + 2)));
  const found = new Set(lists.flat());
  if (runId !== null) found.delete(runId);
  const withRuns = lists.filter((list) => list.length > 0).length;
  const runIds = withRuns > 1 ? await newestFirst(catalog, [...found]) : [...found];
  return { runIds: runIds.slice(0, ALSO_IN_LIMIT), hasMore: runIds.length > ALSO_IN_LIMIT };
}

/** Each list is in order; two of them together are not. */
async function newestFirst(catalog: Catalog, runIds: readonly string[]): Promise<readonly string[]> {
  const rows = await Promise.all(runIds.map((runId) => catalog.find(runId)));
  return rows
    .filter((row) => row !== null)
    .sort((left, right) => compareText(right.created_at_utc ?? "", left.created_at_utc ?? ""))
    .map((row) => row.run_id);
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
