import type { Handlers } from "./handler.ts";
import type { OperationDeps } from "./operation-deps.ts";

/** Stopping long work. */
export function createJobOperations(deps: OperationDeps): Pick<Handlers, "job.cancel"> {
  return {
    "job.cancel": async ({ job_id: jobId }) => ({ was_running: deps.jobs.cancel(jobId) }),
  };
}
