import { createStore, type StoreApi } from "zustand/vanilla";
import { type AppError, errorCodeOf } from "../../shared/app-error.ts";
import type { EventPayload } from "../../shared/ipc/events.ts";
import type { RunPage, RunRow } from "../../shared/operations/run-operations.ts";
import { asAppError, type Client } from "../api/client.ts";
import { type ListFilters, NO_FILTERS, queryFilters } from "./list-filters.ts";
import type { Timers } from "./timers.ts";

/** Rows asked for at a time. */
export const PAGE_SIZE = 100;
/** Loaded rows further down that are read again after a change; more would be a reload in disguise. */
const MOST_REFRESHED = 20;

/** The counts of each value of each filter, as the list answers them. */
export type Facets = NonNullable<RunPage["facets"]>;

/** The list of runs as far as it was read, and where the reader is in it. */
export interface RunListState {
  readonly filters: ListFilters;
  readonly rows: readonly RunRow[];
  readonly total: number;
  readonly storeTotal: number;
  readonly hiddenTotal: number;
  readonly facets: Facets;
  readonly nextCursor: string | null;
  /** False until the first page for any filter has come. Old rows stay while new ones are on their way. */
  readonly everLoaded: boolean;
  readonly loading: boolean;
  readonly loadingMore: boolean;
  readonly error: AppError | null;
  readonly moreError: AppError | null;
  /** Runs that arrived above what is shown. They appear when the reader asks for them. */
  readonly newRuns: number;
  readonly moreNewRuns: boolean;
  readonly activeIndex: number;
  readonly selected: ReadonlySet<string>;
  readonly scrollTop: number;
  /** Grows with each list that was read anew from its top. */
  readonly version: number;
  reload(): Promise<void>;
  loadMore(): Promise<void>;
  setFilters(change: Partial<ListFilters>): Promise<void>;
  clearFilters(): Promise<void>;
  activate(index: number): void;
  toggleSelected(runId: string): void;
  clearSelection(): void;
  rememberScroll(scrollTop: number): void;
  /** Another folder was opened: nothing of the old list may stay. */
  reset(): void;
}

const EMPTY = {
  filters: NO_FILTERS,
  rows: [],
  total: 0,
  storeTotal: 0,
  hiddenTotal: 0,
  facets: {},
  nextCursor: null,
  everLoaded: false,
  loading: false,
  loadingMore: false,
  error: null,
  moreError: null,
  newRuns: 0,
  moreNewRuns: false,
  activeIndex: 0,
  selected: new Set<string>(),
  scrollTop: 0,
  version: 0,
} satisfies Partial<RunListState>;

/** A store that reads the list page by page and never moves what the reader looks at. */
export function createRunListStore(client: Client, timers: Timers): StoreApi<RunListState> {
  const store: ListStore = createStore<RunListState>()((set, get) => ({
    ...EMPTY,
    reload: () => readFirstPage(store, client, timers),
    loadMore: () => readNextPage(store, client, timers),
    setFilters: (change) => {
      set({ filters: { ...get().filters, ...change } });
      return get().reload();
    },
    clearFilters: () => {
      set({ filters: NO_FILTERS });
      return get().reload();
    },
    activate: (index) => set({ activeIndex: Math.max(0, Math.min(get().rows.length - 1, index)) }),
    toggleSelected: (runId) => {
      const selected = new Set(get().selected);
      if (!selected.delete(runId)) selected.add(runId);
      set({ selected });
    },
    clearSelection: () => set({ selected: new Set() }),
    rememberScroll: (scrollTop) => set({ scrollTop }),
    reset: () => set({ ...EMPTY, selected: new Set() }),
  }));
  followChanges(store, client, timers);
  return store;
}

type ListStore = StoreApi<RunListState>;

function readPage(store: ListStore, client: Client, timers: Timers, cursor: string | null): Promise<RunPage> {
  const filters = queryFilters(store.getState().filters, new Date(timers.nowMs()));
  return client.call("run.query", { filters, limit: PAGE_SIZE, cursor, facets: cursor === null });
}

async function readFirstPage(store: ListStore, client: Client, timers: Timers): Promise<void> {
  const { filters } = store.getState();
  store.setState({ loading: true, error: null });
  try {
    const page = await readPage(store, client, timers, null);
    if (store.getState().filters !== filters) return;
    store.setState({
      ...pageState(page),
      rows: page.rows,
      everLoaded: true,
      loading: false,
      loadingMore: false,
      moreError: null,
      newRuns: 0,
      moreNewRuns: false,
      activeIndex: 0,
      scrollTop: 0,
      version: store.getState().version + 1,
    });
  } catch (error) {
    if (store.getState().filters === filters) store.setState({ loading: false, error: asAppError(error) });
  }
}

