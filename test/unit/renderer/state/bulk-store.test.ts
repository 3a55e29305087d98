import { describe, expect, it } from "vitest";
import { createBulkStore, DONE_MS } from "../../../../src/renderer/state/bulk-store.ts";
import { UNDO_MS } from "../../../../src/renderer/state/pending-change-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { createFakeMain, createFakeTimers, deferred, settle } from "../fake-bridge.ts";
import { makeFolded } from "../sample-data.ts";

const RUNS = [1, 2, 3].map((number) => ({ runId: `run_${number}`, name: `${number}-0` }));

function open(refuse: (runId: string) => boolean = () => false, wait: () => Promise<void> = async () => undefined) {
  const main = createFakeMain({
    "run.annotate": async ({ run_id }) => {
      await wait();
      if (refuse(run_id)) throw new AppError("IO_FAILED", "Not now.");
      return { run_id, events: [], folded: makeFolded() };
    },
  });
  const timers = createFakeTimers();
  const store = createBulkStore(main.client, timers);
  const written = () => main.requestsOf("run.annotate").map((request) => (request as { run_id: string }).run_id);
  return { ...main, timers, store, written, work: () => store.getState().works[0] };
}

describe("bulk store", () => {
  it("nothing is written while it can be taken back, and nothing when it was", async () => {
    const { store, written, timers } = open();
    store.getState().propose({ tags: ["rework"] }, RUNS, "Tag “rework”");
    timers.advance(UNDO_MS - 1);
    await settle();
    expect(written()).toEqual([]);
    store.getState().undo(1);
    timers.advance(UNDO_MS);
    await settle();
    expect(written()).toEqual([]);
    expect(store.getState().works).toEqual([]);
  });

  it("goes through the runs one by one in their order, then goes away by itself", async () => {
    const { store, written, timers, work, requestsOf } = open();
    store.getState().propose({ tags: ["rework"] }, RUNS, "Tag “rework”");
    timers.advance(UNDO_MS);
    await settle();
    await store.getState().settle();
    expect(written()).toEqual(["run_1", "run_2", "run_3"]);
    expect(requestsOf("run.annotate")[0]).toMatchObject({ tags: ["rework"] });
    expect(work()).toMatchObject({ state: "done", done: 3, failed: [] });
    timers.advance(DONE_MS);
    expect(store.getState().works).toEqual([]);
  });

  it("goes on after a run that could not be written, keeps it in sight, and tries it again", async () => {
    let isBad = true;
    const { store, written, timers, work } = open((runId) => isBad && runId === "run_2");
    store.getState().propose({ hide: true }, RUNS, "Hide");
    await store.getState().write(1);
    expect(work()).toMatchObject({ state: "done", done: 3, failed: [{ run: RUNS[1], error: { code: "IO_FAILED" } }] });
    timers.advance(10 * DONE_MS);
    expect(store.getState().works).toHaveLength(1);
    isBad = false;
    await store.getState().retry(1);
    expect(written()).toEqual(["run_1", "run_2", "run_3", "run_2"]);
    expect(work()).toMatchObject({ state: "done", failed: [] });
  });

  it("can be stopped, and says how many runs were left out", async () => {
    const gate = deferred<void>();
    const { store, written, work } = open(
      () => false,
      () => gate.promise,
    );
    store.getState().propose({ note: "x" }, RUNS, "Note");
    const writing = store.getState().write(1);
    await settle();
    store.getState().stop(1);
    gate.resolve();
    await writing;
    expect(written()).toEqual(["run_1"]);
    expect(work()).toMatchObject({ state: "done", done: 1, left: 2 });
  });

  it("a second change sends the first on its way, and waits for it", async () => {
    const { store, written } = open();
    store.getState().propose({ note: "x" }, RUNS, "Note");
    store.getState().propose({ hide: true }, RUNS.slice(0, 1), "Hide");
    await store.getState().settle();
    expect(written()).toEqual(["run_1", "run_2", "run_3", "run_1"]);
  });
});
