import type { StoreApi } from "zustand/vanilla";
import { errorCodeOf } from "../../shared/app-error.ts";
import type { OpenList } from "../../shared/operations/list-operations.ts";
import { asAppError } from "../api/client.ts";
import { type ListSources, openAgain, readPage } from "./list-reading.ts";
import { pagesBetween, withPage } from "./row-pages.ts";
import type { RunListState } from "./run-list-state.ts";

/** Pages asked for at the same time: one is on its way while the next is prepared. */
const AT_ONCE = 2;

/** Reads the pages in sight. Pages that scrolled away before they were asked for are never asked for. */
export interface PageReader {
  readonly want: (from: number, to: number) => void;
  readonly retry: () => void;
}

/** A reader for a list that may be replaced at any time. */
export function createPageReader(storeOf: () => StoreApi<RunListState>, sources: ListSources): PageReader {
  let wanted: readonly number[] = [];
  const onTheWay = new Map<OpenList, Set<number>>();

  const next = (list: OpenList): void => {
    const { pages, rowsError } = storeOf().getState();
    const asked = onTheWay.get(list) ?? new Set<number>();
    onTheWay.set(list, asked);
    if (rowsError !== null) return;
    for (const page of wanted) {
      if (asked.size >= AT_ONCE) return;
      if (!pages.has(page) && !asked.has(page)) {
        asked.add(page);
        void read(list, page, asked);
      }
    }
  };

  const read = async (list: OpenList, page: number, asked: Set<number>): Promise<void> => {
    const store = storeOf();
    try {
      const rows = await readPage(sources.client, list, page);
      if (store.getState().list === list) store.setState({ pages: withPage(store.getState().pages, page, rows) });
    } catch (error) {
      if (store.getState().list === list) await takeFault(store, error, sources);
    } finally {
      asked.delete(page);
      if (store.getState().list === list) next(list);
      else onTheWay.delete(list);
    }
  };

  const ask = (): void => {
    const { list } = storeOf().getState();
    if (list !== null) next(list);
  };
  return {
    want: (from, to) => {
      const { list } = storeOf().getState();
      if (list === null) return;
      wanted = pagesBetween(Math.max(0, from), Math.max(0, Math.min(to, list.total - 1)));
      ask();
    },
    retry: () => {
      storeOf().setState({ rowsError: null });
      ask();
    },
  };
}

/** A list that main let go is opened anew; any other fault is shown where the rows would be. */
async function takeFault(store: StoreApi<RunListState>, error: unknown, sources: ListSources): Promise<void> {
  if (errorCodeOf(error) === "BAD_CURSOR") await openAgain(store, sources);
  else store.setState({ rowsError: asAppError(error) });
}
