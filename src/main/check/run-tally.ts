import type { StoreReport } from "../../shared/operations/check-operations.ts";
import type { Verdict } from "../../shared/verdicts.ts";
import type { CheckState } from "./check-state.ts";

/** The catalog learns from this list which runs are not intact; at some hundred bytes each, so many still fit into memory. */
const MAX_ODD_RUNS = 100_000;

/** True for the verdicts that say that nothing is wrong. */
function isIntact(verdict: Verdict): boolean {
  return verdict === "intact" || verdict === "intact-anchored";
}

/** Counts how runs come out, at bounded memory. */
export class RunTally {
  #total: number;
  #odd: number;
  readonly #verdicts: Partial<Record<Verdict, number>>;
  readonly #oddRuns: StoreReport["odd_runs"];

  /** Goes on counting from what was kept; from nothing where nothing was. */
  constructor(kept: CheckState["runs"] | null = null) {
    this.#total = kept?.total ?? 0;
    this.#odd = kept?.odd ?? 0;
    this.#verdicts = { ...kept?.verdicts };
    this.#oddRuns = [...(kept?.odd_runs ?? [])];
  }

  add(runId: string, verdict: Verdict): void {
    this.#total += 1;
    this.#verdicts[verdict] = (this.#verdicts[verdict] ?? 0) + 1;
    if (isIntact(verdict)) return;
    this.#odd += 1;
    if (this.#oddRuns.length < MAX_ODD_RUNS) this.#oddRuns.push({ run_id: runId, verdict });
  }

  /** The count as plain data. */
  counted(): CheckState["runs"] {
    return {
      ...{ total: this.#total, odd: this.#odd },
      verdicts: { ...this.#verdicts },
      odd_runs: [...this.#oddRuns],
    };
  }

  /** True when there are more odd runs than are listed. */
  get isCut(): boolean {
    return this.#odd > this.#oddRuns.length;
  }
}
