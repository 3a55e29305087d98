import { useCallback } from "react";
import type { RunQuery } from "../../../shared/query/run-query.ts";
import { homeBase } from "../../state/home-queries.ts";
import { showRuns } from "../../state/show-runs.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";

/** Opens the list of exactly the runs that a number counts. */
export function useOpenRuns(): (query: RunQuery) => void {
  const stores = useStores();
  return useCallback((query) => showRuns(stores, query), [stores]);
}

/** Opens the page of a run. */
export function useOpenRun(): (runId: string) => void {
  const { place } = useStores();
  return useCallback((runId) => place.getState().go({ name: "run", runId, created: null }), [place]);
}

/** The runs that everything on this Home is about. */
export function useHomeBase(): RunQuery {
  const role = useWindowStore("home", (state) => state.role);
  const machine = useWindowStore("home", (state) => state.workstation.value?.machine ?? null);
  return homeBase(role, machine);
}
