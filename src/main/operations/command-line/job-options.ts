import { randomUUID } from "node:crypto";
import type { CallOptions } from "../application.ts";
import type { CommandContext } from "./command.ts";

/** A call that is a job: it stops when the process is asked to stop. */
export function jobOptions({ app, stop }: CommandContext): CallOptions {
  const jobId = randomUUID();
  const cancel = (): void => {
    // The answer says whether it was still running; when it was not there is nothing to stop.
    app.call("job.cancel", { job_id: jobId }, { door: "command-line" }).catch(() => undefined);
  };
  stop.addEventListener("abort", cancel, { once: true });
  return { door: "command-line", jobId };
}
