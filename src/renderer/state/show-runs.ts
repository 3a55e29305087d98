import type { RunQuery } from "../../shared/query/run-query.ts";
import type { WindowStores } from "./window-stores.ts";

/** Goes to the list of the runs that a query lets through, read anew. */
export function showRuns(stores: WindowStores, query: RunQuery): void {
  const { runQuery, runList, basket, place } = stores;
  basket.getState().leave();
  runQuery.getState().show("list");
  if (runQuery.getState().query === query) void runList.getState().reload();
  else runQuery.getState().replace(query);
  place.getState().go({ name: "runs" });
}
