import { describe, expect, it } from "vitest";
import { CLOCK_SEEN_KEY, createAlarmStore, LOOK_AFTER_MS } from "../../../../src/renderer/state/alarm-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { RunPage } from "../../../../src/shared/operations/run-operations.ts";
import { createFakeMain, createFakeTimers, deferred, type FakeAnswers, settle } from "../fake-bridge.ts";
import { makePage } from "../sample-data.ts";

function open(answers: FakeAnswers = {}, kept: Record<string, string> = {}) {
  const main = createFakeMain({ "run.query": () => makePage([], { total: 2 }), ...answers });
  const timers = createFakeTimers();
  const storage = {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => void Object.assign(kept, { [key]: value }),
  };
  return { ...main, timers, kept, alarms: createAlarmStore(main.client, timers, storage) };
}

describe("alarm store", () => {
  it("counts every run whose record changed, the hidden ones too", async () => {
    const { alarms, requestsOf } = open();
    await alarms.getState().read();
    expect(alarms.getState().changedRuns).toBe(2);
    expect(requestsOf("run.query")).toMatchObject([{ filters: { check: ["changed"], hidden: "include" }, limit: 1 }]);
  });

  it("looks again once after a burst of changes", async () => {
    const { emit, timers, requestsOf } = open();
    for (let seq = 1; seq < 9; seq += 1) emit("store.changed", { seq, run_ids: ["run_1"], more: false });
    timers.advance(LOOK_AFTER_MS);
    await settle();
    expect(requestsOf("run.query")).toHaveLength(1);
    emit("store.changed", { seq: 9, run_ids: ["run_1"], more: false });
    timers.advance(LOOK_AFTER_MS);
    await settle();
    expect(requestsOf("run.query")).toHaveLength(2);
  });

  it("an alarm does not go out because the list cannot be read", async () => {
    let broken = false;
    const { alarms } = open({
      "run.query": () => {
        if (broken) throw new AppError("IO_FAILED", "x");
        return makePage([], { total: 1 });
      },
    });
    await alarms.getState().read();
    broken = true;
    await alarms.getState().read();
    expect(alarms.getState().changedRuns).toBe(1);
  });

  it("another folder starts without alarms, also when an answer about the old one comes late", async () => {
    const page = deferred<RunPage>();
    const { alarms } = open({ "run.query": () => page.promise });
    const asked = alarms.getState().read();
    alarms.getState().reset();
    page.resolve(makePage([], { total: 3 }));
    await asked;
    expect(alarms.getState().changedRuns).toBe(0);
  });

  it("one clock step is put away for good, and only that one", () => {
    const { alarms, kept } = open();
    alarms.getState().putAwayClock("2026-11-21T10:00:00Z");
    expect(kept[CLOCK_SEEN_KEY]).toBe("2026-11-21T10:00:00Z");
    expect(open({}, kept).alarms.getState().clockSeenAt).toBe("2026-11-21T10:00:00Z");
  });
});
