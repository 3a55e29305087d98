import { checkRun } from "../check/check-run.ts";
import type { Handlers } from "./handler.ts";
import type { OperationDeps } from "./operation-deps.ts";
import { readEntries, readRow } from "./read-run.ts";

/** Whether runs are what was recorded. */
export function createCheckOperations(deps: OperationDeps): Pick<Handlers, "check.run"> {
  return {
    async "check.run"({ run_id: runId }, call) {
      const folder = deps.folders.current();
      const row = await readRow(folder, runId);
      const entries = await readEntries(folder, runId);
      const control = { signal: call.signal, progress: call.progress("files") };
      return checkRun({ store: folder.store, clock: deps.clock }, { runId, row, entries }, control);
    },
  };
}
