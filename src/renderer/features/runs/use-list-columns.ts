import { useEffect, useMemo } from "react";
import { type ColumnName, differingColumns, USUAL_COLUMNS } from "../../state/list-columns.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";

/** The columns to draw: those of the person, or of them those in which the rows differ. */
export function useListColumns(): readonly ColumnName[] {
  const { runList } = useStores();
  const chosen = useWindowStore("listLayout", (state) => state.columns);
  const onlyDiffering = useWindowStore("listLayout", (state) => state.onlyDiffering);
  const differing = useWindowStore("runList", (state) => state.differing);
  const listId = useWindowStore("runList", (state) => state.list?.list_id);
  useEffect(() => {
    // Another list has other differences.
    if (onlyDiffering && listId !== undefined) void runList.getState().readDifferences();
  }, [runList, onlyDiffering, listId]);
  const hasReviews = useWindowStore(
    "runList",
    (state) => state.list?.facets.review?.some(({ value, count }) => value !== "none" && count > 0) ?? false,
  );
  return useMemo(() => {
    // Of the usual columns that of reviews takes room only where one was asked for.
    const isUsual = chosen.join() === USUAL_COLUMNS.join();
    const columns = isUsual && !hasReviews ? chosen.filter((name) => name !== "review") : chosen;
    return onlyDiffering && differing !== null ? differingColumns(columns, differing) : columns;
  }, [chosen, onlyDiffering, differing, hasReviews]);
}
