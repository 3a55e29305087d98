import { createStore, type StoreApi } from "zustand/vanilla";
import type { RunRow } from "../../shared/operations/run-operations.ts";
import { asAppError, type Client } from "../api/client.ts";
import type { Loaded } from "./loaded.ts";

/** As many runs as fit side by side. */
export const MOST_COMPARED = 4;

/** A run in the basket, and what people call it. */
export interface BasketRun {
  readonly runId: string;
  readonly name: string;
}

/** Runs a person gathers to look at together, kept while browsing. */
export interface BasketState {
  readonly runs: readonly BasketRun[];
  /** The run that did not fit; null once something else was done. */
  readonly refused: BasketRun | null;
  /** True while the Runs place shows just these. */
  readonly showing: boolean;
  readonly rows: Loaded<readonly RunRow[]>;
  /** Puts a run in, or takes it out again. */
  toggle(run: BasketRun): void;
  /** Puts in as many as there is room for. */
  add(runs: readonly BasketRun[]): void;
  remove(runId: string): void;
  clear(): void;
  show(): Promise<void>;
  leave(): void;
}

const EMPTY = {
  runs: [],
  refused: null,
  showing: false,
  rows: { state: "idle" },
} as const satisfies Partial<BasketState>;

/** A store of up to {@link MOST_COMPARED} runs. */
export function createBasketStore(client: Client): StoreApi<BasketState> {
  const store: StoreApi<BasketState> = createStore<BasketState>()((set, get) => ({
    ...EMPTY,
    toggle: (run) => (get().runs.some(({ runId }) => runId === run.runId) ? get().remove(run.runId) : get().add([run])),
    add: (added) => {
      const known = new Set(get().runs.map(({ runId }) => runId));
      const fresh = added.filter(({ runId }) => !known.has(runId));
      const runs = [...get().runs, ...fresh];
      set({ runs: runs.slice(0, MOST_COMPARED), refused: runs[MOST_COMPARED] ?? null });
      if (get().showing) void readRows(store, client);
    },
    remove: (runId) => {
      const runs = get().runs.filter((run) => run.runId !== runId);
      set({ runs, refused: null, showing: get().showing && runs.length > 0 });
      if (get().showing) void readRows(store, client);
    },
    clear: () => set(EMPTY),
    show: async () => {
      set({ showing: true, refused: null });
      await readRows(store, client);
    },
    leave: () => set({ showing: false }),
  }));
  client.subscribe("store.changed", ({ run_ids, more }) => {
    const { showing, runs } = store.getState();
    if (showing && (more || runs.some(({ runId }) => run_ids.includes(runId)))) void readRows(store, client);
  });
  return store;
}

async function readRows(store: StoreApi<BasketState>, client: Client): Promise<void> {
  const { runs, rows } = store.getState();
  const isStale = (): boolean => store.getState().runs !== runs;
  if (rows.state !== "ready") store.setState({ rows: { state: "loading" } });
  try {
    const views = await Promise.all(runs.map(({ runId }) => client.call("run.get", { run_id: runId })));
    if (!isStale()) store.setState({ rows: { state: "ready", value: views.map((view) => view.row) } });
  } catch (error) {
    if (!isStale()) store.setState({ rows: { state: "failed", error: asAppError(error) } });
  }
}
