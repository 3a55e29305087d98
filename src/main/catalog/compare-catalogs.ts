import { compareCodePoints } from "../canonical/code-point-order.ts";
import { CatalogDatabase, type StoredRun } from "./catalog-database.ts";
import type { CatalogSource } from "./catalog-source.ts";
import { applyLedgerRest, deriveInto, type JobControl } from "./derive-catalog.ts";

const RUNS_PER_GROUP = 200;

/** How far the catalog and the files say the same. */
export interface CatalogComparison {
  readonly agrees: boolean;
  readonly rows: number;
  /** Run ids whose rows differ from what the files and the ledger say, in the order of ids. */
  readonly differing: readonly string[];
}

/**
 * Derives a second catalog from the files, in a temporary file, and compares run by run: the one honest way to say that the first
 * is right. `keepUp` brings the stored one up to the ledger, so that runs recorded meanwhile are no difference.
 */
export async function compareWithFiles(
  stored: CatalogDatabase,
  source: CatalogSource,
  work: { readonly control: JobControl; readonly keepUp: () => Promise<unknown> },
): Promise<CatalogComparison> {
  const derived = CatalogDatabase.build("");
  try {
    await deriveInto(derived, source, { control: work.control, expected: stored.appliedSeq });
    return await compareCatalogs(stored, derived, {
      control: work.control,
      async keepUp() {
        if (stored.appliedSeq < derived.appliedSeq) await work.keepUp();
        if (stored.appliedSeq > derived.appliedSeq) applyLedgerRest(derived, source);
      },
    });
  } finally {
    derived.close();
  }
}

/** Compares two catalogs run by run, each group of runs as of one ledger entry. */
async function compareCatalogs(
  stored: CatalogDatabase,
  derived: CatalogDatabase,
  work: { readonly control: JobControl; readonly keepUp: () => Promise<void> },
): Promise<CatalogComparison> {
  const differing: string[] = [];
  let behind: string | null = "";
  let rows = 0;
  while (behind !== null) {
    await work.control.pause();
    await work.keepUp();
    const left = stored.runsBehind(behind, RUNS_PER_GROUP);
    const right = derived.runsBehind(behind, RUNS_PER_GROUP);
    // A commit came in between: the two speak of different moments, so this group is read once more.
    if (stored.appliedSeq !== derived.appliedSeq) continue;
    behind = lastOfBoth(left, right);
    const [inStore, inFiles] = [textsById(left, behind), textsById(right, behind)];
    const ids = [...new Set([...inStore.keys(), ...inFiles.keys()])];
    differing.push(...ids.filter((id) => inStore.get(id) !== inFiles.get(id)).sort(compareCodePoints));
    rows += ids.length;
    work.control.report(rows, derived.stats().rows);
  }
  return { agrees: differing.length === 0, rows, differing };
}

/** The id up to which both groups are whole; null when both reach the end. */
function lastOfBoth(left: readonly StoredRun[], right: readonly StoredRun[]): string | null {
  const ends = [left, right]
    .filter((runs) => runs.length === RUNS_PER_GROUP)
    .map((runs) => runs.at(-1)?.row.run_id ?? "")
    .sort(compareCodePoints);
  return ends[0] ?? null;
}

/** Each run up to the id `last` as one text. */
function textsById(runs: readonly StoredRun[], last: string | null): ReadonlyMap<string, string> {
  const wanted = runs.filter(({ row }) => last === null || compareCodePoints(row.run_id, last) <= 0);
  return new Map(wanted.map((run) => [run.row.run_id, JSON.stringify(run)]));
}
