import { createStore, type StoreApi } from "zustand/vanilla";
import { type AppError, errorCodeOf } from "../../shared/app-error.ts";
import type { JobProgress } from "../../shared/ipc/events.ts";
import type { StoreCheckScope, StoreReport } from "../../shared/operations/check-operations.ts";
import type { RunFilters } from "../../shared/operations/run-operations.ts";
import type { CheckReport } from "../../shared/operations/store-operations.ts";
import { asAppError, type Client } from "../api/client.ts";
import { runName } from "../format/run-name.ts";
import {
  CHECK_EVERYTHING,
  type CheckChoice,
  type ChoiceFault,
  choiceFault,
  scopeOf,
  scopeOfRuns,
} from "./check-scope.ts";
import { gatherRunIds } from "./listed-run-ids.ts";
import { type ProgressSeen, secondsLeft } from "./time-left.ts";
import type { Timers } from "./timers.ts";
import type { WorkState } from "./work-store.ts";

/** What a check was asked to look at. */
export type AskedCheck =
  | { readonly kind: "run"; readonly runId: string }
  | { readonly kind: "list" }
  | { readonly kind: "scope"; readonly scope: StoreCheckScope };

/** What a check found: of one run with each comparison, or of many. */
export type CheckResult =
  | { readonly kind: "run"; readonly runId: string; readonly report: CheckReport }
  | { readonly kind: "store"; readonly report: StoreReport };

/** How far the check of this window is. */
export type CheckPhase =
  | { readonly name: "idle" }
  | { readonly name: "gathering"; readonly asked: AskedCheck; readonly found: number }
  | {
      readonly name: "running";
      readonly asked: AskedCheck;
      readonly jobId: string;
      readonly secondsLeft: number | null;
    }
  | {
      readonly name: "done";
      readonly asked: AskedCheck;
      readonly result: CheckResult;
      /** Fingerprint of the report in the store; null where none was kept or it is not known. */
      readonly reportSha256: string | null;
    }
  | { readonly name: "stopped"; readonly asked: AskedCheck }
  | { readonly name: "failed"; readonly asked: AskedCheck; readonly error: AppError };

/** Choosing what to check, checking it, and what came out. */
export interface RecordCheckState {
  readonly choice: CheckChoice;
  /** The run the page was opened from. */
  readonly runId: string | null;
  /** Why the last press did not start a check. */
  readonly fault: ChoiceFault | null;
  readonly phase: CheckPhase;
  /** A check that this window did not start, as it tells of itself. */
  readonly elsewhere: JobProgress | null;
  /** What people call the runs of a report, by id; an id that cannot be read stands for itself. */
  readonly runNames: ReadonlyMap<string, string>;
  /** The page was opened, from a run or from elsewhere. */
  enter(runId: string | null): void;
  choose(change: Partial<CheckChoice>): void;
  checkNow(): Promise<void>;
  /** Goes on with a stopped check, or begins it again. */
  resume(scope: StoreCheckScope, how: "go-on" | "begin-again"): Promise<void>;
  cancel(): void;
  learnNames(runIds: readonly string[]): Promise<void>;
  /** Another folder was opened. */
  forget(): void;
}

/** What the store needs from its neighbours. */
export interface RecordCheckParts {
  readonly client: Client;
  readonly work: StoreApi<WorkState>;
  readonly timers: Timers;
  /** What the list of runs shows now. */
  readonly listed: () => { readonly filters: () => RunFilters; readonly total: number };
  /** A check ended, here or elsewhere: the ledger may tell of it. */
  readonly onEnded: () => void;
}

/** A check elsewhere that says nothing for so long has ended or waits. */
export const ELSEWHERE_QUIET_MS = 15_000;

type CheckStore = StoreApi<RecordCheckState>;

const FRESH = {
  choice: CHECK_EVERYTHING,
  runId: null,
  fault: null,
  phase: { name: "idle" },
  elsewhere: null,
  runNames: new Map<string, string>(),
} as const satisfies Partial<RecordCheckState>;

/** A store that runs one check of this window at a time and follows those of others. */
export function createRecordCheckStore(parts: RecordCheckParts): CheckStore {
  const asked = new Set<string>();
  const store: CheckStore = createStore<RecordCheckState>()((set, get) => ({
    ...FRESH,
    enter: (runId) => set(aimedAt(get(), runId)),
    choose: (change) => set({ choice: { ...get().choice, ...change }, fault: null }),
    checkNow: () => checkChosen(store, parts),
    resume: (scope, how) =>
      isBusy(get().phase) ? Promise.resolve() : checkScope(store, parts, { scope, resume: how === "go-on" }),
    cancel: () => {
      const { phase } = get();
      if (phase.name === "running") void parts.work.getState().cancel(phase.jobId);
      if (phase.name === "gathering") set({ phase: { name: "stopped", asked: phase.asked } });
    },
    learnNames: (runIds) => {
      const unknown = [...new Set(runIds)].filter((id) => !asked.has(id));
      for (const id of unknown) asked.add(id);
      return readNames(store, parts.client, unknown);
    },
    forget: () => {
      get().cancel();
      asked.clear();
      set(FRESH);
    },
  }));
  followProgress(store, parts);
  return store;
}

/** True while a check of this window is on its way. */
export function isBusy(phase: CheckPhase): boolean {
  return phase.name === "running" || phase.name === "gathering";
}

