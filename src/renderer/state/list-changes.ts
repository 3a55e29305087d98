import type { StoreApi } from "zustand/vanilla";
import type { OpenList } from "../../shared/operations/list-operations.ts";
import { type ListSources, openFromTop, openList, readPage } from "./list-reading.ts";
import { pagesOf, rowAt } from "./row-pages.ts";
import type { RunListState } from "./run-list-state.ts";

/** Changes come in bursts; so long is waited between two looks. */
export const LOOK_EVERY_MS = 500;
/** Pages with changed rows that are read again at once; further ones are read when they come in sight. */
const MOST_REFRESHED = 4;

/** Takes in what changed in the store: rows that are here are read again, new runs are counted and wait. */
export function followChanges(store: StoreApi<RunListState>, sources: ListSources): void {
  let waiting = new Set<string>();
  let all = false;
  let lastLookMs = Number.NEGATIVE_INFINITY;
  let planned = false;
  const look = async (): Promise<void> => {
    const changed = { runIds: waiting, all };
    waiting = new Set();
    all = false;
    await takeIn(store, sources, changed);
    lastLookMs = sources.timers.nowMs();
    planned = false;
    if (waiting.size > 0 || all) plan();
  };
  const plan = (): void => {
    if (planned || store.getState().list === null) return;
    planned = true;
    const sinceMs = sources.timers.nowMs() - lastLookMs;
    if (sinceMs >= LOOK_EVERY_MS) void look();
    else sources.timers.after(LOOK_EVERY_MS - sinceMs, () => void look());
  };
  sources.client.subscribe("store.changed", ({ run_ids, more }) => {
    for (const runId of run_ids) waiting.add(runId);
    all ||= more;
    if (run_ids.length > 0 || more) plan();
  });
}

interface Changed {
  readonly runIds: ReadonlySet<string>;
  /** More runs changed than were named. */
  readonly all: boolean;
}

async function takeIn(store: StoreApi<RunListState>, sources: ListSources, changed: Changed): Promise<void> {
  const { list } = store.getState();
  const asked = sources.asked.count;
  if (list === null) return;
  try {
    const latest = await openList(sources);
    if (sources.asked.count !== asked) return;
    if (list.total === 0 && latest.total > 0) return openFromTop(store, sources);
    const newRuns = await countNew(store.getState(), latest, sources);
    if (sources.asked.count !== asked) return;
    store.setState({ latest, newRuns, isOutdated: newRuns === 0 && latest.total !== list.total });
    await refreshRows(store, sources, changed);
  } catch {
    // The list on screen is still true; the next change or reload tells about a fault that stays.
  }
}

/** Runs above the first one shown where the newest are on top; else as many more as there are. */
async function countNew(state: RunListState, latest: OpenList, { client, layout }: ListSources): Promise<number> {
  const more = Math.max(0, latest.total - (state.list?.total ?? 0));
  const { sort, group } = layout.getState();
  const first = rowAt(state.pages, 0);
  if (group !== null || sort.by !== "time" || !sort.descending || first == null) return more;
  const { place } = await client.call("list.place", { list_id: latest.list_id, run_id: first.run_id });
  return place ?? more;
}

async function refreshRows(store: StoreApi<RunListState>, sources: ListSources, changed: Changed): Promise<void> {
  const { list, pages } = store.getState();
  if (list === null) return;
  const stale = changed.all ? [...pages.keys()] : pagesOf(pages, changed.runIds);
  // The newest pages of the map are those read last, which are those in sight.
  const now = stale.slice(-MOST_REFRESHED);
  const fresh = await Promise.all(now.map(async (page) => [page, await readPage(sources.client, list, page)] as const));
  if (store.getState().list !== list) return;
  const kept = new Map(store.getState().pages);
  for (const page of stale) if (!now.includes(page)) kept.delete(page);
  for (const [page, rows] of fresh) kept.set(page, rows);
  store.setState({ pages: kept });
}
