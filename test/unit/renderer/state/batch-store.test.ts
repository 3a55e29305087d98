import { describe, expect, it } from "vitest";
import { createBatchStore } from "../../../../src/renderer/state/batch-store.ts";
import type { BatchTree } from "../../../../src/shared/operations/relation-operations.ts";
import { createFakeMain, deferred, type FakeAnswers, settle } from "../fake-bridge.ts";
import { makeNode, makeTree } from "../sample-relations.ts";

const A = { by: "batch", value: "A" } as const;
const CHANGE = { seq: 9, run_ids: ["run_9"], more: false };

function open(answers: FakeAnswers) {
  const main = createFakeMain(answers);
  return { ...main, store: createBatchStore(main.client) };
}

describe("batch store", () => {
  it("reads the tree of a batch or a session", async () => {
    const { store, requestsOf } = open({ "batch.tree": ({ value }) => makeTree([makeNode(value)]) });
    await store.getState().open(A);
    expect(store.getState().tree).toMatchObject({ state: "ready", value: { nodes: [{ row: { run_id: "A" } }] } });
    await store.getState().open({ by: "session", value: "s" });
    expect(requestsOf("batch.tree")).toEqual([A, { by: "session", value: "s" }]);
  });

  it("keeps folds and place for who comes back, and forgets them for another batch", async () => {
    const { store } = open({ "batch.tree": () => makeTree([]) });
    await store.getState().open(A);
    store.getState().fold("run_1", true);
    store.getState().fold("run_2", true);
    store.getState().fold("run_2", false);
    store.getState().activate("run_3");
    store.getState().close();
    await store.getState().open({ ...A });
    expect(store.getState()).toMatchObject({ folded: new Set(["run_1"]), activeId: "run_3" });
    await store.getState().open({ by: "session", value: "A" });
    expect(store.getState()).toMatchObject({ folded: new Set(), activeId: null });
  });

  it("follows the folder while it is open, one reading at a time", async () => {
    let count = 0;
    const { store, emit, requestsOf } = open({ "batch.tree": () => makeTree([], { total: count++ }) });
    await store.getState().open(A);
    for (let change = 0; change < 5; change++) emit("store.changed", CHANGE);
    await settle();
    expect(store.getState().tree).toMatchObject({ value: { total: 2 } });
    store.getState().close();
    emit("store.changed", CHANGE);
    await settle();
    expect(requestsOf("batch.tree").length).toBe(3);
  });

  it("drops an answer about a batch that was left", async () => {
    const late = deferred<BatchTree>();
    const { store } = open({
      "batch.tree": ({ value }) => (value === "A" ? late.promise : makeTree([], { total: 7 })),
    });
    const first = store.getState().open(A);
    const second = store.getState().open({ by: "batch", value: "B" });
    const shown: unknown[] = [];
    store.subscribe(({ tree }) => shown.push(tree));
    late.resolve(makeTree([], { total: 1 }));
    await Promise.all([first, second]);
    await settle();
    expect(shown).toEqual([{ state: "ready", value: makeTree([], { total: 7 }) }]);
  });

  it("says why it could not read, and forgets all for another folder", async () => {
    const { store } = open({});
    await store.getState().open(A);
    expect(store.getState().tree.state).toBe("failed");
    store.getState().reset();
    expect(store.getState()).toMatchObject({ name: null, tree: { state: "idle" } });
  });
});
