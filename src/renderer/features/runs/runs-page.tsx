import { type ReactNode, useEffect } from "react";
import { countedList } from "../../state/run-list-store.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { useCommand } from "../../state/use-command.ts";
import { en } from "../../text/en.ts";
import { ErrorBox } from "../../ui/error-box.tsx";
import { BasketBar, useBasketKey } from "./basket-bar.tsx";
import { BasketList } from "./basket-list.tsx";
import { EmptyList } from "./empty-list.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { ListLine } from "./list-line.tsx";
import { RunGrid } from "./run-grid.tsx";
import "./runs.css";
import { ViewBar } from "./view-bar.tsx";

/** The runs as a list or on a timeline, with views, filters and the basket. Both show one query. */
export function RunsPage({ timeline = null }: { readonly timeline?: ReactNode }) {
  const { runList } = useStores();
  const everLoaded = useWindowStore("runList", (state) => state.list !== null);
  const comparing = useWindowStore("basket", (state) => state.showing);
  // Without any run there is nothing to find or filter; the empty list offers what can be done.
  const isNew = useWindowStore("runList", (state) => countedList(state)?.store_total === 0);
  useEffect(() => {
    const { list, loading } = runList.getState();
    if (list === null && !loading) void runList.getState().reload();
  }, [runList]);
  useRunsKeys(timeline !== null);
  useBasketKey();
  if (comparing) {
    return (
      <div className="runs-page">
        <BasketList />
        <BasketBar />
      </div>
    );
  }
  return (
    <div className="runs-page">
      {isNew ? null : <ViewBar />}
      {isNew ? null : <FilterBar />}
      <ListFault />
      {everLoaded ? <Shown isNew={isNew} timeline={timeline} /> : <SkeletonRows />}
      <BasketBar />
    </div>
  );
}

function Shown({ isNew, timeline }: { readonly isNew: boolean; readonly timeline: ReactNode }) {
  const list = useWindowStore("runList", (state) => state.list);
  const shows = useWindowStore("runQuery", (state) => state.shows);
  const hasTimeline = timeline !== null;
  if (list === null) return null;
  return (
    <>
      {isNew ? null : <ListLine hasTimeline={hasTimeline} />}
      {list.total === 0 ? <EmptyList /> : shows === "timeline" && hasTimeline ? timeline : <RunGrid list={list} />}
    </>
  );
}

/** From list to timeline and back, and only the columns that differ. Source: experience 3.4. */
function useRunsKeys(hasTimeline: boolean): void {
  const { runQuery, listLayout } = useStores();
  const switchView = (): void => runQuery.getState().show(runQuery.getState().shows === "list" ? "timeline" : "list");
  useCommand("switch-view", switchView, hasTimeline);
  useCommand("only-differences", () => listLayout.getState().showOnlyDiffering(!listLayout.getState().onlyDiffering));
}

function ListFault() {
  const error = useWindowStore("runList", (state) => state.error);
  const { runList } = useStores();
  if (error === null) return null;
  return (
    <ErrorBox
      title={en.runs.listFailed}
      error={error}
      action={{ label: en.runs.tryAgain, onPress: () => void runList.getState().reload() }}
    />
  );
}

/** Grey rows while the first page is on its way; the style sheet shows them after 150 ms only. */
function SkeletonRows() {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{en.runs.loading}</span>
      {[1, 2, 3, 4, 5, 6].map((row) => (
        <span key={row} className="skeleton-row" />
      ))}
    </div>
  );
}
