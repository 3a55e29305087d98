import { describe, expect, it } from "vitest";
import { createPendingChangeStore, UNDO_MS } from "../../../../src/renderer/state/pending-change-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { createFakeMain, createFakeTimers, deferred, settle } from "../fake-bridge.ts";
import { makeFolded } from "../sample-data.ts";

const NOTE = { run_id: "run_1", note: "Tool worn" };
const WRITTEN = { run_id: "run_1", events: [], folded: makeFolded() };

function open(annotate: () => typeof WRITTEN | Promise<typeof WRITTEN> = () => WRITTEN) {
  const main = createFakeMain({ "run.annotate": annotate });
  const timers = createFakeTimers();
  return { ...main, timers, store: createPendingChangeStore(main.client, timers) };
}

describe("pending change store", () => {
  it("writes nothing before the time for undoing is over, and exactly once then", async () => {
    const { store, timers, requestsOf } = open();
    store.getState().propose(NOTE, "Note added.");
    timers.advance(UNDO_MS - 1);
    await settle();
    expect(requestsOf("run.annotate")).toEqual([]);
    timers.advance(1);
    await settle();
    expect(requestsOf("run.annotate")).toMatchObject([NOTE]);
    expect(store.getState().changes).toEqual([]);
    timers.advance(UNDO_MS);
    await settle();
    expect(requestsOf("run.annotate")).toHaveLength(1);
  });

  it("what was undone is never written", async () => {
    const { store, timers, seen } = open();
    store.getState().propose(NOTE, "Note added.");
    store.getState().undo(1);
    timers.advance(UNDO_MS * 2);
    await settle();
    expect(seen).toEqual([]);
    expect(store.getState().changes).toEqual([]);
  });

  it("what is being written cannot be undone any more", async () => {
    const answer = deferred<typeof WRITTEN>();
    const { store } = open(() => answer.promise);
    store.getState().propose(NOTE, "Note added.");
    void store.getState().write(1);
    store.getState().undo(1);
    expect(store.getState().changes).toMatchObject([{ state: "writing" }]);
    answer.resolve(WRITTEN);
    await settle();
    expect(store.getState().changes).toEqual([]);
  });

  it("a second change sends the first on its way", async () => {
    const { store, requestsOf } = open();
    store.getState().propose(NOTE, "Note added.");
    store.getState().propose({ run_id: "run_1", tags: ["rework"] }, "Tag added.");
    await settle();
    expect(requestsOf("run.annotate")).toMatchObject([NOTE]);
    expect(store.getState().changes).toMatchObject([{ sentence: "Tag added.", state: "waiting" }]);
  });

  it("a change that could not be written stays with its reason until it is written or discarded", async () => {
    let broken = true;
    const { store } = open(() => {
      if (broken) throw new AppError("DISK_FULL", "x");
      return WRITTEN;
    });
    store.getState().propose(NOTE, "Note added.");
    await store.getState().write(1);
    expect(store.getState().changes).toMatchObject([{ state: "failed", error: { code: "DISK_FULL" }, input: NOTE }]);
    broken = false;
    await store.getState().write(1);
    expect(store.getState().changes).toEqual([]);
  });

  it("a change that could not be written is not tried again behind the person's back", async () => {
    const { store, timers, requestsOf } = open(() => {
      throw new AppError("DISK_FULL", "x");
    });
    store.getState().propose(NOTE, "Note added.");
    await store.getState().write(1);
    timers.advance(UNDO_MS);
    await settle();
    expect(requestsOf("run.annotate")).toHaveLength(1);
  });

  it("settling waits until everything is on record", async () => {
    const answer = deferred<typeof WRITTEN>();
    const { store } = open(() => answer.promise);
    store.getState().propose(NOTE, "Note added.");
    let settled = false;
    const done = store
      .getState()
      .settle()
      .then(() => {
        settled = true;
      });
    await settle();
    expect(settled).toBe(false);
    answer.resolve(WRITTEN);
    await done;
    expect(store.getState().changes).toEqual([]);
  });
});