function aimedAt({ choice }: RecordCheckState, runId: string | null): Partial<RecordCheckState> {
  if (runId !== null) return { runId, choice: { ...choice, target: "run" }, fault: null };
  return choice.target === "run" ? { runId, choice: { ...choice, target: "store" }, fault: null } : { runId };
}

async function checkChosen(store: CheckStore, parts: RecordCheckParts): Promise<void> {
  const { choice, runId, phase } = store.getState();
  if (isBusy(phase)) return;
  const fault = choiceFault(choice, parts.listed().total);
  store.setState({ fault });
  if (fault !== null) return;
  if (choice.target === "list") return checkListed(store, parts);
  const scope = scopeOf(choice, new Date(parts.timers.nowMs()));
  if (scope !== null) return checkScope(store, parts, { scope, resume: false });
  if (runId !== null) return checkOneRun(store, parts, runId);
}

async function checkListed(store: CheckStore, parts: RecordCheckParts): Promise<void> {
  const asked: AskedCheck = { kind: "list" };
  const { client } = parts;
  let last: CheckPhase = { name: "gathering", asked, found: 0 };
  const put = (next: CheckPhase): void => {
    last = next;
    store.setState({ phase: next });
  };
  const isStopped = (): boolean => store.getState().phase !== last;
  put(last);
  try {
    const filters = parts.listed().filters();
    const onFound = (found: number): void => put({ name: "gathering", asked, found });
    const ids = await gatherRunIds(client, filters, { onFound, isStopped });
    if (isStopped()) return;
    if (ids !== null && ids.length > 0) await checkScope(store, parts, { scope: scopeOfRuns(ids), resume: false });
    else store.setState({ phase: { name: "idle" }, fault: ids === null ? "long-list" : "empty-list" });
  } catch (error) {
    if (!isStopped()) store.setState({ phase: { name: "failed", asked, error: asAppError(error) } });
  }
}

async function checkScope(
  store: CheckStore,
  parts: RecordCheckParts,
  { scope, resume }: { readonly scope: StoreCheckScope; readonly resume: boolean },
): Promise<void> {
  const input = { ...scope, record: true, resume };
  const { jobId, answer } = parts.work.getState().start("check.store", input);
  await follow(store, parts, { jobId, asked: { kind: "scope", scope } }, async () => {
    const { recorded, ...report } = await answer;
    return { result: { kind: "store", report }, reportSha256: recorded?.report_sha256 ?? null };
  });
}

async function checkOneRun(store: CheckStore, parts: RecordCheckParts, runId: string): Promise<void> {
  const { jobId, answer } = parts.work.getState().start("check.run", { run_id: runId, record: true });
  await follow(store, parts, { jobId, asked: { kind: "run", runId } }, async () => ({
    result: { kind: "run", runId, report: await answer },
    reportSha256: null,
  }));
}

interface Started {
  readonly jobId: string;
  readonly asked: AskedCheck;
}

/** Shows the work until it ends. An answer that nobody waits for any more is dropped. */
async function follow(
  store: CheckStore,
  { onEnded }: RecordCheckParts,
  { jobId, asked }: Started,
  outcome: () => Promise<Pick<Extract<CheckPhase, { name: "done" }>, "result" | "reportSha256">>,
): Promise<void> {
  const put = (next: CheckPhase): void => {
    const { phase } = store.getState();
    if (phase.name === "running" && phase.jobId === jobId) store.setState({ phase: next });
  };
  store.setState({ phase: { name: "running", asked, jobId, secondsLeft: null } });
  try {
    put({ name: "done", asked, ...(await outcome()) });
  } catch (error) {
    const stopped = errorCodeOf(error) === "CANCELLED";
    put(stopped ? { name: "stopped", asked } : { name: "failed", asked, error: asAppError(error) });
  } finally {
    onEnded();
  }
}

function followProgress(store: CheckStore, { client, work, timers, onEnded }: RecordCheckParts): void {
  let first: ProgressSeen | null = null;
  let callOff = (): void => undefined;
  const endElsewhere = (): void => {
    store.setState({ elsewhere: null });
    onEnded();
  };
  client.subscribe("job.progress", (progress) => {
    const { phase } = store.getState();
    const seen = { jobId: progress.job_id, atMs: timers.nowMs(), done: progress.done };
    if (phase.name === "running" && phase.jobId === progress.job_id) {
      if (first?.jobId !== progress.job_id) first = seen;
      store.setState({ phase: { ...phase, secondsLeft: secondsLeft(first, seen, progress.total) } });
      return;
    }
    const isOwn = work.getState().jobs.some((job) => job.jobId === progress.job_id);
    if (isOwn || !progress.operation.startsWith("check.")) return;
    callOff();
    callOff = timers.after(ELSEWHERE_QUIET_MS, endElsewhere);
    store.setState({ elsewhere: progress });
  });
}

async function readNames(store: CheckStore, client: Client, runIds: readonly string[]): Promise<void> {
  const named = await Promise.all(runIds.map(async (id) => [id, await readName(client, id)] as const));
  if (named.length > 0) store.setState(({ runNames }) => ({ runNames: new Map([...runNames, ...named]) }));
}

async function readName(client: Client, runId: string): Promise<string> {
  try {
    return runName((await client.call("run.get", { run_id: runId })).row);
  } catch {
    // A run that cannot be read is called by its id: that is what the report says.
    return runName({ run_number: null, run_id: runId });
  }
}
