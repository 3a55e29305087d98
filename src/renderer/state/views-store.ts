import { createStore, type StoreApi } from "zustand/vanilla";
import { AppError } from "../../shared/app-error.ts";
import type { SavedView, ViewContent } from "../../shared/operations/view-operations.ts";
import { formatQuery } from "../../shared/query/format-query.ts";
import { parseQuery } from "../../shared/query/parse-query.ts";
import { EVERYTHING } from "../../shared/query/run-query.ts";
import { asAppError, type Client } from "../api/client.ts";
import { columnsFrom, USUAL_COLUMNS } from "./list-columns.ts";
import { type ListLayoutState, USUAL_SORT } from "./list-layout-store.ts";
import type { RunQueryState } from "./run-query-store.ts";
import type { SettingsStorage } from "./settings-store.ts";

/** Where the window keeps which view was shown last. */
export const VIEW_KEY = "rmos-runs.view";

/** What was done with a view, for the line that tells of it. */
export type ViewNews =
  | { readonly kind: "saved" | "removed" | "imported" | "exported"; readonly name: string }
  | { readonly kind: "failed"; readonly error: AppError };

/** Views of the list under a name: built-in ones, and those of the person. */
export interface ViewsState {
  readonly views: readonly SavedView[];
  /** Files among them that cannot be read, with the reason. */
  readonly unreadable: readonly { readonly file: string; readonly reason: string }[];
  /** The view that was chosen; null for all runs. */
  readonly currentId: string | null;
  readonly news: ViewNews | null;
  /** Reads the views and shows the one that was shown last. */
  start(): Promise<void>;
  /** Shows a view; null shows all runs. */
  apply(viewId: string | null): void;
  saveAs(name: string): Promise<boolean>;
  /** Puts what is shown now in the place of the current view. */
  saveCurrent(): Promise<boolean>;
  rename(view: SavedView, name: string): Promise<boolean>;
  remove(viewId: string): Promise<void>;
  exportView(viewId: string): Promise<void>;
  importView(): Promise<void>;
  dismissNews(): void;
}

/** What views are made of, and made into. */
export interface ViewsParts {
  readonly client: Client;
  readonly storage: SettingsStorage;
  readonly runQuery: StoreApi<RunQueryState>;
  readonly layout: StoreApi<ListLayoutState>;
}

type ViewsStore = StoreApi<ViewsState>;

/** A store of saved views. */
export function createViewsStore(parts: ViewsParts): ViewsStore {
  const { client, storage } = parts;
  const store: ViewsStore = createStore<ViewsState>()((set, get) => ({
    views: [],
    unreadable: [],
    currentId: null,
    news: null,
    start: async () => {
      await readViews(store, client);
      const last = storage.getItem(VIEW_KEY);
      if (get().views.some((view) => view.view_id === last)) get().apply(last);
    },
    apply: (viewId) => {
      const content = get().views.find((view) => view.view_id === viewId) ?? ALL_RUNS;
      const { query, error } = parseQuery(content.query);
      if (error !== null) {
        const reason = new AppError("BAD_REQUEST", `The view asks for “${error.word}”, which is not known here.`);
        set({ news: { kind: "failed", error: reason } });
        return;
      }
      storage.setItem(VIEW_KEY, content === ALL_RUNS ? "" : (viewId ?? ""));
      set({ currentId: content === ALL_RUNS ? null : viewId, news: null });
      parts.layout.getState().apply(layoutOf(content));
      parts.runQuery.getState().replace(query);
      parts.runQuery.getState().show(content.shows);
    },
    saveAs: (name) => save(store, parts, { viewId: null, view: shown(parts, name) }),
    saveCurrent: async () => {
      const current = get().views.find((view) => view.view_id === get().currentId);
      if (current === undefined) return false;
      return save(store, parts, { viewId: current.view_id, view: shown(parts, current.name) });
    },
    rename: ({ view_id: viewId, query, columns, sort, group, shows }, name) =>
      save(store, parts, { viewId, view: { name, query, columns, sort, group, shows } }),
    remove: (viewId) =>
      told(store, async () => {
        const name = get().views.find((view) => view.view_id === viewId)?.name ?? "";
        set({ ...(await client.call("view.remove", { view_id: viewId })) });
        if (get().currentId === viewId) get().apply(null);
        return { kind: "removed", name };
      }),
    exportView: (viewId) => told(store, () => exportView(client, viewId)),
    importView: () =>
      told(store, async () => {
        const { picked } = await client.call("files.pick", { purpose: "view-file" });
        if (picked === null) return null;
        const view = await client.call("view.import", { source: { grant: picked.grant } });
        await readViews(store, client);
        get().apply(view.view_id);
        return { kind: "imported", name: view.name };
      }),
    dismissNews: () => set({ news: null }),
  }));
  return store;
}

