import type { RunRow } from "../../shared/operations/run-operations.ts";
import type { CheckReport } from "../../shared/operations/store-operations.ts";
import type { Verdict } from "../../shared/verdicts.ts";
import { worstVerdict } from "../check/run-verdict.ts";

/** More runs than anyone opens in a sitting; those looked at longest ago are forgotten first. */
const MAX_RUNS = 2_000;

/** What a row says of the check of its run. */
type CheckedRow = Pick<RunRow, "run_id" | "verdict" | "checked_at">;

interface Seen {
  readonly verdict: Verdict;
  readonly at: string;
}

/** What checks found while a folder is open that left no entry in the ledger: good for the sitting, and for no longer. */
export class VerdictBoard {
  readonly #seen = new Map<string, Seen>();
  /** By run, the outcome that was made an entry without anybody asking for it. */
  readonly #told = new Map<string, Verdict>();

  /** Remembers the outcome of a check of one run. */
  note(runId: string, { checked_at: at, verdict }: Pick<CheckReport, "verdict" | "checked_at">): void {
    put(this.#seen, runId, { verdict, at });
  }

  /** The row with what was found since the check it tells of; the same row where that is nothing. */
  over<Row extends CheckedRow>(row: Row): Row {
    const seen = this.#seen.get(row.run_id);
    if (seen === undefined || (row.checked_at !== null && row.checked_at >= seen.at)) return row;
    // What a record says of itself stands beside the first check: only a worse outcome hides it.
    const isOwn = row.checked_at === null && row.verdict !== "not-checked";
    const verdict = isOwn ? worstVerdict([row.verdict, seen.verdict]) : seen.verdict;
    return { ...row, verdict, checked_at: seen.at };
  }

  /**
   * True where a check found something wrong that the ledger does not tell of yet: supervisors must see it after a restart too. True
   * once for a run and an outcome.
   */
  isNews(row: CheckedRow, { findings, verdict }: Pick<CheckReport, "verdict" | "findings">): boolean {
    const isBad =
      verdict === "changed" || verdict === "cannot-check" || findings.some(({ severity }) => severity === "error");
    if (!isBad || row.verdict === verdict || this.#told.get(row.run_id) === verdict) return false;
    put(this.#told, row.run_id, verdict);
    return true;
  }
}

function put<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MAX_RUNS && oldest !== undefined) map.delete(oldest);
}
