import { createStore, type StoreApi } from "zustand/vanilla";
import type { AppError } from "../../shared/app-error.ts";
import type { CheckReport } from "../../shared/operations/store-operations.ts";
import { asAppError } from "../api/client.ts";
import type { WorkState } from "./work-store.ts";

/** Files up to this size are checked at once, larger ones after them. Source: experience VER-5. */
export const SOON_BYTES = 50_000_000;
/** Reports that are kept after their page was left; the catalog knows the rest. */
const MOST_KEPT = 60;

/** What this window knows from checking one run's record. */
export interface RunCheck {
  /** The job that checks now; null while none does. */
  readonly jobId: string | null;
  /** What the newest finished check found. It stays while a newer one runs, so that nothing bad is forgotten meanwhile. */
  readonly report: CheckReport | null;
  /** What is known already of the check that runs: text and files up to {@link SOON_BYTES}. Null before that, and when no check runs. */
  readonly early: CheckReport | null;
  /** Why the last one did not finish; null when it did. */
  readonly error: AppError | null;
}

/** Checks of single runs, each under its own run, so that no result can stand beside another run. */
export interface RunCheckState {
  readonly byRun: ReadonlyMap<string, RunCheck>;
  /** Checks a run again. While a check of it runs, that one is waited for. */
  start(runId: string): Promise<void>;
  /** A check that nobody waits for any more gives its place to the next. */
  stop(runId: string): void;
  /** Another folder was opened. */
  reset(): void;
}

type CheckStore = StoreApi<RunCheckState>;

const UNKNOWN: RunCheck = { jobId: null, report: null, early: null, error: null };

/** A store of checks of single runs. */
export function createRunCheckStore(work: StoreApi<WorkState>): CheckStore {
  const store: CheckStore = createStore<RunCheckState>()((set, get) => ({
    byRun: new Map(),
    start: (runId) => runCheck(store, work, runId),
    stop: (runId) => {
      const check = get().byRun.get(runId);
      if (check === undefined || check.jobId === null) return;
      void work.getState().cancel(check.jobId);
      put(store, runId, { ...check, jobId: null, early: null });
    },
    reset: () => {
      for (const runId of get().byRun.keys()) get().stop(runId);
      set({ byRun: new Map() });
    },
  }));
  return store;
}

/** First what can be known soon; then, where larger files were left out for that, everything. */
async function runCheck(store: CheckStore, work: StoreApi<WorkState>, runId: string): Promise<void> {
  const before = store.getState().byRun.get(runId) ?? UNKNOWN;
  if (before.jobId !== null) return;
  const soon = await runOneCheck(store, work, { runId, before, early: null });
  if (soon === null) return;
  await runOneCheck(store, work, { runId, before, early: soon });
}

/** The report where it is not of the whole run and the check goes on; else null. */
async function runOneCheck(
  store: CheckStore,
  work: StoreApi<WorkState>,
  { runId, before, early }: { readonly runId: string; readonly before: RunCheck; readonly early: CheckReport | null },
): Promise<CheckReport | null> {
  const request = { run_id: runId, up_to_bytes: early === null ? SOON_BYTES : null };
  const { jobId, answer } = work.getState().start("check.run", request);
  put(store, runId, { ...before, jobId, early, error: null });
  const isCurrent = (): boolean => store.getState().byRun.get(runId)?.jobId === jobId;
  try {
    const { left_out: leftOut = 0, ...report } = await answer;
    if (!isCurrent()) return null;
    if (leftOut > 0) return report;
    put(store, runId, { jobId: null, report, early: null, error: null });
  } catch (error) {
    if (isCurrent()) put(store, runId, { ...before, jobId: null, early: null, error: asAppError(error) });
  }
  return null;
}

/** The newest last; the oldest that is not running goes when there are many. */
function put(store: CheckStore, runId: string, check: RunCheck): void {
  const byRun = new Map(store.getState().byRun);
  byRun.delete(runId);
  byRun.set(runId, check);
  const surplus = [...byRun].filter(([, { jobId }]) => jobId === null).slice(0, Math.max(0, byRun.size - MOST_KEPT));
  for (const [old] of surplus) byRun.delete(old);
  store.setState({ byRun });
}
