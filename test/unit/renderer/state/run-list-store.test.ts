import { describe, expect, it } from "vitest";
import { LOOK_EVERY_MS } from "../../../../src/renderer/state/list-changes.ts";
import { createListLayoutStore } from "../../../../src/renderer/state/list-layout-store.ts";
import { PAGE_ROWS, rowAt } from "../../../../src/renderer/state/row-pages.ts";
import { blockedCount, createRunListStore, listedRow } from "../../../../src/renderer/state/run-list-store.ts";
import { createRunQueryStore } from "../../../../src/renderer/state/run-query-store.ts";
import { createWorkstationStore } from "../../../../src/renderer/state/workstation-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { RunRow } from "../../../../src/shared/operations/run-operations.ts";
import { createFakeMain, createFakeTimers, deferred, type FakeAnswers, settle } from "../fake-bridge.ts";
import { createFakeLists } from "../fake-lists.ts";
import { makeRow, makeRows } from "../sample-data.ts";

const NO_STORAGE = { getItem: () => null, setItem: () => undefined };

function open(rows: readonly RunRow[], answers: FakeAnswers = {}) {
  const lists = createFakeLists(rows);
  const main = createFakeMain({ ...lists.answers, ...answers });
  const timers = createFakeTimers();
  const runQuery = createRunQueryStore();
  const layout = createListLayoutStore(NO_STORAGE);
  const workstation = createWorkstationStore(main.client);
  const store = createRunListStore({ client: main.client, timers, runQuery, layout, workstation });
  const shown = (): readonly (string | null | undefined)[] =>
    Array.from({ length: store.getState().list?.total ?? 0 }, (_none, place) => {
      const row = rowAt(store.getState().pages, place);
      return row == null ? row : row.run_id;
    });
  const change = async (runIds: readonly string[], more = false): Promise<void> => {
    main.emit("store.changed", { seq: 9, run_ids: [...runIds], more });
    await settle();
  };
  return { ...main, lists, timers, runQuery, layout, store, shown, change };
}

const spot = (place: number) => ({ place, onGroup: false });

