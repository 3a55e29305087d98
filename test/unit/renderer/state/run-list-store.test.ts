import { describe, expect, it } from "vitest";
import { blockedCount, createRunListStore, PAGE_SIZE } from "../../../../src/renderer/state/run-list-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { RunPage } from "../../../../src/shared/operations/run-operations.ts";
import { createFakeMain, createFakeTimers, deferred, type FakeAnswers, settle } from "../fake-bridge.ts";
import { makePage, makeRow, makeRows, makeView } from "../sample-data.ts";

function open(answers: FakeAnswers) {
  const main = createFakeMain(answers);
  return { ...main, store: createRunListStore(main.client, createFakeTimers()) };
}

describe("run list store", () => {
  it("reads the first page with counts, and more pages without them, in order", async () => {
    const pages: Record<string, RunPage> = {
      first: makePage(makeRows(9, 7), { total: 9, next_cursor: "c1" }),
      c1: makePage(makeRows(6, 4), { total: 9, next_cursor: null }),
    };
    const { store, requestsOf } = open({
      "run.query": ({ cursor }) => pages[cursor ?? "first"] ?? makePage([]),
    });
    await store.getState().reload();
    await store.getState().loadMore();
    await store.getState().loadMore();
    expect(store.getState().rows.map((row) => row.run_id)).toEqual([
      "run_9",
      "run_8",
      "run_7",
      "run_6",
      "run_5",
      "run_4",
    ]);
    expect(requestsOf("run.query")).toMatchObject([
      { limit: PAGE_SIZE, cursor: null, facets: true },
      { cursor: "c1", facets: false },
    ]);
  });

  it("keeps the old rows while the new ones are on their way", async () => {
    const second = deferred<RunPage>();
    let calls = 0;
    const { store } = open({
      "run.query": () => {
        calls += 1;
        return calls === 1 ? makePage(makeRows(3, 1)) : second.promise;
      },
    });
    await store.getState().reload();
    const reloading = store.getState().reload();
    expect(store.getState()).toMatchObject({ loading: true, rows: { length: 3 } });
    second.resolve(makePage(makeRows(5, 1)));
    await reloading;
    expect(store.getState()).toMatchObject({ loading: false, rows: { length: 5 } });
  });

  it("an answer for filters that were changed meanwhile is dropped", async () => {
    const slow = deferred<RunPage>();
    const { store } = open({
      "run.query": ({ filters }) => (filters.text === "slow" ? slow.promise : makePage(makeRows(1, 1))),
    });
    const first = store.getState().setFilters({ text: "slow" });
    await store.getState().setFilters({ text: "fast" });
    slow.resolve(makePage(makeRows(9, 1)));
    await first;
    expect(store.getState().rows).toHaveLength(1);
  });

  it("a failed read keeps the rows and says why", async () => {
    let broken = false;
    const { store } = open({
      "run.query": () => {
        if (broken) throw new AppError("IO_FAILED", "The drive did not answer.");
        return makePage(makeRows(2, 1));
      },
    });
    await store.getState().reload();
    broken = true;
    await store.getState().reload();
    expect(store.getState()).toMatchObject({ loading: false, error: { code: "IO_FAILED" }, rows: { length: 2 } });
  });

  it("starts again from the top when its cursor is not taken any more", async () => {
    let calls = 0;
    const { store } = open({
      "run.query": ({ cursor }) => {
        calls += 1;
        if (cursor !== null) throw new AppError("BAD_CURSOR", "x");
        return makePage(makeRows(calls === 1 ? 2 : 4, 1), { next_cursor: calls === 1 ? "old" : null });
      },
    });
    await store.getState().reload();
    await store.getState().loadMore();
    expect(store.getState().rows).toHaveLength(4);
  });

  it("a page that cannot be read leaves the list and can be asked for again", async () => {
    let broken = true;
    const { store } = open({
      "run.query": ({ cursor }) => {
        if (cursor === null) return makePage(makeRows(4, 3), { next_cursor: "c" });
        if (broken) throw new AppError("IO_FAILED", "x");
        return makePage(makeRows(2, 1));
      },
    });
    await store.getState().reload();
    await store.getState().loadMore();
    expect(store.getState().moreError?.code).toBe("IO_FAILED");
    broken = false;
    await store.getState().loadMore();
    expect(store.getState()).toMatchObject({ moreError: null, rows: { length: 4 } });
  });

  it("counts runs that arrive above without moving what one reads, and shows them when asked", async () => {
    let rows = makeRows(3, 1);
    const { store, emit } = open({ "run.query": () => makePage(rows) });
    await store.getState().reload();
    store.getState().activate(2);
    rows = makeRows(5, 1);
    emit("store.changed", { seq: 9, run_ids: ["run_4", "run_5"], more: false });
    await settle();
    expect(store.getState()).toMatchObject({ newRuns: 2, moreNewRuns: false, activeIndex: 2, total: 5 });
    expect(store.getState().rows[0]?.run_id).toBe("run_3");
    await store.getState().reload();
    expect(store.getState()).toMatchObject({ newRuns: 0, rows: { length: 5 }, activeIndex: 0 });
  });

  it("says that there are more new runs than it counted when a whole page is new", async () => {
    let page = makePage(makeRows(3, 1));
    const { store, emit } = open({ "run.query": () => page });
    await store.getState().reload();
    page = makePage(makeRows(20, 11), { next_cursor: "c", total: 20 });
    emit("store.changed", { seq: 9, run_ids: ["run_20"], more: true });
    await settle();
    expect(store.getState()).toMatchObject({ newRuns: 10, moreNewRuns: true });
  });

  it("an empty list shows the first run by itself", async () => {
    let rows = makeRows(0, 1);
    const { store, emit } = open({ "run.query": () => makePage(rows) });
    await store.getState().reload();
    rows = makeRows(1, 1);
    emit("store.changed", { seq: 1, run_ids: ["run_1"], more: false });
    await settle();
    expect(store.getState().rows).toHaveLength(1);
    expect(store.getState().newRuns).toBe(0);
  });

  it("refreshes a shown run that changed, also when it lies below the first page", async () => {
    const first = makePage([makeRow({ run_id: "run_2" })], { next_cursor: "c" });
    const old = makeRow({ run_id: "run_1", note: null });
    const { store, emit } = open({
      "run.query": ({ cursor }) => (cursor === null ? first : makePage([old])),
      "run.get": () => makeView(makeRow({ run_id: "run_1", note: "Tool worn" })),
    });
    await store.getState().reload();
    await store.getState().loadMore();
    emit("store.changed", { seq: 3, run_ids: ["run_1"], more: false });
    await settle();
    expect(store.getState().rows.map((row) => row.note)).toEqual([null, "Tool worn"]);
    expect(store.getState().newRuns).toBe(0);
  });

  it("moves the active row inside the list only, and selects by run and not by row", async () => {
    const { store } = open({ "run.query": () => makePage(makeRows(3, 1)) });
    await store.getState().reload();
    store.getState().activate(99);
    expect(store.getState().activeIndex).toBe(2);
    store.getState().activate(-4);
    expect(store.getState().activeIndex).toBe(0);
    store.getState().toggleSelected("run_2");
    store.getState().toggleSelected("run_1");
    store.getState().toggleSelected("run_2");
    expect([...store.getState().selected]).toEqual(["run_1"]);
    store.getState().clearSelection();
    expect(store.getState().selected.size).toBe(0);
  });

  it("knows how many of the listed runs are blocked, or that it does not know", async () => {
    const { store } = open({ "run.query": () => makePage(makeRows(3, 1)) });
    expect(blockedCount(store.getState())).toBeNull();
    await store.getState().reload();
    expect(blockedCount(store.getState())).toBe(1);
    await store.getState().setFilters({ status: ["OK"] });
    expect(blockedCount(store.getState())).toBe(0);
  });

  it("another folder starts with nothing of the old list", async () => {
    const { store } = open({ "run.query": () => makePage(makeRows(3, 1)) });
    await store.getState().setFilters({ text: "x" });
    store.getState().toggleSelected("run_1");
    store.getState().reset();
    expect(store.getState()).toMatchObject({ rows: [], total: 0, everLoaded: false, filters: { text: "" } });
    expect(store.getState().selected.size).toBe(0);
  });
});
