import { createStore, type StoreApi } from "zustand/vanilla";
import type { OpenList } from "../../shared/operations/list-operations.ts";
import { asAppError, type Client } from "../api/client.ts";
import { runName } from "../format/run-name.ts";
import { followChanges } from "./list-changes.ts";
import { TOP } from "./list-lines.ts";
import { createPageReader } from "./list-page-reader.ts";
import { type ListSources, openFromTop, readRows } from "./list-reading.ts";
import { findRow } from "./row-pages.ts";
import type { RunListParts, RunListState } from "./run-list-state.ts";

/** An action on many runs takes no more than these. */
export const MOST_SELECTED = 10_000;
const NAMES_AT_A_TIME = 1000;

const EMPTY = {
  list: null,
  latest: null,
  pages: new Map(),
  loading: false,
  error: null,
  rowsError: null,
  newRuns: 0,
  isOutdated: false,
  active: TOP,
  anchor: { ...TOP, offsetPx: 0 },
  selected: new Map<string, string>(),
  selecting: false,
  differing: null,
  version: 0,
} satisfies Partial<RunListState>;

/** A store that never moves what the reader looks at, and holds a part of the list however long it is. */
export function createRunListStore(parts: RunListParts): StoreApi<RunListState> {
  const sources: ListSources = { ...parts, folder: { count: 0 }, asked: { count: 0 } };
  const reader = createPageReader(() => store, sources);
  const store: StoreApi<RunListState> = createStore<RunListState>()((set, get) => ({
    ...EMPTY,
    reload: () => openFromTop(store, sources),
    want: reader.want,
    retryRows: reader.retry,
    activate: (active) => set({ active }),
    rememberAnchor: (anchor) => set({ anchor }),
    toggleSelected: (runId, name) => {
      const selected = new Map(get().selected);
      if (!selected.delete(runId)) selected.set(runId, name);
      set({ selected });
    },
    selectAll: () => selectAll(store, sources),
    clearSelection: () => set({ selected: new Map() }),
    readDifferences: () => readDifferences(store, parts.client),
    reset: () => {
      sources.folder.count += 1;
      sources.asked.count += 1;
      set({ ...EMPTY, version: get().version + 1 });
    },
  }));
  followWishes(store, parts);
  followChanges(store, sources);
  return store;
}

/** Another query, order or grouping is another list. Before the first one was opened there is nothing to replace. */
function followWishes(store: StoreApi<RunListState>, { runQuery, layout }: RunListParts): void {
  const reopen = (): void => {
    const { list, loading } = store.getState();
    if (list !== null || loading) void store.getState().reload();
  };
  runQuery.subscribe((state, before) => {
    if (state.query !== before.query) reopen();
  });
  layout.subscribe((state, before) => {
    if (state.sort !== before.sort || state.group !== before.group) reopen();
  });
}

async function selectAll(store: StoreApi<RunListState>, sources: ListSources): Promise<void> {
  const { list } = store.getState();
  if (list === null || store.getState().selecting) return;
  store.setState({ selecting: true });
  const selected = new Map<string, string>();
  try {
    const count = Math.min(list.total, MOST_SELECTED);
    for (let from = 0; from < count; from += NAMES_AT_A_TIME) {
      const rows = await readRows(sources.client, list, { from, count: Math.min(NAMES_AT_A_TIME, count - from) });
      for (const row of rows) if (row !== null) selected.set(row.run_id, runName(row));
    }
    if (store.getState().list === list) store.setState({ selected });
  } catch (error) {
    store.setState({ rowsError: asAppError(error) });
  } finally {
    store.setState({ selecting: false });
  }
}

async function readDifferences(store: StoreApi<RunListState>, client: Client): Promise<void> {
  const { list } = store.getState();
  if (list === null) return;
  try {
    const { differing } = await client.call("list.differences", { list_id: list.list_id });
    if (store.getState().list === list) store.setState({ differing: new Set(differing) });
  } catch {
    // All columns stay, which is what is shown without an answer.
  }
}

/** The list whose counts are true now: what is on screen may be older. */
export function countedList(state: RunListState): OpenList | null {
  return state.latest ?? state.list;
}

/** How many of the listed runs are blocked. Null while it is not known. */
export function blockedCount(state: RunListState): number | null {
  return countedList(state)?.counts.status.BLOCKED ?? (countedList(state) === null ? null : 0);
}

/** The row of a run that is here, as the list knows it. */
export function listedRow(state: RunListState, runId: string) {
  return findRow(state.pages, runId)?.row ?? null;
}