describe("run list store", () => {
  it("opens the list and has its first rows at once", async () => {
    const { store, shown, requestsOf } = open(makeRows(3, 1));
    await store.getState().reload();
    expect(shown()).toEqual(["run_3", "run_2", "run_1"]);
    expect(requestsOf("list.open")).toMatchObject([{ sort: { by: "time", descending: true }, group: null }]);
  });

  it("reads only the pages in sight, and not those that scrolled away before they were asked for", async () => {
    const { store, requestsOf } = open(makeRows(1000, 1));
    await store.getState().reload();
    store.getState().want(200, 240);
    store.getState().want(400, 410);
    store.getState().want(600, 620);
    store.getState().want(850, 870);
    await settle();
    const asked = requestsOf("list.rows").map((request) => (request as { from: number }).from / PAGE_ROWS);
    expect(asked).toEqual([0, 2, 4, 8]);
    expect(rowAt(store.getState().pages, 850)?.run_id).toBe("run_150");
    expect(rowAt(store.getState().pages, 610)).toBeUndefined();
  });

  it("keeps the old rows until the first new ones are here", async () => {
    const gate = deferred<void>();
    let isSlow = false;
    const { store, lists, shown } = open(makeRows(3, 1), {
      "list.rows": async (request, jobId) => {
        if (isSlow) await gate.promise;
        return lists.answers["list.rows"]?.(request, jobId) as never;
      },
    });
    await store.getState().reload();
    isSlow = true;
    lists.rows = makeRows(5, 1);
    const reloading = store.getState().reload();
    await settle();
    expect(store.getState().loading).toBe(true);
    expect(shown()).toEqual(["run_3", "run_2", "run_1"]);
    gate.resolve();
    await reloading;
    expect(store.getState().loading).toBe(false);
    expect(shown()).toHaveLength(5);
  });

  it("another query, order or grouping opens another list, from its top", async () => {
    const { store, runQuery, layout, requestsOf } = open(makeRows(300, 1));
    await store.getState().reload();
    store.getState().activate(spot(7));
    runQuery.getState().change({ tool: ["T1"] });
    await settle();
    layout.getState().sortBy("tool");
    await settle();
    layout.getState().groupBy("machine");
    await settle();
    expect(requestsOf("list.open").slice(1)).toMatchObject([
      { filters: { tool: ["T1"] } },
      { sort: { by: "tool", descending: false } },
      { group: "machine" },
    ]);
    expect(store.getState().active.place).toBe(0);
  });

  it("an answer for a query that was changed meanwhile is dropped", async () => {
    const slow = deferred<void>();
    const lists = createFakeLists(makeRows(9, 1));
    const { store, runQuery } = open([], {
      ...lists.answers,
      "list.open": async (request, jobId) => {
        if (request.filters.text === "slow") await slow.promise;
        lists.rows = request.filters.text === "slow" ? makeRows(9, 1) : makeRows(1, 1);
        const answer = await lists.answers["list.open"]?.(request, jobId);
        if (answer === undefined) throw new AppError("INTERNAL", "x");
        return answer;
      },
    });
    await store.getState().reload();
    runQuery.getState().change({ text: "slow" });
    runQuery.getState().change({ text: "fast" });
    await settle();
    slow.resolve();
    await settle();
    expect(store.getState().list?.total).toBe(1);
  });

  it("a failed opening keeps the rows and says why", async () => {
    const { store, lists, shown } = open(makeRows(2, 1), {
      "list.open": (request, jobId) => {
        if (broken) throw new AppError("IO_FAILED", "The drive did not answer.");
        return lists.answers["list.open"]?.(request, jobId) as never;
      },
    });
    let broken = false;
    await store.getState().reload();
    broken = true;
    await store.getState().reload();
    expect(store.getState()).toMatchObject({ loading: false, error: { code: "IO_FAILED" } });
    expect(shown()).toEqual(["run_2", "run_1"]);
  });

  it("rows that cannot be read say why and are asked for again when the reader wants it", async () => {
    let broken = false;
    const { store, lists } = open(makeRows(300, 1), {
      "list.rows": (request, jobId) => {
        if (broken) throw new AppError("IO_FAILED", "x");
        return lists.answers["list.rows"]?.(request, jobId) as never;
      },
    });
    await store.getState().reload();
    broken = true;
    store.getState().want(200, 220);
    await settle();
    expect(store.getState().rowsError?.code).toBe("IO_FAILED");
    broken = false;
    store.getState().retryRows();
    await settle();
    expect(store.getState().rowsError).toBeNull();
    expect(rowAt(store.getState().pages, 200)?.run_id).toBe("run_100");
  });

  it("a list that main let go is opened anew, and the reader is at the same run again", async () => {
    const { store, lists } = open(makeRows(300, 1));
    await store.getState().reload();
    store.getState().activate(spot(50));
    store.getState().rememberAnchor({ ...spot(45), offsetPx: 3 });
    lists.forget();
    lists.rows = makeRows(310, 1);
    store.getState().want(200, 220);
    await settle();
    expect(store.getState().active).toEqual(spot(60));
    expect(store.getState().anchor).toEqual({ ...spot(55), offsetPx: 3 });
    expect(rowAt(store.getState().pages, 60)?.run_id).toBe("run_250");
  });

  it("a run that cannot be found any more keeps its place, and moves no other", async () => {
    const rows = makeRows(4, 1);
    const { store, lists, shown } = open(rows, {
      "list.rows": ({ from }) => {
        const answer = lists.answers["list.rows"]?.({ list_id: "list-1", from, count: 4 }, null);
        const { columns } = answer as { columns: Record<string, readonly unknown[]> };
        const without = Object.entries(columns).map(([field, values]) => [field, values.filter((_v, at) => at !== 1)]);
        return { from, columns: Object.fromEntries(without) };
      },
    });
    await store.getState().reload();
    expect(shown()).toEqual(["run_4", null, "run_2", "run_1"]);
  });
});

