import type { SavedView } from "../../shared/operations/view-operations.ts";
import { parseQuery } from "../../shared/query/parse-query.ts";
import type { WindowStores } from "./window-stores.ts";

/** Shows the runs of a saved view. False when its query cannot be read; then nothing changes. */
export function openView({ runQuery, place }: WindowStores, view: Pick<SavedView, "query" | "shows">): boolean {
  const { query } = parseQuery(view.query);
  if (query === null) return false;
  runQuery.getState().replace(query);
  runQuery.getState().show(view.shows);
  place.getState().go({ name: "runs" });
  return true;
}
