import type { Handlers } from "./handler.ts";
import { locateRuns } from "./locate-runs.ts";
import type { OperationDeps } from "./operation-deps.ts";

/** Finding the run that a scanned code belongs to. */
export function createScanOperations(deps: OperationDeps): Pick<Handlers, "run.locate"> {
  return {
    async "run.locate"({ code }) {
      const folder = deps.folders.current();
      const { rows, more } = await locateRuns(await folder.catalog(), code);
      return { rows: rows.map((row) => folder.verdicts.over(row)), more };
    },
  };
}
