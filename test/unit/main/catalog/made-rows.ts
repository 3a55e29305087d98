import { summarizeRun } from "../../../../src/main/catalog/run-summary.ts";
import type { RunRow } from "../../../../src/shared/operations/run-operations.ts";
import { madeRecord } from "./made-runs.ts";

/** The row of a run whose record says only this. */
export function madeRow(runId: string, more: Partial<RunRow> = {}): RunRow {
  const path = `2026-11-20/${runId}.json` as const;
  return { ...summarizeRun(madeRecord({ run_id: runId }), { path, runNumber: null }).row, ...more };
}
