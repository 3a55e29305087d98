import { createStore, type StoreApi } from "zustand/vanilla";
import type { BatchTree } from "../../shared/operations/relation-operations.ts";
import { asAppError, type Client } from "../api/client.ts";
import type { Loaded } from "./loaded.ts";
import { oneReadingAtATime } from "./one-reading-at-a-time.ts";

/** A batch or a session. */
export interface BatchName {
  readonly by: "batch" | "session";
  readonly value: string;
}

/** The tree that is open, or was last: who comes back finds folds and place as they were. */
export interface BatchState {
  readonly name: BatchName | null;
  readonly tree: Loaded<BatchTree>;
  /** Ids of runs whose branches are folded. */
  readonly folded: ReadonlySet<string>;
  /** The run that keys act on; null before the first. */
  readonly activeId: string | null;
  open(name: BatchName): Promise<void>;
  /** Nothing follows the folder any more; folds and place are kept. */
  close(): void;
  activate(runId: string): void;
  fold(runId: string, isFolded: boolean): void;
  /** Another folder was opened. */
  reset(): void;
}

const FRESH = {
  name: null,
  tree: { state: "idle" },
  folded: new Set<string>(),
  activeId: null,
} as const satisfies Partial<BatchState>;

/** A store of one tree, read again after each change of the folder while it is open; one reading at a time. */
export function createBatchStore(client: Client): StoreApi<BatchState> {
  let isOpen = false;
  const read = oneReadingAtATime(readOnce);
  const store = createStore<BatchState>()((set, get) => ({
    ...FRESH,
    open: async (name) => {
      isOpen = true;
      if (!isSame(get().name, name)) set({ ...FRESH, name, tree: { state: "loading" } });
      await read();
    },
    close: () => {
      isOpen = false;
    },
    activate: (activeId) => set({ activeId }),
    fold: (runId, isFolded) => {
      const folded = new Set(get().folded);
      if (isFolded) folded.add(runId);
      else folded.delete(runId);
      set({ folded });
    },
    reset: () => {
      isOpen = false;
      set(FRESH);
    },
  }));

  async function readOnce(): Promise<void> {
    const { name } = store.getState();
    if (name === null || !isOpen) return;
    const put = (tree: Loaded<BatchTree>): void => {
      if (store.getState().name === name) store.setState({ tree });
    };
    try {
      put({ state: "ready", value: await client.call("batch.tree", { by: name.by, value: name.value }) });
    } catch (error) {
      put({ state: "failed", error: asAppError(error) });
    }
  }

  client.subscribe("store.changed", () => void read());
  return store;
}

function isSame(one: BatchName | null, other: BatchName): boolean {
  return one !== null && one.by === other.by && one.value === other.value;
}
