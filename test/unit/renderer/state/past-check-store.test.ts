import { describe, expect, it } from "vitest";
import { createPastCheckStore, keptReportOf } from "../../../../src/renderer/state/past-check-store.ts";
import { createWorkStore } from "../../../../src/renderer/state/work-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { OperationResponse } from "../../../../src/shared/operation-table.ts";
import { createFakeMain, createFakeTimers, deferred, type FakeAnswers, settle } from "../fake-bridge.ts";
import { makePastCheck, makeReport, makeStoreReport } from "../sample-data.ts";

type Past = OperationResponse<"check.past">;
type Report = OperationResponse<"check.report">;

const UNFINISHED = {
  scope: { what: "store", from: null, to: null, run_ids: null },
  ...{ done: 212, total: 900, stopped_at: "2026-11-21T11:00:00.000000Z", odd_runs: 1 },
} as const;
const SAVED = {
  sha256: "d",
  size_bytes: 3,
  path: "/usb/report.json",
  name: "report.json",
  read_back: "drive",
} as const;

const page = (seqs: readonly number[], nextBefore: number | null): Past => ({
  checks: seqs.map((seq) => makePastCheck({ seq })),
  next_before: nextBefore,
  unfinished: UNFINISHED,
});

function open(answers: FakeAnswers) {
  const main = createFakeMain(answers);
  return { ...main, store: createPastCheckStore(main.client, createWorkStore(main.client, createFakeTimers())) };
}

const TWO_PAGES: FakeAnswers = { "check.past": ({ before }) => (before === null ? page([9, 8], 8) : page([3], null)) };

