import { describe, expect, it, vi } from "vitest";
import { createRecordCheckStore, ELSEWHERE_QUIET_MS } from "../../../../src/renderer/state/record-check-store.ts";
import { createWorkStore } from "../../../../src/renderer/state/work-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { OperationResponse } from "../../../../src/shared/operation-table.ts";
import { runFiltersSchema } from "../../../../src/shared/operations/run-operations.ts";
import type { CheckReport } from "../../../../src/shared/operations/store-operations.ts";
import { createFakeMain, createFakeTimers, deferred, type FakeAnswers, settle } from "../fake-bridge.ts";
import { makePage, makeReport, makeRow, makeRows, makeStoreReport, makeView } from "../sample-data.ts";

type StoreAnswer = OperationResponse<"check.store">;

const ANSWER: StoreAnswer = { ...makeStoreReport(), recorded: { seq: 12, report_sha256: "e".repeat(64) } };
const SCOPE = { what: "store", from: null, to: null, run_ids: null } as const;

function open(answers: FakeAnswers = {}, total = 2) {
  const main = createFakeMain({
    "job.cancel": () => ({ was_running: true }),
    "check.store": () => ANSWER,
    "check.run": () => makeReport(),
    "run.query": () => makePage(makeRows(2, 1)),
    "run.get": ({ run_id }) => makeView(makeRow({ run_id, run_number: `${run_id.slice(4)}-0` })),
    ...answers,
  });
  const timers = createFakeTimers();
  const onEnded = vi.fn();
  const work = createWorkStore(main.client, timers);
  const store = createRecordCheckStore({
    ...{ client: main.client, work, timers, onEnded },
    listed: () => ({ filters: () => runFiltersSchema.parse({ tool: ["T1"] }), total }),
  });
  const jobId = (): string => main.seen.findLast(({ jobId }) => jobId !== null)?.jobId ?? "";
  const tell = (done: number, change: { readonly job_id?: string; readonly operation?: string } = {}): void =>
    main.emit("job.progress", {
      ...{ job_id: jobId(), operation: "check.store", done, total: 900, unit: "runs", message: null },
      ...change,
    });
  return { ...main, timers, onEnded, work, store, tell };
}

