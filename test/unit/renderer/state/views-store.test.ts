import { describe, expect, it } from "vitest";
import { USUAL_COLUMNS } from "../../../../src/renderer/state/list-columns.ts";
import { createListLayoutStore } from "../../../../src/renderer/state/list-layout-store.ts";
import { createRunQueryStore } from "../../../../src/renderer/state/run-query-store.ts";
import { createViewsStore, isViewChanged, shownContent, VIEW_KEY } from "../../../../src/renderer/state/views-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { SavedView } from "../../../../src/shared/operations/view-operations.ts";
import { EVERYTHING } from "../../../../src/shared/query/run-query.ts";
import { createFakeMain, type FakeAnswers } from "../fake-bridge.ts";

const VIEW: SavedView = {
  ...{ view_id: "v1", name: "Failed saw", query: "decision:RED mode:saw", columns: ["run", "time", "tags"] },
  ...{ sort: { by: "tool", descending: false }, group: "machine", shows: "timeline", builtin: false, read_only: false },
};

function open(answers: FakeAnswers = {}, last: string | null = null) {
  const kept = new Map<string, string>(last === null ? [] : [[VIEW_KEY, last]]);
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  let views = [VIEW];
  const main = createFakeMain({
    "view.list": () => ({ views, unreadable: [] }),
    "view.save": ({ view_id, view }) => {
      const saved = { ...view, view_id: view_id ?? "v2", builtin: false, read_only: false };
      views = [...views.filter((one) => one.view_id !== saved.view_id), saved];
      return saved;
    },
    "view.remove": ({ view_id }) => {
      views = views.filter((one) => one.view_id !== view_id);
      return { views, unreadable: [] };
    },
    "files.pick": () => ({ picked: { grant: "g1", label: "x" } }),
    "view.export": () => ({ path: "/x/Failed saw.json", name: "Failed saw.json", size_bytes: 1 }),
    "view.import": () => VIEW,
    ...answers,
  });
  const runQuery = createRunQueryStore();
  const layout = createListLayoutStore(storage);
  const store = createViewsStore({ client: main.client, storage, runQuery, layout });
  return { ...main, kept, runQuery, layout, store };
}

describe("views store", () => {
  it("shows a view with all it remembers, and all runs again", async () => {
    const { store, runQuery, layout } = open();
    await store.getState().start();
    expect(store.getState().currentId).toBeNull();
    store.getState().apply("v1");
    expect(runQuery.getState()).toMatchObject({ query: { risk: ["RED"], mode: ["saw"] }, shows: "timeline" });
    expect(layout.getState()).toMatchObject({ columns: ["run", "time", "tags"], sort: VIEW.sort, group: "machine" });
    store.getState().apply(null);
    expect(runQuery.getState().query).toEqual(EVERYTHING);
    expect(layout.getState()).toMatchObject({ columns: USUAL_COLUMNS, group: null });
  });

  it("begins with the view that was shown last", async () => {
    const first = open();
    await first.store.getState().start();
    first.store.getState().apply("v1");
    const next = open({}, first.kept.get(VIEW_KEY) ?? null);
    await next.store.getState().start();
    expect(next.store.getState().currentId).toBe("v1");
    const gone = open({}, "v-gone");
    await gone.store.getState().start();
    expect(gone.store.getState().currentId).toBeNull();
  });

  it("saves what is shown under a name, and knows when it was changed", async () => {
    const { store, runQuery, layout, requestsOf } = open();
    await store.getState().start();
    runQuery.getState().change({ tool: ["T1"], exported: false });
    layout.getState().groupBy("tool");
    expect(await store.getState().saveAs("My tool")).toBe(true);
    expect(requestsOf("view.save")).toMatchObject([
      { view_id: null, view: { name: "My tool", query: "tool:T1 -exported", columns: [], sort: null, group: "tool" } },
    ]);
    const saved = store.getState().views.find((view) => view.view_id === store.getState().currentId) ?? null;
    const shown = () => shownContent("My tool", runQuery.getState(), layout.getState());
    expect(isViewChanged(saved, shown())).toBe(false);
    runQuery.getState().change({ tool: ["T2"] });
    expect(isViewChanged(saved, shown())).toBe(true);
    await store.getState().saveCurrent();
    expect(requestsOf("view.save").at(-1)).toMatchObject({ view_id: "v2", view: { query: "tool:T2 -exported" } });
  });

  it("another name leaves what the view remembers", async () => {
    const { store, runQuery, requestsOf } = open();
    await store.getState().start();
    runQuery.getState().change({ tool: ["T9"] });
    await store.getState().rename(VIEW, "Saw");
    expect(requestsOf("view.save")).toMatchObject([{ view_id: "v1", view: { name: "Saw", query: VIEW.query } }]);
  });

  it("a view that is removed while it is shown gives way to all runs", async () => {
    const { store } = open();
    await store.getState().start();
    store.getState().apply("v1");
    await store.getState().remove("v1");
    expect(store.getState()).toMatchObject({
      currentId: null,
      views: [],
      news: { kind: "removed", name: "Failed saw" },
    });
  });

  it("goes out as a file and comes in from one", async () => {
    const { store, requestsOf } = open();
    await store.getState().start();
    await store.getState().exportView("v1");
    expect(requestsOf("view.export")).toMatchObject([{ view_id: "v1", to: { folder: { grant: "g1" } } }]);
    expect(store.getState().news).toEqual({ kind: "exported", name: "Failed saw.json" });
    await store.getState().importView();
    expect(store.getState()).toMatchObject({ currentId: "v1", news: { kind: "imported" } });
  });

  it("says what could not be done, and a view that cannot be understood changes nothing", async () => {
    const { store, runQuery } = open({
      "view.list": () => ({ views: [{ ...VIEW, query: "colour:red" }], unreadable: [] }),
      "view.save": () => {
        throw new AppError("CONFLICT", "The name is taken.");
      },
    });
    await store.getState().start();
    expect(await store.getState().saveAs("Failed saw")).toBe(false);
    expect(store.getState().news).toMatchObject({ kind: "failed", error: { code: "CONFLICT" } });
    store.getState().apply("v1");
    expect(store.getState()).toMatchObject({ currentId: null, news: { kind: "failed" } });
    expect(runQuery.getState().query).toEqual(EVERYTHING);
  });
});
