import { describe, expect, it } from "vitest";
import { openView } from "../../../../src/renderer/state/open-view.ts";
import { type PaletteItem, paletteGroups } from "../../../../src/renderer/state/palette-items.ts";
import type { PaletteState } from "../../../../src/renderer/state/palette-store.ts";
import { createWindowStores } from "../../../../src/renderer/state/window-stores.ts";
import { createFakeMain, createFakeTimers } from "../fake-bridge.ts";
import { makeRow } from "../sample-data.ts";

const VIEW = {
  ...{ view_id: "v1", name: "Nußbaum heute", query: "material:ebony since:1d", columns: [], sort: null, group: null },
  ...{ shows: "timeline" as const, builtin: false, read_only: false },
};

function open() {
  const stores = createWindowStores({
    client: createFakeMain({}).client,
    timers: createFakeTimers(),
    storage: { getItem: () => null, setItem: () => undefined },
    hints: { dark: false, moreContrast: false, coarsePointer: false },
  });
  stores.commands.getState().offer("help", () => stores.place.getState().go({ name: "help" }));
  stores.commands.getState().offer("go-health", () => stores.place.getState().go({ name: "health" }));
  stores.commands.getState().offer("new-note", () => undefined);
  return stores;
}

function groupsFor(stores: ReturnType<typeof open>, change: Partial<PaletteState>) {
  return paletteGroups(stores, { ...stores.palette.getState(), views: [VIEW], ...change });
}

function itemsFor(stores: ReturnType<typeof open>, change: Partial<PaletteState>): readonly PaletteItem[] {
  return groupsFor(stores, change).flatMap((group) => group.items);
}

const labels = (items: readonly PaletteItem[]) => items.map(({ label }) => label);

describe("palette items", () => {
  it("are commands that are offered here, each with its keys", () => {
    const stores = open();
    const items = itemsFor(stores, {});
    expect(items.find(({ id }) => id === "command:help")).toMatchObject({ keys: "F1", kind: "command" });
    expect(items.find(({ id }) => id === "command:go-health")).toMatchObject({ keys: "Ctrl+5", kind: "place" });
    expect(labels(items)).not.toContain("Write a note");
    stores.place.getState().go({ name: "run", runId: "run_1", created: null });
    expect(labels(itemsFor(stores, {}))).toContain("Write a note");
  });

  it("hold every word that was typed, without regard to capitals and marks", () => {
    const stores = open();
    expect(labels(itemsFor(stores, { text: "NUSSBAUM heu" }))).toEqual(["Nußbaum heute"]);
    expect(labels(itemsFor(stores, { text: "colours hi" }))).toEqual(["Colours: High contrast"]);
    expect(itemsFor(stores, { text: "colours nothing" })).toEqual([]);
  });

  it("begin with what was chosen last, each thing once", () => {
    const groups = groupsFor(open(), { recent: ["setting:theme-dark", "gone", "command:help"] });
    expect(groups[0]?.name).toBe("Used last");
    expect(labels(groups[0]?.items ?? [])).toEqual(["Colours: Dark", "Help and keys"]);
    const ids = groups.flatMap((group) => group.items.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("put runs last, but first where a number or a code is typed", () => {
    const runs = { state: "ready" as const, rows: [makeRow({ run_id: "run_0a", run_number: "1-3", tool_id: "T102" })] };
    const names = (text: string) => groupsFor(open(), { text, runs }).map((group) => group.name);
    expect(names("e")[0]).toBe("Commands");
    expect(names("e").at(-1)).toBe("Runs");
    expect(names("1")[0]).toBe("Runs");
    expect(itemsFor(open(), { text: "1-3", runs })[0]).toMatchObject({ label: "Run 1-3", id: "run:run_0a" });
  });

  it("do what they say", () => {
    const stores = open();
    const items = itemsFor(stores, { text: "e", runs: { state: "ready", rows: [makeRow({ run_id: "run_0a" })] } });
    const act = (id: string) => items.find((item) => item.id === id)?.act(stores);
    expect([act("setting:density-glove"), stores.settings.getState().density]).toEqual([true, "glove"]);
    expect([act("command:go-health"), stores.place.getState().place.name]).toEqual([true, "health"]);
    expect([act("run:run_0a"), stores.place.getState().place]).toMatchObject([true, { name: "run", runId: "run_0a" }]);
    expect([act("view:v1"), stores.place.getState().place.name]).toEqual([true, "runs"]);
    expect(stores.runQuery.getState()).toMatchObject({ query: { material: ["ebony"] }, shows: "timeline" });
  });

  it("a view whose query cannot be read here changes nothing", () => {
    const stores = open();
    stores.place.getState().go({ name: "health" });
    expect(openView(stores, { query: "nokey:1", shows: "list" })).toBe(false);
    expect(stores.place.getState().place.name).toBe("health");
  });
});
