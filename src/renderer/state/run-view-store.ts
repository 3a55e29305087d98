import { createStore, type StoreApi } from "zustand/vanilla";
import type { AppError } from "../../shared/app-error.ts";
import type { HistoryEntry, RunView } from "../../shared/operations/run-operations.ts";
import type { CheckReport } from "../../shared/operations/store-operations.ts";
import { asAppError, type Client } from "../api/client.ts";
import type { Loaded } from "./loaded.ts";
import type { WorkState } from "./work-store.ts";

/** The check of the open run's record. */
export type RecordCheck =
  | { readonly state: "idle" }
  | { readonly state: "running"; readonly jobId: string }
  | { readonly state: "done"; readonly report: CheckReport }
  | { readonly state: "failed"; readonly error: AppError };

/** The open run: what was recorded, what was added, and whether it still is what was recorded. */
export interface RunViewState {
  readonly runId: string | null;
  readonly view: Loaded<RunView>;
  readonly check: RecordCheck;
  readonly history: Loaded<readonly HistoryEntry[]>;
  /** Bytes that are no UTF-8 text, read with replacement characters; only for records whose text is null. */
  readonly rawText: Loaded<string>;
  open(runId: string): Promise<void>;
  checkAgain(): Promise<void>;
  readHistory(): Promise<void>;
  readRaw(): Promise<void>;
  close(): void;
}

const CLOSED = {
  runId: null,
  view: { state: "idle" },
  check: { state: "idle" },
  history: { state: "idle" },
  rawText: { state: "idle" },
} as const satisfies Partial<RunViewState>;

type ViewStore = StoreApi<RunViewState>;

/** A store for one open run. Opening reads it and starts its check; answers for a run that was left are dropped. */
export function createRunViewStore(client: Client, work: StoreApi<WorkState>): ViewStore {
  const store: ViewStore = createStore<RunViewState>()((set, get) => ({
    ...CLOSED,
    open: async (runId) => {
      stopCheck(get(), work);
      set({ ...CLOSED, runId, view: { state: "loading" } });
      await Promise.all([readView(store, client), get().checkAgain()]);
    },
    checkAgain: () => runCheck(store, work),
    readHistory: () =>
      load(store, "history", async (runId) => (await client.call("run.history", { run_id: runId })).entries),
    readRaw: () =>
      load(store, "rawText", async (runId) => decodeLossy((await client.call("run.raw", { run_id: runId })).bytes)),
    close: () => {
      stopCheck(get(), work);
      set(CLOSED);
    },
  }));
  client.subscribe("store.changed", (change) => {
    const { runId, history } = store.getState();
    if (runId === null || !change.run_ids.includes(runId)) return;
    void readView(store, client);
    if (history.state !== "idle") void store.getState().readHistory();
  });
  return store;
}

async function readView(store: ViewStore, client: Client): Promise<void> {
  await load(store, "view", (runId) => client.call("run.get", { run_id: runId }));
}

/** Reads one part of the open run. What was here before stays on screen until the answer comes. */
async function load<Part extends "view" | "history" | "rawText">(
  store: ViewStore,
  part: Part,
  read: (runId: string) => Promise<unknown>,
): Promise<void> {
  const { runId } = store.getState();
  if (runId === null) return;
  const put = (value: Loaded<unknown>): void => {
    if (store.getState().runId === runId) store.setState({ [part]: value } as Partial<RunViewState>);
  };
  if (store.getState()[part].state !== "ready") put({ state: "loading" });
  try {
    put({ state: "ready", value: await read(runId) });
  } catch (error) {
    put({ state: "failed", error: asAppError(error) });
  }
}

async function runCheck(store: ViewStore, work: StoreApi<WorkState>): Promise<void> {
  const { runId, check } = store.getState();
  if (runId === null || check.state === "running") return;
  const { jobId, answer } = work.getState().start("check.run", { run_id: runId });
  const put = (next: RecordCheck): void => {
    const current = store.getState().check;
    if (current.state === "running" && current.jobId === jobId) store.setState({ check: next });
  };
  store.setState({ check: { state: "running", jobId } });
  try {
    put({ state: "done", report: await answer });
  } catch (error) {
    put({ state: "failed", error: asAppError(error) });
  }
}

/** A check that nobody waits for any more gives its place to the next. */
function stopCheck(state: RunViewState, work: StoreApi<WorkState>): void {
  if (state.check.state === "running") void work.getState().cancel(state.check.jobId);
}

function decodeLossy(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: false, ignoreBOM: true }).decode(bytes);
}
