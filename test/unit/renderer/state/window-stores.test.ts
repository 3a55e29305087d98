import { describe, expect, it } from "vitest";
import { listedRow } from "../../../../src/renderer/state/run-list-store.ts";
import { createWindowStores, openFolder } from "../../../../src/renderer/state/window-stores.ts";
import { createFakeMain, createFakeTimers, settle } from "../fake-bridge.ts";
import { createFakeLists } from "../fake-lists.ts";
import {
  makeFolded,
  makeHealth,
  makePage,
  makeReport,
  makeRow,
  makeRows,
  makeSession,
  makeView,
} from "../sample-data.ts";

function open() {
  const main = createFakeMain({
    "session.get": () => makeSession(),
    "session.open": ({ folder }) => makeSession({ sample: folder === "sample" }),
    "run.query": () => makePage(makeRows(2, 1)),
    ...createFakeLists(makeRows(2, 1)).answers,
    "view.list": () => ({ views: [], unreadable: [] }),
    "workstation.get": () => ({ shifts: [], machine: null, zone: "UTC" }),
    "run.get": ({ run_id }) => makeView(makeRow({ run_id })),
    "run.annotate": ({ run_id }) => ({ run_id, events: [], folded: makeFolded() }),
    "check.run": () => makeReport(),
    "job.cancel": () => ({ was_running: false }),
    "health.get": () => makeHealth(),
  });
  const stores = createWindowStores({
    client: main.client,
    timers: createFakeTimers(),
    storage: { getItem: () => null, setItem: () => undefined },
    hints: { dark: false, moreContrast: false, coarsePointer: false },
  });
  return { ...main, stores };
}

describe("window stores", () => {
  it("the list is read as soon as the folder is known", async () => {
    const { stores } = open();
    await stores.session.getState().load();
    await settle();
    expect(listedRow(stores.runList.getState(), "run_1")).not.toBeNull();
  });

  it("a place that was gone to before the folder was known stays", async () => {
    const { stores } = open();
    stores.place.getState().go({ name: "settings" });
    await stores.session.getState().load();
    await settle();
    expect(stores.place.getState().place.name).toBe("settings");
  });

  it("another folder leaves nothing of the old one on screen", async () => {
    const { stores, requestsOf } = open();
    await stores.session.getState().load();
    await stores.runView.getState().open("run_1");
    stores.place.getState().go({ name: "run", runId: "run_1", created: null });
    await openFolder(stores, "sample");
    await settle();
    expect(stores.place.getState().place).toEqual({ name: "home" });
    expect(stores.runView.getState().runId).toBeNull();
    expect(stores.runChecks.getState().byRun.size).toBe(0);
    expect(requestsOf("list.open")).toHaveLength(2);
  });

  it("what waits to be written goes into the folder it was meant for, before another is opened", async () => {
    const { stores, seen } = open();
    await stores.session.getState().load();
    stores.pending.getState().propose({ run_id: "run_1", note: "x" }, "Note added.");
    await openFolder(stores, "sample");
    const names = seen.map((call) => call.name);
    expect(names.indexOf("run.annotate")).toBeGreaterThan(-1);
    expect(names.indexOf("run.annotate")).toBeLessThan(names.indexOf("session.open"));
  });

  it("trying the same folder again keeps the place one is at", async () => {
    const { stores } = open();
    await stores.session.getState().load();
    stores.place.getState().go({ name: "health" });
    await openFolder(stores, "own");
    expect(stores.place.getState().place.name).toBe("health");
  });
});
