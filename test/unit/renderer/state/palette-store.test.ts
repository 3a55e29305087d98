import { describe, expect, it } from "vitest";
import { createPaletteStore, TYPING_MS } from "../../../../src/renderer/state/palette-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { RunPage } from "../../../../src/shared/operations/run-operations.ts";
import { createFakeMain, createFakeTimers, deferred, type FakeAnswers, settle } from "../fake-bridge.ts";
import { makePage, makeRow } from "../sample-data.ts";

const VIEW = {
  ...{ view_id: "builtin-blocked", name: "Blocked", query: "status:BLOCKED", columns: [], sort: null, group: null },
  ...{ shows: "list" as const, builtin: true, read_only: true },
};

function open(answers: FakeAnswers = {}, kept = new Map<string, string>()) {
  const main = createFakeMain({
    "view.list": () => ({ views: [VIEW], unreadable: [] }),
    "run.query": ({ filters }) => makePage([makeRow({ run_id: `run_${filters.text}` })]),
    "run.locate": () => ({ rows: [makeRow({ run_id: "run_named" })], more: false }),
    ...answers,
  });
  const timers = createFakeTimers();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
  };
  const store = createPaletteStore({ client: main.client, timers, storage });
  store.getState().open();
  const type = async (text: string) => {
    store.getState().type(text);
    timers.advance(TYPING_MS);
    await settle();
  };
  const ids = () => store.getState().runs.rows.map((row) => row.run_id);
  return { ...main, timers, kept, store, type, ids };
}

describe("palette store", () => {
  it("asks for runs once typing pauses, and shows them", async () => {
    const app = open();
    app.store.getState().type("ro");
    await app.type("rose");
    expect(app.requestsOf("run.query")).toMatchObject([{ filters: { text: "rose" }, limit: 8 }]);
    expect(app.ids()).toEqual(["run_rose"]);
    expect(app.store.getState().runs.state).toBe("ready");
  });

  it("puts the run that has the number before those that speak of it", async () => {
    const app = open();
    await app.type("572-4");
    expect(app.ids()).toEqual(["run_named", "run_572-4"]);
    expect(app.requestsOf("run.locate")).toEqual([{ code: "572-4" }]);
  });

  it("drops the answer to a text that was changed meanwhile", async () => {
    const slow = deferred<RunPage>();
    const app = open({
      "run.query": ({ filters }) => (filters.text === "ro" ? slow.promise : makePage([makeRow({ run_id: "run_new" })])),
    });
    await app.type("ro");
    await app.type("rose");
    slow.resolve(makePage([makeRow({ run_id: "run_old" })]));
    await settle();
    expect(app.ids()).toEqual(["run_new"]);
  });

  it("keeps the runs of the text before while new ones are on their way, and none once the text is empty", async () => {
    const app = open();
    await app.type("rose");
    app.store.getState().type("rosew");
    expect([app.store.getState().runs.state, app.ids()]).toEqual(["searching", ["run_rose"]]);
    app.store.getState().type(" ");
    expect(app.store.getState().runs).toEqual({ state: "idle", rows: [] });
  });

  it("says when runs cannot be searched", async () => {
    const app = open({
      "run.query": () => {
        throw new AppError("STORE_DAMAGED", "damaged");
      },
    });
    await app.type("rose");
    expect(app.store.getState().runs).toEqual({ state: "failed", rows: [] });
  });

  it("asks for nothing and forgets the text when it is closed", async () => {
    const app = open();
    app.store.getState().type("rose");
    app.store.getState().close();
    app.timers.advance(TYPING_MS);
    await settle();
    expect(app.requestsOf("run.query")).toEqual([]);
    expect(app.store.getState()).toMatchObject({ isOpen: false, text: "" });
  });

  it("knows the saved views, and does without where they cannot be read", async () => {
    const app = open();
    await settle();
    expect(app.store.getState().views).toEqual([VIEW]);
    const broken = open({
      "view.list": () => {
        throw new AppError("IO_FAILED", "drive");
      },
    });
    await settle();
    expect(broken.store.getState().views).toEqual([]);
  });

  it("remembers the last choices for the next start, newest first, and believes nothing else", () => {
    const app = open();
    for (const id of ["a", "b", "a", "c", "d", "e", "f", "g"]) app.store.getState().used(id);
    expect(open({}, app.kept).store.getState().recent).toEqual(["g", "f", "e", "d", "c", "a"]);
    for (const text of ["{", "7", '[1,"a"]']) {
      const { recent } = open({}, new Map([["rmos-runs.palette.recent", text]])).store.getState();
      expect(recent.filter((id) => id !== "a")).toEqual([]);
    }
  });
});
