import { createStore, type StoreApi } from "zustand/vanilla";
import type { Related } from "../../shared/operations/relation-operations.ts";
import { asAppError, type Client } from "../api/client.ts";
import type { Loaded } from "./loaded.ts";
import { oneReadingAtATime } from "./one-reading-at-a-time.ts";

/** The runs around the open run. */
export interface RelatedState {
  readonly runId: string | null;
  readonly related: Loaded<Related>;
  /** Reads them for a run. What is on screen of the same run stays until the answer comes. */
  open(runId: string): Promise<void>;
  close(): void;
}

const CLOSED = { runId: null, related: { state: "idle" } } as const satisfies Partial<RelatedState>;

/**
 * A store of the runs around one run, read again after each change of the folder: any new run may belong to it. One reading at a time,
 * however fast changes come.
 */
export function createRelatedStore(client: Client): StoreApi<RelatedState> {
  const read = oneReadingAtATime(readOnce);
  const store = createStore<RelatedState>()((set, get) => ({
    ...CLOSED,
    open: async (runId) => {
      if (get().runId !== runId) set({ runId, related: { state: "loading" } });
      await read();
    },
    close: () => set(CLOSED),
  }));

  async function readOnce(): Promise<void> {
    const { runId } = store.getState();
    if (runId === null) return;
    const put = (related: Loaded<Related>): void => {
      if (store.getState().runId === runId) store.setState({ related });
    };
    try {
      put({ state: "ready", value: await client.call("run.related", { run_id: runId }) });
    } catch (error) {
      put({ state: "failed", error: asAppError(error) });
    }
  }

  client.subscribe("store.changed", () => void read());
  return store;
}