async function readNextPage(store: ListStore, client: Client, timers: Timers): Promise<void> {
  const { nextCursor, loading, loadingMore, filters } = store.getState();
  if (nextCursor === null || loading || loadingMore) return;
  const isStale = (): boolean => store.getState().filters !== filters || store.getState().nextCursor !== nextCursor;
  store.setState({ loadingMore: true, moreError: null });
  try {
    const page = await readPage(store, client, timers, nextCursor);
    if (isStale()) return;
    const rows = [...store.getState().rows, ...page.rows];
    store.setState({ rows, nextCursor: page.next_cursor, loadingMore: false });
  } catch (error) {
    if (isStale()) return;
    store.setState({ loadingMore: false, moreError: asAppError(error) });
    if (errorCodeOf(error) === "BAD_CURSOR") await readFirstPage(store, client, timers);
  }
}

function pageState(page: RunPage): Partial<RunListState> {
  return {
    total: page.total,
    storeTotal: page.store_total,
    hiddenTotal: page.hidden_total,
    nextCursor: page.next_cursor,
    ...(page.facets === undefined ? {} : { facets: page.facets }),
  };
}

/** Looks at the top of the list after each change. Changes that come meanwhile are answered by one more look. */
function followChanges(store: ListStore, client: Client, timers: Timers): void {
  const waiting = new Set<string>();
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking || !store.getState().everLoaded) return;
    looking = true;
    while (waiting.size > 0) {
      const changed = new Set(waiting);
      waiting.clear();
      await takeIn(store, client, timers, changed);
    }
    looking = false;
  };
  client.subscribe("store.changed", (change: EventPayload<"store.changed">) => {
    for (const runId of change.run_ids) waiting.add(runId);
    if (change.run_ids.length > 0 || change.more) void look();
  });
}

async function takeIn(store: ListStore, client: Client, timers: Timers, changed: ReadonlySet<string>): Promise<void> {
  const { filters } = store.getState();
  try {
    const page = await readPage(store, client, timers, null);
    const fresh = await readChangedRows(store, client, page, changed);
    if (store.getState().filters !== filters || store.getState().loading) return;
    store.setState(mergeTop(store.getState(), page, fresh));
  } catch {
    // The list on screen is still true; the next change or reload tells about a fault that stays.
  }
}

/** The rows of changed runs that are shown but not on the first page: notes and hiding change old rows too. */
async function readChangedRows(
  store: ListStore,
  client: Client,
  page: RunPage,
  changed: ReadonlySet<string>,
): Promise<readonly RunRow[]> {
  const onPage = new Set(page.rows.map((row) => row.run_id));
  const wanted = store
    .getState()
    .rows.filter((row) => changed.has(row.run_id) && !onPage.has(row.run_id))
    .slice(0, MOST_REFRESHED);
  const views = await Promise.all(wanted.map((row) => client.call("run.get", { run_id: row.run_id })));
  return views.map((view) => view.row);
}

function mergeTop(state: RunListState, page: RunPage, fresh: readonly RunRow[]): Partial<RunListState> {
  if (state.rows.length === 0) return { ...pageState(page), rows: page.rows };
  const byId = new Map([...page.rows, ...fresh].map((row) => [row.run_id, row]));
  const known = new Set(state.rows.map((row) => row.run_id));
  const firstKnown = page.rows.findIndex((row) => known.has(row.run_id));
  const { nextCursor: _first, ...counts } = pageState(page);
  return {
    ...counts,
    rows: state.rows.map((row) => byId.get(row.run_id) ?? row),
    newRuns: firstKnown === -1 ? page.rows.length : firstKnown,
    moreNewRuns: firstKnown === -1 && page.next_cursor !== null,
  };
}

/** How many of the listed runs are blocked, from the counts beside the filter. Null while they are not known. */
export function blockedCount(state: RunListState): number | null {
  const { status } = state.filters;
  if (status.length > 0 && !status.includes("BLOCKED")) return 0;
  if (state.facets.status === undefined) return null;
  return state.facets.status.find((entry) => entry.value === "BLOCKED")?.count ?? 0;
}
