import { describe, expect, it } from "vitest";
import { createRunCheckStore, SOON_BYTES } from "../../../../src/renderer/state/run-check-store.ts";
import { createWorkStore } from "../../../../src/renderer/state/work-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { CheckReport } from "../../../../src/shared/operations/store-operations.ts";
import { createFakeMain, createFakeTimers, deferred, type FakeAnswers, settle } from "../fake-bridge.ts";
import { makeReport } from "../sample-data.ts";

function open(answers: FakeAnswers = {}) {
  const main = createFakeMain({
    "check.run": () => makeReport(),
    "job.cancel": () => ({ was_running: true }),
    ...answers,
  });
  const work = createWorkStore(main.client, createFakeTimers());
  return { ...main, checks: createRunCheckStore(work) };
}

describe("run check store", () => {
  it("a result stays with the run it is about", async () => {
    const { checks } = open({
      "check.run": ({ run_id }) => makeReport({ verdict: run_id === "run_1" ? "changed" : "intact" }),
    });
    await Promise.all([checks.getState().start("run_1"), checks.getState().start("run_2")]);
    expect(checks.getState().byRun.get("run_1")?.report?.verdict).toBe("changed");
    expect(checks.getState().byRun.get("run_2")?.report?.verdict).toBe("intact");
  });

  it("a second wish to check while a check runs starts no other", async () => {
    const check = deferred<CheckReport>();
    const { checks, requestsOf } = open({ "check.run": () => check.promise });
    void checks.getState().start("run_1");
    await checks.getState().start("run_1");
    expect(requestsOf("check.run")).toHaveLength(1);
  });

  it("what was found stays while the run is checked again, and when that check breaks off", async () => {
    const answers = [makeReport({ verdict: "changed" })];
    const { checks } = open({
      "check.run": () => {
        const next = answers.shift();
        if (next === undefined) throw new AppError("IO_FAILED", "x");
        return next;
      },
    });
    await checks.getState().start("run_1");
    const again = checks.getState().start("run_1");
    expect(checks.getState().byRun.get("run_1")).toMatchObject({ report: { verdict: "changed" } });
    expect(checks.getState().byRun.get("run_1")?.jobId).not.toBeNull();
    await again;
    expect(checks.getState().byRun.get("run_1")).toMatchObject({
      jobId: null,
      report: { verdict: "changed" },
      error: { code: "IO_FAILED" },
    });
  });

  it("a stopped check makes room for the next, whose answer is not disturbed by its end", async () => {
    const pending = [deferred<CheckReport>(), deferred<CheckReport>()];
    let started = 0;
    const { checks, requestsOf } = open({ "check.run": () => pending[started++]?.promise ?? makeReport() });
    void checks.getState().start("run_1");
    await settle();
    checks.getState().stop("run_1");
    expect(checks.getState().byRun.get("run_1")?.jobId).toBeNull();
    void checks.getState().start("run_1");
    await settle();
    pending[0]?.reject(new AppError("CANCELLED", "x"));
    await settle();
    expect(checks.getState().byRun.get("run_1")).toMatchObject({ error: null });
    expect(checks.getState().byRun.get("run_1")?.jobId).not.toBeNull();
    pending[1]?.resolve(makeReport());
    await settle();
    expect(checks.getState().byRun.get("run_1")?.report?.verdict).toBe("intact");
    expect(requestsOf("job.cancel")).toHaveLength(1);
  });

  it("says soon what the record and its small files came to, then checks the large ones too", async () => {
    const whole = deferred<CheckReport>();
    const soon = { ...makeReport(), left_out: 1 };
    const { checks, requestsOf } = open({
      "check.run": ({ up_to_bytes: upTo }) => (upTo === null ? whole.promise : soon),
    });
    const check = checks.getState().start("run_1");
    await settle();
    expect(checks.getState().byRun.get("run_1")).toMatchObject({ report: null, early: makeReport() });
    expect(checks.getState().byRun.get("run_1")?.jobId).not.toBeNull();
    whole.resolve(makeReport({ verdict: "changed" }));
    await check;
    expect(checks.getState().byRun.get("run_1")).toMatchObject({
      jobId: null,
      early: null,
      report: { verdict: "changed" },
    });
    expect(requestsOf("check.run")).toMatchObject([{ up_to_bytes: SOON_BYTES }, { up_to_bytes: null }]);
  });

  it("a run without large files is checked once", async () => {
    const { checks, requestsOf } = open();
    await checks.getState().start("run_1");
    expect(requestsOf("check.run")).toHaveLength(1);
  });

  it("a run that was left between the two parts is not read any further", async () => {
    const soon = deferred<CheckReport & { readonly left_out: number }>();
    const { checks, requestsOf } = open({ "check.run": () => soon.promise });
    const check = checks.getState().start("run_1");
    await settle();
    checks.getState().stop("run_1");
    soon.resolve({ ...makeReport(), left_out: 1 });
    await check;
    expect(requestsOf("check.run")).toHaveLength(1);
    expect(checks.getState().byRun.get("run_1")).toMatchObject({ jobId: null, report: null, early: null });
  });

  it("another folder leaves nothing, not even the answer that is on its way", async () => {
    const check = deferred<CheckReport>();
    const { checks } = open({ "check.run": () => check.promise });
    void checks.getState().start("run_1");
    await settle();
    checks.getState().reset();
    check.resolve(makeReport());
    await settle();
    expect(checks.getState().byRun.size).toBe(0);
  });

  it("keeps the newest reports only", async () => {
    const { checks } = open();
    for (let number = 0; number < 80; number += 1) await checks.getState().start(`run_${number}`);
    expect(checks.getState().byRun.size).toBeLessThanOrEqual(60);
    expect(checks.getState().byRun.has("run_79")).toBe(true);
    expect(checks.getState().byRun.has("run_0")).toBe(false);
  });
});
