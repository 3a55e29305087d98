import { describe, expect, it } from "vitest";
import {
  createWorkStore,
  findProgress,
  LONG_AFTER_MS,
  SHOW_AFTER_MS,
} from "../../../../src/renderer/state/work-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { CheckReport } from "../../../../src/shared/operations/store-operations.ts";
import { createFakeMain, createFakeTimers, deferred, settle } from "../fake-bridge.ts";
import { makeReport } from "../sample-data.ts";

function open(cancel: () => { was_running: boolean } = () => ({ was_running: true })) {
  const check = deferred<CheckReport>();
  const main = createFakeMain({ "check.run": () => check.promise, "job.cancel": cancel });
  const timers = createFakeTimers();
  return { ...main, check, timers, store: createWorkStore(main.client, timers, () => "job-1") };
}

describe("work store", () => {
  it("shows work only when it takes a while, says when it takes long, and forgets it at its end", async () => {
    const { store, timers, check } = open();
    const { answer } = store.getState().start("check.run", { run_id: "run_1" });
    expect(store.getState().jobs).toMatchObject([{ shown: false, long: false }]);
    timers.advance(SHOW_AFTER_MS);
    expect(store.getState().jobs).toMatchObject([{ shown: true, long: false }]);
    timers.advance(LONG_AFTER_MS);
    expect(store.getState().jobs).toMatchObject([{ long: true }]);
    check.resolve(makeReport());
    expect((await answer).verdict).toBe("intact");
    expect(store.getState().jobs).toEqual([]);
  });

  it("names the job to main and follows its progress, not that of others", async () => {
    const { store, emit, seen } = open();
    store.getState().start("check.run", { run_id: "run_1" });
    await settle();
    expect(seen).toMatchObject([{ name: "check.run", jobId: "job-1" }]);
    const progress = { operation: "check.run", done: 3, total: 7, unit: "files", message: null } as const;
    emit("job.progress", { ...progress, job_id: "other" });
    expect(findProgress(store.getState(), "job-1")).toBeNull();
    emit("job.progress", { ...progress, job_id: "job-1" });
    expect(findProgress(store.getState(), "job-1")).toMatchObject({ done: 3, total: 7 });
    expect(findProgress(store.getState(), null)).toBeNull();
  });

  it("asks main to stop and says so until it has", async () => {
    const { store, requestsOf } = open();
    store.getState().start("check.run", { run_id: "run_1" });
    await store.getState().cancel("job-1");
    expect(requestsOf("job.cancel")).toEqual([{ job_id: "job-1" }]);
    expect(store.getState().jobs).toMatchObject([{ stopping: true }]);
  });

  it("a stop that could not be asked for can be asked for again", async () => {
    const { store } = open(() => {
      throw new AppError("INTERNAL", "x");
    });
    store.getState().start("check.run", { run_id: "run_1" });
    await store.getState().cancel("job-1");
    expect(store.getState()).toMatchObject({ jobs: [{ stopping: false }], error: { code: "INTERNAL" } });
  });

  it("failed work is gone from the tray and its caller gets the reason", async () => {
    const { store, check } = open();
    const { answer } = store.getState().start("check.run", { run_id: "run_1" });
    check.reject(new AppError("IO_FAILED", "x"));
    await expect(answer).rejects.toMatchObject({ code: "IO_FAILED" });
    expect(store.getState().jobs).toEqual([]);
  });
});
