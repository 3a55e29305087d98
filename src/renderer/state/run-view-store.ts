import { createStore, type StoreApi } from "zustand/vanilla";
import type { HistoryEntry, RunView } from "../../shared/operations/run-operations.ts";
import { asAppError, type Client } from "../api/client.ts";
import type { Loaded } from "./loaded.ts";
import type { RunCheckState } from "./run-check-store.ts";

/** The open run: what was recorded, what was added, and whether it still is what was recorded. */
export interface RunViewState {
  readonly runId: string | null;
  readonly view: Loaded<RunView>;
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
  history: { state: "idle" },
  rawText: { state: "idle" },
} as const satisfies Partial<RunViewState>;

type ViewStore = StoreApi<RunViewState>;

/** A store for one open run. Opening reads it and starts its check; answers for a run that was left are dropped. */
export function createRunViewStore(client: Client, checks: StoreApi<RunCheckState>): ViewStore {
  const store: ViewStore = createStore<RunViewState>()((set, get) => ({
    ...CLOSED,
    open: async (runId) => {
      stopCheck(get(), checks);
      set({ ...CLOSED, runId, view: { state: "loading" } });
      await Promise.all([readView(store, client), get().checkAgain()]);
    },
    checkAgain: async () => {
      const { runId } = get();
      if (runId !== null) await checks.getState().start(runId);
    },
    readHistory: () =>
      load(store, "history", async (runId) => (await client.call("run.history", { run_id: runId })).entries),
    readRaw: () =>
      load(store, "rawText", async (runId) => decodeLossy((await client.call("run.raw", { run_id: runId })).bytes)),
    close: () => {
      stopCheck(get(), checks);
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

/** A check that nobody waits for any more gives its place to the next. */
function stopCheck({ runId }: RunViewState, checks: StoreApi<RunCheckState>): void {
  if (runId !== null) checks.getState().stop(runId);
}

function decodeLossy(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: false, ignoreBOM: true }).decode(bytes);
}
