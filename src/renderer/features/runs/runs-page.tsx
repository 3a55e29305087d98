import { useEffect } from "react";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { ErrorBox } from "../../ui/error-box.tsx";
import { EmptyList } from "./empty-list.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { ListLine } from "./list-line.tsx";
import { RunGrid } from "./run-grid.tsx";
import "./runs.css";

/** The list of runs with its filters. */
export function RunsPage() {
  const { runList } = useStores();
  const everLoaded = useWindowStore("runList", (state) => state.everLoaded);
  // Without any run there is nothing to find or filter; the empty list offers what can be done.
  const isNew = useWindowStore("runList", (state) => state.everLoaded && state.storeTotal === 0);
  useEffect(() => {
    const { everLoaded: loaded, loading } = runList.getState();
    if (!loaded && !loading) void runList.getState().reload();
  }, [runList]);
  return (
    <div className="runs-page">
      {isNew ? null : <FilterBar />}
      <ListFault />
      {everLoaded ? <ListOrEmpty isNew={isNew} /> : <SkeletonRows />}
    </div>
  );
}

function ListOrEmpty({ isNew }: { readonly isNew: boolean }) {
  const isEmpty = useWindowStore("runList", (state) => state.rows.length === 0);
  return (
    <>
      {isNew ? null : <ListLine />}
      {isEmpty ? <EmptyList /> : <RunGrid />}
    </>
  );
}

function ListFault() {
  const { error, reload } = useWindowStore("runList", (state) => state);
  if (error === null) return null;
  return (
    <ErrorBox
      title={en.runs.listFailed}
      error={error}
      action={{ label: en.runs.tryAgain, onPress: () => void reload() }}
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