const ALL_RUNS: ViewContent = {
  name: "",
  query: formatQuery(EVERYTHING),
  columns: [],
  sort: null,
  group: null,
  shows: "list",
};

/** What is shown now, as a view would remember it. */
export function shownContent(
  name: string,
  { query, shows }: Pick<RunQueryState, "query" | "shows">,
  { columns, sort, group }: Pick<ListLayoutState, "columns" | "sort" | "group">,
): ViewContent {
  return {
    name,
    query: formatQuery(query),
    columns: columns.join() === USUAL_COLUMNS.join() ? [] : [...columns],
    sort: sort.by === USUAL_SORT.by && sort.descending === USUAL_SORT.descending ? null : sort,
    group,
    shows,
  };
}

/** True when what is shown now is not what the view remembers. `view` null stands for all runs. */
export function isViewChanged(view: SavedView | null, shown: ViewContent): boolean {
  const content = view ?? ALL_RUNS;
  const { query } = parseQuery(content.query);
  const same = {
    ...shown,
    query: query === null ? content.query : formatQuery(query),
    columns: columnsFrom(content.columns),
    sort: content.sort,
    group: content.group,
    shows: content.shows,
  };
  return JSON.stringify({ ...same, columns: [...same.columns] }) !== JSON.stringify(shown);
}

function layoutOf({ columns, sort, group }: ViewContent) {
  const known = columnsFrom(columns);
  return { columns: known.length === 0 ? USUAL_COLUMNS : known, sort: sort ?? USUAL_SORT, group };
}

async function readViews(store: ViewsStore, client: Client): Promise<void> {
  try {
    store.setState({ ...(await client.call("view.list", {})) });
  } catch (error) {
    store.setState({ news: { kind: "failed", error: asAppError(error) } });
  }
}

function shown({ runQuery, layout }: ViewsParts, name: string): ViewContent {
  return shownContent(name, runQuery.getState(), layout.getState());
}

interface Saving {
  readonly viewId: string | null;
  readonly view: ViewContent;
}

async function save(store: ViewsStore, parts: ViewsParts, { viewId, view }: Saving): Promise<boolean> {
  let isSaved = false;
  await told(store, async () => {
    const saved = await parts.client.call("view.save", { view_id: viewId, view });
    await readViews(store, parts.client);
    store.setState({ currentId: saved.view_id });
    parts.storage.setItem(VIEW_KEY, saved.view_id);
    isSaved = true;
    return { kind: "saved", name: saved.name };
  });
  return isSaved;
}

async function exportView(client: Client, viewId: string): Promise<ViewNews | null> {
  const { picked } = await client.call("files.pick", { purpose: "save-folder" });
  if (picked === null) return null;
  const to = { folder: { grant: picked.grant } };
  const { name } = await client.call("view.export", { view_id: viewId, to });
  return { kind: "exported", name };
}

/** Tells what became of it. */
async function told(store: ViewsStore, act: () => Promise<ViewNews | null>): Promise<void> {
  try {
    store.setState({ news: await act() });
  } catch (error) {
    store.setState({ news: { kind: "failed", error: asAppError(error) } });
  }
}