describe("record check store", () => {
  it("checks everything, keeps the report and says that the log tells of it", async () => {
    const { store, requestsOf, onEnded } = open();
    await store.getState().checkNow();
    expect(requestsOf("check.store")).toEqual([{ ...SCOPE, record: true, resume: false }]);
    expect(store.getState().phase).toMatchObject({
      name: "done",
      result: { kind: "store", report: { verdict: "intact" } },
      reportSha256: "e".repeat(64),
    });
    expect(onEnded).toHaveBeenCalledTimes(1);
  });

  it("begins with the run it was opened from, and records that check", async () => {
    const { store, requestsOf } = open();
    store.getState().enter("run_7");
    expect(store.getState().choice.target).toBe("run");
    await store.getState().checkNow();
    expect(requestsOf("check.run")).toMatchObject([{ run_id: "run_7", record: true, up_to_bytes: null }]);
    expect(store.getState().phase).toMatchObject({ name: "done", result: { kind: "run", runId: "run_7" } });
  });

  it("coming from elsewhere keeps the choice, but never a run that is not offered any more", () => {
    const { store } = open();
    store.getState().choose({ target: "last-month" });
    store.getState().enter(null);
    expect(store.getState().choice.target).toBe("last-month");
    store.getState().enter("run_7");
    store.getState().enter(null);
    expect(store.getState()).toMatchObject({ runId: null, choice: { target: "store" } });
  });

  it("checks the runs of the list by their ids, as the list filters them", async () => {
    const { store, requestsOf } = open();
    store.getState().choose({ target: "list" });
    await store.getState().checkNow();
    expect(requestsOf("run.query")).toMatchObject([{ filters: { tool: ["T1"] }, limit: 500 }]);
    expect(requestsOf("check.store")).toMatchObject([{ what: "runs", run_ids: ["run_2", "run_1"] }]);
  });

  it("a list with more runs than one check takes is not checked, and says so", async () => {
    const { store, seen } = open({}, 10_001);
    store.getState().choose({ target: "list" });
    await store.getState().checkNow();
    expect(store.getState()).toMatchObject({ fault: "long-list", phase: { name: "idle" } });
    expect(seen).toEqual([]);
    store.getState().choose({ target: "store" });
    expect(store.getState().fault).toBeNull();
  });

  it("a list that grew too long or ran empty meanwhile says so", async () => {
    for (const [page, fault] of [
      [makePage(makeRows(2, 1), { total: 10_001, next_cursor: "c" }), "long-list"],
      [makePage([]), "empty-list"],
    ] as const) {
      const { store } = open({ "run.query": () => page });
      store.getState().choose({ target: "list" });
      await store.getState().checkNow();
      expect(store.getState()).toMatchObject({ fault, phase: { name: "idle" } });
    }
  });

  it("gathering the list can be stopped; nothing is checked then", async () => {
    const page = deferred<ReturnType<typeof makePage>>();
    const { store, requestsOf } = open({ "run.query": () => page.promise });
    store.getState().choose({ target: "list" });
    const checking = store.getState().checkNow();
    store.getState().cancel();
    page.resolve(makePage(makeRows(2, 1)));
    await checking;
    expect(store.getState().phase.name).toBe("stopped");
    expect(requestsOf("check.store")).toEqual([]);
  });

  it("a stopped check says so, and goes on where it was or begins again", async () => {
    const answer = deferred<StoreAnswer>();
    let first = true;
    const { store, requestsOf, onEnded } = open({
      "check.store": () => {
        if (!first) return ANSWER;
        first = false;
        return answer.promise;
      },
    });
    const checking = store.getState().checkNow();
    await settle();
    store.getState().cancel();
    answer.reject(new AppError("CANCELLED", "x"));
    await checking;
    expect(requestsOf("job.cancel")).toHaveLength(1);
    expect(store.getState().phase.name).toBe("stopped");
    expect(onEnded).toHaveBeenCalledTimes(1);
    await store.getState().resume(SCOPE, "go-on");
    await store.getState().resume(SCOPE, "begin-again");
    expect(requestsOf("check.store").slice(1)).toMatchObject([{ resume: true }, { resume: false }]);
    expect(store.getState().phase.name).toBe("done");
  });

  it("a check that failed says why", async () => {
    const { store } = open({
      "check.store": () => {
        throw new AppError("IO_FAILED", "x");
      },
    });
    await store.getState().checkNow();
    expect(store.getState().phase).toMatchObject({ name: "failed", error: { code: "IO_FAILED" } });
  });

  it("nothing else starts while a check is running", async () => {
    const answer = deferred<StoreAnswer>();
    const { store, requestsOf } = open({ "check.store": () => answer.promise });
    void store.getState().checkNow();
    await store.getState().checkNow();
    await store.getState().resume(SCOPE, "go-on");
    expect(requestsOf("check.store")).toHaveLength(1);
  });

  it("tells how long it will take once that can be told", async () => {
    const { store, timers, tell } = open({ "check.store": () => deferred<StoreAnswer>().promise });
    void store.getState().checkNow();
    await settle();
    tell(0);
    expect(store.getState().phase).toMatchObject({ secondsLeft: null });
    timers.advance(10_000);
    tell(100);
    expect(store.getState().phase).toMatchObject({ secondsLeft: 80 });
  });

  it("shows a check that was started elsewhere until it falls silent; its own jobs and other work are none", async () => {
    const { store, timers, tell, onEnded, work } = open({
      "check.store": () => deferred<StoreAnswer>().promise,
      "check.run": () => deferred<CheckReport>().promise,
    });
    void store.getState().checkNow();
    await settle();
    tell(5);
    const ofRunPage = work.getState().start("check.run", { run_id: "run_1" });
    tell(5, { job_id: ofRunPage.jobId, operation: "check.run" });
    tell(5, { job_id: "import-1", operation: "import.scan" });
    expect(store.getState().elsewhere).toBeNull();
    tell(5, { job_id: "night" });
    timers.advance(ELSEWHERE_QUIET_MS - 1);
    tell(6, { job_id: "night" });
    timers.advance(ELSEWHERE_QUIET_MS - 1);
    expect(store.getState().elsewhere).toMatchObject({ done: 6 });
    expect(onEnded).not.toHaveBeenCalled();
    timers.advance(1);
    expect(store.getState().elsewhere).toBeNull();
    expect(onEnded).toHaveBeenCalledTimes(1);
  });

  it("learns what runs are called, asks once for each, and calls what it cannot read by its id", async () => {
    const { store, requestsOf } = open({
      "run.get": ({ run_id }) => {
        if (run_id === "run_bad") throw new AppError("RUN_NOT_FOUND", "x");
        return makeView(makeRow({ run_id, run_number: "1-3" }));
      },
    });
    const learning = store.getState().learnNames(["run_1", "run_bad", "run_1"]);
    await store.getState().learnNames(["run_1"]);
    await learning;
    expect([...store.getState().runNames]).toEqual([
      ["run_1", "1-3"],
      ["run_bad", "bad"],
    ]);
    expect(requestsOf("run.get")).toHaveLength(2);
  });

  it("another folder stops the check and leaves nothing of the old one; a late answer changes nothing", async () => {
    const answer = deferred<StoreAnswer>();
    const { store, requestsOf } = open({ "check.store": () => answer.promise });
    const checking = store.getState().checkNow();
    await settle();
    store.getState().forget();
    await settle();
    expect(requestsOf("job.cancel")).toHaveLength(1);
    answer.resolve(ANSWER);
    await checking;
    expect(store.getState()).toMatchObject({ phase: { name: "idle" }, runId: null, choice: { target: "store" } });
  });
});
