import { describe, expect, it, vi } from "vitest";
import type { Application } from "../../../../../src/main/operations/application.ts";
import type { CommandContext } from "../../../../../src/main/operations/command-line/command.ts";
import { jobOptions } from "../../../../../src/main/operations/command-line/job-options.ts";

function stage() {
  const controller = new AbortController();
  const call = vi.fn(async () => ({ was_running: true }));
  const app = { call } as unknown as Application;
  return { controller, call, context: { app, stop: controller.signal } as unknown as CommandContext };
}

describe("jobOptions", () => {
  it("cancels its job when the process is asked to stop", () => {
    const { controller, call, context } = stage();
    const options = jobOptions(context);
    expect(call).not.toHaveBeenCalled();
    controller.abort("SIGINT");
    expect(call).toHaveBeenCalledWith("job.cancel", { job_id: options.jobId }, { door: "command-line" });
  });

  it("names every job anew", () => {
    const { context } = stage();
    expect(jobOptions(context).jobId).not.toBe(jobOptions(context).jobId);
  });
});