describe("run list store, when the store changes", () => {
  it("counts runs that arrive above without moving what one reads, and shows them when asked", async () => {
    const { store, lists, shown, change } = open(makeRows(3, 1));
    await store.getState().reload();
    store.getState().activate(spot(2));
    lists.rows = makeRows(5, 1);
    await change(["run_4", "run_5"]);
    expect(store.getState()).toMatchObject({ newRuns: 2, active: spot(2), latest: { total: 5 } });
    expect(shown()).toEqual(["run_3", "run_2", "run_1"]);
    await store.getState().reload();
    expect(store.getState()).toMatchObject({ newRuns: 0, active: spot(0) });
    expect(shown()).toHaveLength(5);
  });

  it("says that the list has changed when a run has left it", async () => {
    const { store, lists, change } = open(makeRows(3, 1));
    await store.getState().reload();
    lists.rows = makeRows(3, 2);
    await change(["run_1"]);
    expect(store.getState()).toMatchObject({ newRuns: 0, isOutdated: true });
  });

  it("an empty list shows the first run by itself", async () => {
    const { store, lists, shown, change } = open([]);
    await store.getState().reload();
    lists.rows = makeRows(1, 1);
    await change(["run_1"]);
    expect(shown()).toEqual(["run_1"]);
    expect(store.getState().newRuns).toBe(0);
  });

  it("reads rows again that changed, wherever they stand", async () => {
    const { store, lists, change } = open(makeRows(300, 1));
    await store.getState().reload();
    store.getState().want(200, 220);
    await settle();
    lists.rows = lists.rows.map((row) => (row.run_id === "run_100" ? makeRow({ ...row, note: "Tool worn" }) : row));
    await change(["run_100"]);
    expect(listedRow(store.getState(), "run_100")?.note).toBe("Tool worn");
    expect(store.getState().newRuns).toBe(0);
  });

  it("looks once for a burst of changes, and again a moment later for what came meanwhile", async () => {
    const { store, requestsOf, change, timers } = open(makeRows(3, 1));
    await store.getState().reload();
    await change(["run_1"]);
    for (const runId of ["run_1", "run_2", "run_3"]) await change([runId]);
    expect(requestsOf("list.open")).toHaveLength(2);
    timers.advance(LOOK_EVERY_MS);
    await settle();
    expect(requestsOf("list.open")).toHaveLength(3);
  });
});

describe("run list store, selection", () => {
  it("selects by run and not by row, and keeps the selection when the list changes", async () => {
    const { store, runQuery } = open(makeRows(3, 1));
    await store.getState().reload();
    store.getState().toggleSelected("run_2", "2-0");
    store.getState().toggleSelected("run_1", "1-0");
    store.getState().toggleSelected("run_2", "2-0");
    runQuery.getState().change({ text: "x" });
    await settle();
    expect([...store.getState().selected]).toEqual([["run_1", "1-0"]]);
    store.getState().clearSelection();
    expect(store.getState().selected.size).toBe(0);
  });

  it("selects the whole list, also where it is longer than one answer", async () => {
    const { store } = open(makeRows(2500, 1));
    await store.getState().reload();
    await store.getState().selectAll();
    expect(store.getState().selected.size).toBe(2500);
    expect(store.getState().selected.get("run_1")).toBe("1-0");
    expect(store.getState().selecting).toBe(false);
  });

  it("knows how many of the listed runs are blocked, or that it does not know", async () => {
    const { store } = open(makeRows(3, 1));
    expect(blockedCount(store.getState())).toBeNull();
    await store.getState().reload();
    expect(blockedCount(store.getState())).toBe(1);
  });

  it("knows in which fields the rows differ once it is asked", async () => {
    const { store } = open(makeRows(3, 1));
    await store.getState().reload();
    expect(store.getState().differing).toBeNull();
    await store.getState().readDifferences();
    expect([...(store.getState().differing ?? [])]).toEqual(["run_id", "tool_id"]);
  });

  it("another folder starts with nothing of the old list, and an answer from the old one is dropped", async () => {
    const { store } = open(makeRows(3, 1));
    await store.getState().reload();
    store.getState().toggleSelected("run_1", "1-0");
    const late = store.getState().reload();
    store.getState().reset();
    await late;
    expect(store.getState()).toMatchObject({ list: null, latest: null });
    expect(store.getState().selected.size).toBe(0);
  });
});
