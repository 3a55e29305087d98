import { describe, expect, it } from "vitest";
import { createRelatedStore } from "../../../../src/renderer/state/related-store.ts";
import type { Related } from "../../../../src/shared/operations/relation-operations.ts";
import { createFakeMain, deferred, type FakeAnswers, settle } from "../fake-bridge.ts";
import { makeRow } from "../sample-data.ts";
import { makeRelated } from "../sample-relations.ts";

const CHANGE = { seq: 9, run_ids: ["run_9"], more: false };

function open(answers: FakeAnswers) {
  const main = createFakeMain(answers);
  return { ...main, store: createRelatedStore(main.client) };
}

describe("related store", () => {
  it("reads the runs around a run", async () => {
    const related = makeRelated({ last_ok: makeRow({ run_id: "run_7" }) });
    const { store, requestsOf } = open({ "run.related": () => related });
    await store.getState().open("run_1");
    expect(store.getState().related).toEqual({ state: "ready", value: related });
    expect(requestsOf("run.related")).toEqual([{ run_id: "run_1" }]);
  });

  it("drops an answer about a run that was left", async () => {
    const late = deferred<Related>();
    const { store } = open({
      "run.related": ({ run_id: runId }) => (runId === "run_1" ? late.promise : makeRelated()),
    });
    const first = store.getState().open("run_1");
    const second = store.getState().open("run_2");
    const shown: unknown[] = [];
    store.subscribe(({ related }) => shown.push(related));
    late.resolve(makeRelated({ batches: [{ label: "of run_1", total: 1 }] }));
    await Promise.all([first, second]);
    await settle();
    expect(store.getState().runId).toBe("run_2");
    expect(shown).toEqual([{ state: "ready", value: makeRelated() }]);
  });

  it("reads again after changes, one reading at a time, and what is shown stays meanwhile", async () => {
    let count = 0;
    const { store, emit, requestsOf } = open({
      "run.related": () => makeRelated({ children: { rows: [], total: count++ } }),
    });
    await store.getState().open("run_1");
    for (let change = 0; change < 5; change++) emit("store.changed", CHANGE);
    expect(store.getState().related.state).toBe("ready");
    await settle();
    expect(store.getState().related).toMatchObject({ value: { children: { total: 2 } } });
    expect(requestsOf("run.related").length).toBe(3);
  });

  it("says why it could not read, and asks for nothing once it is closed", async () => {
    const { store, emit, requestsOf } = open({});
    await store.getState().open("run_1");
    expect(store.getState().related.state).toBe("failed");
    store.getState().close();
    emit("store.changed", CHANGE);
    await settle();
    expect(requestsOf("run.related").length).toBe(1);
    expect(store.getState()).toMatchObject({ runId: null, related: { state: "idle" } });
  });
});
