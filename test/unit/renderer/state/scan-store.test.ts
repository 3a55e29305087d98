import { describe, expect, it } from "vitest";
import { createPlaceStore } from "../../../../src/renderer/state/place-store.ts";
import { createScanStore, REPEAT_MS } from "../../../../src/renderer/state/scan-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { RunRow } from "../../../../src/shared/operations/run-operations.ts";
import { createFakeMain, createFakeTimers, deferred, type FakeAnswers, settle } from "../fake-bridge.ts";
import { makeRow } from "../sample-data.ts";

const CODE = "RN57223054";
const OTHER = "RI120111118226100158";
const FRENCH = "RN(èéé\"à('";
const RUN = makeRow({ run_id: "run_0a", run_number: "572-4" });

function open(locate: FakeAnswers["run.locate"] = () => ({ rows: [RUN], more: false })) {
  const main = createFakeMain({ "run.locate": locate });
  const timers = createFakeTimers();
  const place = createPlaceStore();
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
  };
  const store = createScanStore({ client: main.client, timers, storage, place });
  return {
    ...main,
    timers,
    place,
    store,
    scan: (text: string, isTaken = false) => store.getState().arrived(text, isTaken),
  };
}

const shownRun = ({ place }: ReturnType<typeof open>) => {
  const now = place.getState().place;
  return now.name === "run" ? now.runId : null;
};

describe("scan store", () => {
  it("opens the run of a code, and back leads to where one was", async () => {
    const app = open();
    expect(app.scan(CODE)).toBe(true);
    await settle();
    expect(shownRun(app)).toBe("run_0a");
    expect(app.store.getState()).toMatchObject({ notice: null, opened: 1 });
    expect(app.requestsOf("run.locate")).toEqual([{ code: CODE }]);
    app.place.getState().back();
    expect(app.place.getState().place.name).toBe("home");
  });

  it("says through which keyboard a code was read", async () => {
    const app = open();
    app.scan(FRENCH);
    await settle();
    expect(shownRun(app)).toBe("run_0a");
    expect(app.store.getState().notice).toEqual({ kind: "repaired", repair: { pc: "french", scanner: "us" } });
    expect(app.requestsOf("run.locate")).toEqual([{ code: CODE }]);
  });

  it("says that no run has a code, and changes nothing", async () => {
    const app = open(() => ({ rows: [], more: false }));
    expect(app.scan(CODE, true)).toBe(true);
    await settle();
    expect(app.store.getState()).toMatchObject({ notice: { kind: "not-here", text: CODE }, opened: 0 });
    expect(app.place.getState().place.name).toBe("home");
    app.store.getState().putAway();
    expect(app.store.getState().notice).toBeNull();
    app.scan(CODE, true);
    await settle();
    expect(app.store.getState().notice).toMatchObject({ kind: "not-here" });
  });

  it("lets a person choose where a code fits several runs, and opens none by itself", async () => {
    const rows: RunRow[] = [RUN, makeRow({ run_id: "run_0b", run_number: "572-4" })];
    const app = open(() => ({ rows, more: false }));
    app.scan(CODE);
    await settle();
    expect(shownRun(app)).toBeNull();
    expect(app.store.getState().notice).toMatchObject({
      kind: "choice",
      rows: [{ run_id: "run_0a" }, { run_id: "run_0b" }],
    });
    app.store.getState().open({ run_id: "run_0b" });
    expect(shownRun(app)).toBe("run_0b");
    expect(app.store.getState().notice).toBeNull();
  });

  it("says so when the run cannot be looked up", async () => {
    const app = open(() => {
      throw new AppError("STORE_DAMAGED", "damaged");
    });
    app.scan(CODE);
    await settle();
    expect(app.store.getState().notice).toMatchObject({ kind: "failed", error: { code: "STORE_DAMAGED" } });
  });

  it("leaves other codes to the field that takes text; without one it says that they are not known", () => {
    const app = open();
    expect([app.scan("4006381333931", true), app.store.getState().notice]).toEqual([false, null]);
    expect(app.scan("4006381333931", false)).toBe(false);
    expect(app.store.getState().notice).toEqual({ kind: "foreign", text: "4006381333931" });
  });

  it("takes the same code again at once for one scan, but not after a while, and not once one went elsewhere", async () => {
    const app = open();
    app.scan(CODE);
    app.scan(CODE);
    await settle();
    expect(app.scan(CODE)).toBe(true);
    expect(app.requestsOf("run.locate")).toHaveLength(1);
    app.place.getState().back();
    app.scan(CODE);
    await settle();
    expect(shownRun(app)).toBe("run_0a");
    app.timers.advance(REPEAT_MS);
    app.scan(CODE);
    expect(app.requestsOf("run.locate")).toHaveLength(3);
  });

  it("drops the answer to an older scan, and to one that was put away", async () => {
    const answers = [deferred<{ rows: RunRow[]; more: boolean }>(), deferred<{ rows: RunRow[]; more: boolean }>()];
    let asked = 0;
    const app = open(() => (answers[asked++] ?? deferred<never>()).promise);
    app.scan(CODE);
    app.scan(OTHER);
    answers[1]?.resolve({ rows: [makeRow({ run_id: "run_0b" })], more: false });
    await settle();
    answers[0]?.resolve({ rows: [RUN], more: false });
    await settle();
    expect(shownRun(app)).toBe("run_0b");
    app.scan(CODE);
    app.store.getState().reset();
    await settle();
    expect(app.store.getState().notice).toBeNull();
  });

  it("shows scans and opens nothing while the scanner test is open", () => {
    const app = open();
    app.store.getState().setTesting(true);
    for (const key of ["x", ...CODE, "Enter"]) app.store.getState().sawKey(key, key === "x" ? 9000 : 7);
    expect(app.scan(CODE)).toBe(true);
    const { tested } = app.store.getState();
    expect(tested).toMatchObject({ text: CODE, longestGapMs: 7 });
    expect(tested?.keys.map(({ shown }) => shown)).toEqual([...CODE, "Enter"]);
    expect(app.requestsOf("run.locate")).toEqual([]);
    app.store.getState().setTesting(false);
    expect(app.store.getState()).toMatchObject({ tested: null, keys: [] });
  });

  it("begins the keys of the scanner test anew after a pause, and keeps no more than a page of them", () => {
    const { store } = open();
    for (let count = 0; count < 200; count += 1) store.getState().sawKey("a", 5);
    expect(store.getState().keys).toHaveLength(60);
    store.getState().sawKey("b", 5000);
    expect(store.getState().keys).toEqual([{ shown: "b", gapMs: null }]);
  });
});
