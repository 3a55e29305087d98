import { describe, expect, it } from "vitest";
import { createPlaceStore, railPlaceOf, runToCheck } from "../../../../src/renderer/state/place-store.ts";
import type { StartPlace } from "../../../../src/renderer/state/settings-store.ts";
import { makeCreated } from "../sample-data.ts";

describe("place store", () => {
  it("goes back the way it came and forward again", () => {
    const store = createPlaceStore();
    store.getState().go({ name: "run", runId: "run_1", created: null });
    store.getState().go({ name: "health" });
    expect(store.getState().back()).toBe(true);
    expect(store.getState().place).toMatchObject({ name: "run", runId: "run_1" });
    expect(store.getState().back()).toBe(true);
    expect(store.getState().back()).toBe(false);
    expect(store.getState().forward()).toBe(true);
    expect(store.getState().place.name).toBe("run");
  });

  it("going somewhere new forgets what was ahead", () => {
    const store = createPlaceStore();
    store.getState().go({ name: "health" });
    store.getState().back();
    store.getState().go({ name: "settings" });
    expect(store.getState().forward()).toBe(false);
  });

  it("going where one is adds nothing to the way back", () => {
    const store = createPlaceStore();
    store.getState().go({ name: "home" });
    store.getState().go({ name: "run", runId: "run_1", created: null });
    store.getState().go({ name: "run", runId: "run_1", created: null });
    expect(store.getState().past).toEqual([{ name: "home" }]);
  });

  it("a run that was just recorded is shown with its answer even when it is open already", () => {
    const store = createPlaceStore();
    store.getState().go({ name: "run", runId: "run_9", created: null });
    store.getState().go({ name: "run", runId: "run_9", created: makeCreated() });
    expect(store.getState().place).toMatchObject({ created: { run_number: "9-2" } });
  });

  it("pages that lie over the list belong to it in the rail", () => {
    expect(railPlaceOf({ name: "run", runId: "x", created: null })).toBe("runs");
    expect(railPlaceOf({ name: "record" })).toBe("runs");
    expect(railPlaceOf({ name: "import" })).toBe("import");
  });

  it("a check begins with the run one comes from, or with the one it is asked for", () => {
    const store = createPlaceStore();
    store.getState().go({ name: "check" });
    expect(runToCheck(store.getState())).toBeNull();
    store.getState().go({ name: "run", runId: "run_1", created: null });
    expect(runToCheck(store.getState())).toBeNull();
    store.getState().go({ name: "check" });
    expect(runToCheck(store.getState())).toBe("run_1");
    store.getState().go({ name: "runs" });
    store.getState().go({ name: "check", runId: "run_2" });
    expect(runToCheck(store.getState())).toBe("run_2");
  });

  it("another folder starts where the person wants to start now", () => {
    let start: StartPlace = "home";
    const store = createPlaceStore(() => start);
    expect(store.getState().place).toEqual({ name: "home" });
    store.getState().go({ name: "health" });
    start = "runs";
    store.getState().reset();
    expect(store.getState()).toMatchObject({ place: { name: "runs" }, past: [], future: [] });
  });
});
