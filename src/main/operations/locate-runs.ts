import { AppError } from "../../shared/app-error.ts";
import type { RunRow } from "../../shared/operations/run-operations.ts";
import { MOST_LOCATED } from "../../shared/operations/scan-operations.ts";
import { findRunId } from "../../shared/run-id.ts";
import { parseRunNumber } from "../../shared/run-number.ts";
import { isCodeOf, parseScanCode } from "../../shared/scan-code.ts";
import type { Catalog } from "../catalog/catalog.ts";

/** What finding runs asks of the catalog. */
export type LocatingCatalog = Pick<Catalog, "find" | "withNumber">;

/** Runs that fit, newest first. */
export interface LocatedRuns {
  readonly rows: RunRow[];
  readonly more: boolean;
}

/** A number is given once by each workstation: a folder holds records of some, not of thousands. */
const MOST_COMPARED = 5000;

/**
 * Every run that a scanned code, a run number or a run id belongs to. Throws BAD_RUN_ID for text that is none of the three.
 */
export async function locateRuns(catalog: LocatingCatalog, text: string): Promise<LocatedRuns> {
  const wanted = text.trim();
  const code = parseScanCode(wanted);
  if (code?.kind === "number") return locateNumber(catalog, code.runNumber, (row) => isCodeOf(code, row));
  if (code?.kind === "id") return locateId(catalog, code.runId);
  if (parseRunNumber(wanted) !== null) return locateNumber(catalog, wanted, () => true);
  const byId = await locateId(catalog, wanted);
  if (byId.rows.length > 0 || findRunId(wanted) !== null) return byId;
  throw new AppError("BAD_RUN_ID", `${JSON.stringify(wanted)} is no code, run number or run id.`, {
    context: { field: "code", problem: "is no code, run number or run id" },
  });
}

async function locateId(catalog: LocatingCatalog, runId: string): Promise<LocatedRuns> {
  const row = await catalog.find(runId);
  return { rows: row === null ? [] : [row], more: false };
}

async function locateNumber(
  catalog: LocatingCatalog,
  runNumber: string,
  fits: (row: RunRow) => boolean,
): Promise<LocatedRuns> {
  const found = await catalog.withNumber(runNumber, MOST_COMPARED);
  const rows = found.filter(fits);
  return { rows: rows.slice(0, MOST_LOCATED), more: rows.length > MOST_LOCATED };
}
