import type { StoreApi } from "zustand/vanilla";
import type { OperationInput } from "../../shared/operation-table.ts";
import type { OpenList } from "../../shared/operations/list-operations.ts";
import type { RunFilters, RunRow } from "../../shared/operations/run-operations.ts";
import { resolveQuery } from "../../shared/query/resolve-query.ts";
import { asAppError, type Client } from "../api/client.ts";
import { TOP } from "./list-lines.ts";
import { PAGE_ROWS, type RowPages, rowAt, rowsFrom, rowsInOrder } from "./row-pages.ts";
import type { RunListParts, RunListState } from "./run-list-state.ts";

/** What reading the list needs: its neighbours, and counters that tell answers that come too late. */
export interface ListSources extends RunListParts {
  /** Grows with each folder that is opened. */
  readonly folder: { count: number };
  /** Grows with each list that is asked for. */
  readonly asked: { count: number };
}

/** The query as the store is asked, at this moment. */
export function filtersNow({ runQuery, workstation, timers }: Omit<RunListParts, "layout" | "client">): RunFilters {
  const { zone, shifts } = workstation.getState().settings;
  return resolveQuery(runQuery.getState().query, { now: new Date(timers.nowMs()), zone, shifts });
}

/** Opens the list that query and layout ask for. */
export function openList(sources: ListSources): Promise<OpenList> {
  const { sort, group } = sources.layout.getState();
  const { zone, shifts } = sources.workstation.getState().settings;
  const request: OperationInput<"list.open"> = { filters: filtersNow(sources), sort, group, zone, shifts: [...shifts] };
  return sources.client.call("list.open", request);
}

/** Rows by their places. A run that cannot be found any more keeps its place as null. */
export async function readRows(
  client: Client,
  list: OpenList,
  { from, count }: { readonly from: number; readonly count: number },
): Promise<readonly (RunRow | null)[]> {
  const wanted = Math.min(count, list.total - from);
  if (wanted <= 0) return [];
  const { columns } = await client.call("list.rows", { list_id: list.list_id, from, count: wanted });
  const rows = rowsFrom(columns);
  if (rows.length === wanted) return rows;
  const { run_ids } = await client.call("list.ids", { list_id: list.list_id, from, count: wanted });
  return rowsInOrder(rows, run_ids);
}

/** One page of rows. */
export function readPage(client: Client, list: OpenList, page: number): Promise<readonly (RunRow | null)[]> {
  return readRows(client, list, { from: page * PAGE_ROWS, count: PAGE_ROWS });
}

/** Opens the list anew and shows it from its top, once its first rows are here. */
export async function openFromTop(store: StoreApi<RunListState>, sources: ListSources): Promise<void> {
  await replaceList(store, sources, async () => ({ place: 0 }));
}

/** Opens a list that is gone anew, and finds the run again at which the reader was. */
export async function openAgain(store: StoreApi<RunListState>, sources: ListSources): Promise<void> {
  const { active, pages } = store.getState();
  const runId = active.onGroup ? null : (rowAt(pages, active.place)?.run_id ?? null);
  await replaceList(store, sources, async (list) => {
    if (runId === null) return { place: active.place };
    const { place } = await sources.client.call("list.place", { list_id: list.list_id, run_id: runId });
    return { place: place ?? active.place };
  });
}

type FindPlace = (list: OpenList) => Promise<{ readonly place: number }>;

async function replaceList(store: StoreApi<RunListState>, sources: ListSources, find: FindPlace): Promise<void> {
  sources.asked.count += 1;
  const mine = sources.asked.count;
  const isStale = (): boolean => sources.asked.count !== mine;
  store.setState({ loading: true, error: null });
  try {
    const list = await openList(sources);
    if (isStale()) return;
    const found = (await find(list)).place;
    const place = Math.max(0, Math.min(found, list.total - 1));
    const pages = await pagesAround(sources.client, list, place);
    if (isStale()) return;
    store.setState(shownList(store.getState(), { list, pages, place }));
  } catch (error) {
    if (!isStale()) store.setState({ loading: false, error: asAppError(error) });
  }
}

interface Opened {
  readonly list: OpenList;
  readonly pages: RowPages;
  readonly place: number;
}

function shownList(state: RunListState, { list, pages, place }: Opened): Partial<RunListState> {
  const top = { ...TOP, onGroup: list.groups !== null };
  const isTop = place === 0;
  const shift = place - state.active.place;
  const kept = Math.max(0, Math.min(state.anchor.place + shift, list.total - 1));
  return {
    list,
    latest: null,
    pages,
    loading: false,
    error: null,
    rowsError: null,
    newRuns: 0,
    isOutdated: false,
    differing: null,
    active: isTop ? top : { place, onGroup: false },
    anchor: isTop ? { ...top, offsetPx: 0 } : { ...state.anchor, place: kept },
    version: state.version + 1,
  };
}

/** The page of a place and the next one: a screenful that begins near the end of a page needs both. */
async function pagesAround(client: Client, list: OpenList, place: number): Promise<RowPages> {
  const page = Math.floor(place / PAGE_ROWS);
  const wanted = [page - 1, page, page + 1].filter((one) => one >= 0 && one * PAGE_ROWS < list.total);
  const read = place === 0 ? wanted.slice(0, 1) : wanted;
  return new Map(await Promise.all(read.map(async (one) => [one, await readPage(client, list, one)] as const)));
}
