import { createStore, type StoreApi } from "zustand/vanilla";
import { EVERYTHING, type RunQuery } from "../../shared/query/run-query.ts";

/** What the Runs place shows, and how. List and timeline are two views of this one query. */
export interface RunQueryState {
  readonly query: RunQuery;
  readonly shows: "list" | "timeline";
  /** Changes some filters and keeps the others. */
  change(change: Partial<RunQuery>): void;
  /** Another query altogether. */
  replace(query: RunQuery): void;
  clear(): void;
  show(view: "list" | "timeline"): void;
  /** Another folder was opened. */
  reset(): void;
}

/** A store that shows everything, as a list. */
export function createRunQueryStore(): StoreApi<RunQueryState> {
  return createStore<RunQueryState>()((set, get) => ({
    query: EVERYTHING,
    shows: "list",
    change: (change) => set({ query: { ...get().query, ...change } }),
    replace: (query) => set({ query }),
    clear: () => set({ query: EVERYTHING }),
    show: (shows) => set({ shows }),
    reset: () => set({ query: EVERYTHING, shows: "list" }),
  }));
}
