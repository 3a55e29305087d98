import { describe, expect, it } from "vitest";
import { createRunCheckStore } from "../../../../src/renderer/state/run-check-store.ts";
import { createRunViewStore } from "../../../../src/renderer/state/run-view-store.ts";
import { createWorkStore } from "../../../../src/renderer/state/work-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { RunView } from "../../../../src/shared/operations/run-operations.ts";
import type { CheckReport } from "../../../../src/shared/operations/store-operations.ts";
import { createFakeMain, createFakeTimers, deferred, type FakeAnswers, settle } from "../fake-bridge.ts";
import { makeEntry, makeReport, makeRow, makeView } from "../sample-data.ts";

const ANSWERS: FakeAnswers = {
  "run.get": ({ run_id }) => makeView(makeRow({ run_id })),
  "check.run": () => makeReport(),
  "run.history": () => ({ entries: [makeEntry()] }),
  "run.raw": () => ({ bytes: Uint8Array.of(0x41, 0xff, 0x42), path: "p", sha256: "s" }),
  "job.cancel": () => ({ was_running: true }),
};

function open(answers: FakeAnswers = {}) {
  const main = createFakeMain({ ...ANSWERS, ...answers });
  const work = createWorkStore(main.client, createFakeTimers());
  const checks = createRunCheckStore(work);
  return { ...main, work, checks, store: createRunViewStore(main.client, checks) };
}

describe("run view store", () => {
  it("opening a run reads it and checks its record", async () => {
    const { store, checks } = open();
    const opened = store.getState().open("run_1");
    expect(store.getState().view.state).toBe("loading");
    expect(checks.getState().byRun.get("run_1")?.jobId).not.toBeNull();
    await opened;
    expect(store.getState()).toMatchObject({ view: { state: "ready", value: { row: { run_id: "run_1" } } } });
    expect(checks.getState().byRun.get("run_1")).toMatchObject({ jobId: null, report: { verdict: "intact" } });
  });

  it("an answer for a run that was left does not reach the next one, and its check is stopped", async () => {
    const slowView = deferred<RunView>();
    const slowCheck = deferred<CheckReport>();
    const { store, checks, requestsOf } = open({
      "run.get": ({ run_id }) => (run_id === "run_1" ? slowView.promise : makeView(makeRow({ run_id }))),
      "check.run": ({ run_id }) => (run_id === "run_1" ? slowCheck.promise : makeReport()),
    });
    const first = store.getState().open("run_1");
    await store.getState().open("run_2");
    slowView.resolve(makeView(makeRow({ run_id: "run_1" })));
    slowCheck.resolve(makeReport({ verdict: "changed" }));
    await first;
    expect(store.getState()).toMatchObject({ view: { value: { row: { run_id: "run_2" } } } });
    expect(checks.getState().byRun.get("run_2")?.report?.verdict).toBe("intact");
    expect(checks.getState().byRun.get("run_1")).toMatchObject({ jobId: null, report: null });
    expect(requestsOf("job.cancel")).toHaveLength(1);
  });

  it("a run that is not here says so; its check fails apart from it", async () => {
    const { store, checks } = open({
      "run.get": () => {
        throw new AppError("RUN_NOT_FOUND", "x");
      },
      "check.run": () => {
        throw new AppError("RUN_NOT_FOUND", "x");
      },
    });
    await store.getState().open("run_1");
    expect(store.getState()).toMatchObject({ view: { state: "failed", error: { code: "RUN_NOT_FOUND" } } });
    expect(checks.getState().byRun.get("run_1")).toMatchObject({ jobId: null, error: { code: "RUN_NOT_FOUND" } });
  });

  it("a change to the open run is read again without hiding what is shown", async () => {
    let note: string | null = null;
    const { store, emit } = open({ "run.get": ({ run_id }) => makeView(makeRow({ run_id, note })) });
    await store.getState().open("run_1");
    await store.getState().readHistory();
    note = "Tool worn";
    emit("store.changed", { seq: 2, run_ids: ["run_7"], more: false });
    emit("store.changed", { seq: 3, run_ids: ["run_1"], more: false });
    expect(store.getState().view.state).toBe("ready");
    await settle();
    expect(store.getState()).toMatchObject({ view: { value: { row: { note: "Tool worn" } } } });
  });

  it("a second wish to check while a check runs starts no other", async () => {
    const check = deferred<CheckReport>();
    const { store, requestsOf } = open({ "check.run": () => check.promise });
    void store.getState().open("run_1");
    await store.getState().checkAgain();
    expect(requestsOf("check.run")).toHaveLength(1);
  });

  it("bytes that are no text are read as far as they go", async () => {
    const { store } = open();
    await store.getState().open("run_1");
    await store.getState().readRaw();
    expect(store.getState().rawText).toEqual({ state: "ready", value: "A\ufffdB" });
  });

  it("closing leaves nothing behind", async () => {
    const { store } = open();
    await store.getState().open("run_1");
    store.getState().close();
    expect(store.getState()).toMatchObject({ runId: null, view: { state: "idle" } });
  });
});