describe("past check store", () => {
  it("reads the newest first and older ones when asked, to the end", async () => {
    const { store, requestsOf } = open(TWO_PAGES);
    await store.getState().read();
    expect(store.getState().past).toMatchObject({ value: { nextBefore: 8, unfinished: { done: 212 } } });
    await store.getState().readOlder();
    await store.getState().readOlder();
    const { past } = store.getState();
    expect(past.state === "ready" && past.value.checks.map(({ seq }) => seq)).toEqual([9, 8, 3]);
    expect(requestsOf("check.past")).toEqual([
      { limit: 20, before: null },
      { limit: 20, before: 8 },
    ]);
  });

  it("reading the newest again keeps the older ones where both meet, and drops them where there would be a gap", async () => {
    let newest = page([9, 8], 8);
    const { store } = open({ "check.past": ({ before }) => (before === null ? newest : page([3], null)) });
    const seqs = (): readonly number[] => {
      const { past } = store.getState();
      return past.state === "ready" ? past.value.checks.map(({ seq }) => seq) : [];
    };
    await store.getState().read();
    await store.getState().readOlder();
    newest = page([11, 9, 8], 8);
    await store.getState().read();
    expect(seqs()).toEqual([11, 9, 8, 3]);
    expect(store.getState().past).toMatchObject({ value: { nextBefore: null } });
    newest = page([40, 30], 30);
    await store.getState().read();
    expect(seqs()).toEqual([40, 30]);
    expect(store.getState().past).toMatchObject({ value: { nextBefore: 30 } });
  });

  it("a slow answer does not undo a later one, nor come into another folder", async () => {
    const answers = [deferred<Past>(), deferred<Past>()] as const;
    let asked = 0;
    const { store } = open({ "check.past": () => answers[asked++ === 0 ? 0 : 1].promise });
    const slow = store.getState().read();
    const later = store.getState().read();
    answers[1].resolve(page([10], null));
    await later;
    answers[0].resolve(page([9], null));
    await slow;
    expect(store.getState().past).toMatchObject({ value: { checks: [{ seq: 10 }] } });
    const left = store.getState().read();
    store.getState().forget();
    await left;
    expect(store.getState().past).toEqual({ state: "idle" });
  });

  it("a check that is recorded meanwhile appears while one looks, and not after", async () => {
    const { store, emit, requestsOf } = open(TWO_PAGES);
    const stop = store.getState().follow();
    emit("store.changed", { seq: 12, run_ids: [], more: false });
    await settle();
    expect(requestsOf("check.past")).toHaveLength(1);
    stop();
    emit("store.changed", { seq: 13, run_ids: [], more: false });
    await settle();
    expect(requestsOf("check.past")).toHaveLength(1);
  });

  it("older checks that come after the newest were read again are not hung on", async () => {
    const older = deferred<Past>();
    const { store } = open({ "check.past": ({ before }) => (before === null ? page([9, 8], 8) : older.promise) });
    await store.getState().read();
    const reading = store.getState().readOlder();
    await store.getState().read();
    older.resolve(page([3], null));
    await reading;
    expect(store.getState()).toMatchObject({ past: { value: { nextBefore: 8 } }, loadingOlder: false });
  });

  it("what cannot be read says why, the older ones beside those that are here", async () => {
    let broken = false;
    const refuse = () => {
      throw new AppError("IO_FAILED", "x");
    };
    const { store } = open({ "check.past": () => (broken ? refuse() : page([9], 9)) });
    await store.getState().read();
    broken = true;
    await store.getState().readOlder();
    expect(store.getState()).toMatchObject({ past: { state: "ready" }, olderError: { code: "IO_FAILED" } });
    await store.getState().read();
    expect(store.getState().past).toMatchObject({ state: "failed", error: { code: "IO_FAILED" } });
  });

  it("opens the report of a check of many runs and of one", async () => {
    const { store } = open({
      "check.report": ({ seq }) =>
        seq === 9
          ? { check: makePastCheck(), report: makeStoreReport(), run_report: null }
          : { check: makePastCheck(), report: null, run_report: makeReport() },
    });
    await store.getState().open(makePastCheck());
    expect(store.getState().opened).toMatchObject({ result: { state: "ready", value: { kind: "store" } } });
    await store.getState().open(makePastCheck({ seq: 8, scope: null, run_id: "run_1" }));
    expect(store.getState().opened).toMatchObject({ result: { value: { kind: "run", runId: "run_1" } } });
    store.getState().closeReport();
    expect(store.getState().opened).toBeNull();
  });

  it("a report that is not the one the log names is not shown, and says why", async () => {
    const { store } = open({
      "check.report": () => {
        throw new AppError("STORE_DAMAGED", "x");
      },
    });
    await store.getState().open(makePastCheck());
    expect(store.getState().opened).toMatchObject({ result: { state: "failed", error: { code: "STORE_DAMAGED" } } });
  });

  it("a slow report does not replace the one opened after it", async () => {
    const slow = deferred<Report>();
    const answer = { check: makePastCheck(), report: makeStoreReport(), run_report: null };
    const { store } = open({ "check.report": ({ seq }) => (seq === 9 ? slow.promise : answer) });
    const opening = store.getState().open(makePastCheck());
    await store.getState().open(makePastCheck({ seq: 8 }));
    slow.resolve(answer);
    await opening;
    expect(store.getState().opened?.check.seq).toBe(8);
  });

  it("saves a report where the person says, under the name it was given", async () => {
    const { store, requestsOf } = open({
      "files.pick": () => ({ picked: { grant: "g1", label: "usb" } }),
      "attachment.save": () => SAVED,
    });
    await store.getState().saveReport({ sha256: "d".repeat(64), name: "report.json" });
    expect(requestsOf("files.pick")).toEqual([{ purpose: "save-folder" }]);
    expect(requestsOf("attachment.save")).toEqual([
      { sha256: "d".repeat(64), to: { folder: { grant: "g1" }, name: "report.json" } },
    ]);
    expect(store.getState().copy).toMatchObject({ state: "saved", name: "report.json" });
  });

  it("choosing no folder saves nothing; a fault on the drive is told", async () => {
    let picked: { grant: string; label: string } | null = null;
    const { store, requestsOf } = open({
      "files.pick": () => ({ picked }),
      "attachment.save": () => {
        throw new AppError("DISK_FULL", "x");
      },
    });
    await store.getState().saveReport({ sha256: "d", name: "report.json" });
    expect(store.getState().copy).toBeNull();
    expect(requestsOf("attachment.save")).toEqual([]);
    picked = { grant: "g1", label: "usb" };
    await store.getState().saveReport({ sha256: "d", name: "report.json" });
    expect(store.getState().copy).toMatchObject({ state: "failed", error: { code: "DISK_FULL" } });
  });

  it("finds the report that the log keeps of a check that just ended, and takes no older one for it", () => {
    const report = makeReport({ verdict: "changed", checked_at: "2026-11-21T12:00:00.000000Z" });
    const result = { kind: "run", runId: "run_1", report } as const;
    const told = { run_id: "run_1", verdict: "changed", at: "2026-11-21T12:00:01.000000Z" } as const;
    const older = makePastCheck({ ...told, at: "2026-11-21T11:59:59.000000Z" });
    const others = [makePastCheck(), makePastCheck({ ...told, run_id: "run_2" }), older];
    expect(keptReportOf(result, others)).toBeNull();
    expect(keptReportOf(result, [...others, makePastCheck({ ...told, report_sha256: "f".repeat(64) })])).toBe(
      "f".repeat(64),
    );
  });

  it("another folder leaves nothing of the old one", async () => {
    const { store } = open(TWO_PAGES);
    await store.getState().read();
    await settle();
    store.getState().forget();
    expect(store.getState()).toMatchObject({ past: { state: "idle" }, opened: null, copy: null });
  });
});
