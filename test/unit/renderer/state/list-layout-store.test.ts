import { describe, expect, it } from "vitest";
import { USUAL_COLUMNS } from "../../../../src/renderer/state/list-columns.ts";
import { createListLayoutStore, LAYOUT_KEY, USUAL_SORT } from "../../../../src/renderer/state/list-layout-store.ts";

function open(kept: string | null = null) {
  const written = new Map<string, string>(kept === null ? [] : [[LAYOUT_KEY, kept]]);
  const storage = {
    getItem: (key: string) => written.get(key) ?? null,
    setItem: (key: string, value: string) => void written.set(key, value),
  };
  return { storage, store: createListLayoutStore(storage) };
}

describe("list layout store", () => {
  it("sorts by another column in its own direction, and turns round at the second time", () => {
    const { store } = open();
    store.getState().sortBy("tool");
    expect(store.getState().sort).toEqual({ by: "tool", descending: false });
    store.getState().sortBy("tool");
    expect(store.getState().sort).toEqual({ by: "tool", descending: true });
    store.getState().sortBy("risk");
    expect(store.getState().sort).toEqual({ by: "risk", descending: true });
  });

  it("adds, takes out and moves columns; the run stays and stays first", () => {
    const { store } = open();
    const { toggleColumn, moveColumn } = store.getState();
    toggleColumn("run");
    toggleColumn("tags");
    expect(store.getState().columns).toEqual([...USUAL_COLUMNS, "tags"]);
    moveColumn("tags", "later");
    moveColumn("time", "earlier");
    expect(store.getState().columns).toEqual([...USUAL_COLUMNS, "tags"]);
    moveColumn("tags", "earlier");
    expect(store.getState().columns.slice(-2)).toEqual(["tags", "note"]);
    toggleColumn("tags");
    store.getState().usualColumns();
    expect(store.getState().columns).toEqual(USUAL_COLUMNS);
  });

  it("is kept for the next time, without the groups that were folded", () => {
    const { store, storage } = open();
    store.getState().toggleColumn("batch");
    store.getState().groupBy("batch");
    store.getState().toggleFolded("=B1");
    const again = createListLayoutStore(storage).getState();
    expect(again).toMatchObject({ group: "batch", columns: [...USUAL_COLUMNS, "batch"] });
    expect(again.folded.size).toBe(0);
  });

  it.each(["{", "{}", '{"columns":["colour"],"sort":{"by":"colour","descending":true},"group":null}'])(
    "what was kept and cannot be read gives the usual layout: %s",
    (kept) => {
      expect(open(kept).store.getState()).toMatchObject({ columns: USUAL_COLUMNS, sort: USUAL_SORT, group: null });
    },
  );

  it("another grouping unfolds everything", () => {
    const { store } = open();
    store.getState().groupBy("tool");
    store.getState().foldAll(["=T1", "=T2"]);
    store.getState().toggleFolded("=T1");
    expect([...store.getState().folded]).toEqual(["=T2"]);
    store.getState().groupBy("machine");
    expect(store.getState().folded.size).toBe(0);
  });
});
