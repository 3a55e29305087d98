import { describe, expect, it } from "vitest";
import { BUILDING_EVERY_MS, createHealthStore, HEALTH_EVERY_MS } from "../../../../src/renderer/state/health-store.ts";
import { createFakeMain, createFakeTimers, settle } from "../fake-bridge.ts";
import { makeHealth } from "../sample-data.ts";

describe("health store", () => {
  it("reads now and every minute until it is told to stop", async () => {
    const { client, requestsOf } = createFakeMain({ "health.get": () => makeHealth() });
    const timers = createFakeTimers();
    const store = createHealthStore(client, timers);
    const stop = store.getState().follow();
    await settle();
    expect(store.getState().health).toMatchObject({ state: "ready", value: { runs: 3 } });
    timers.advance(HEALTH_EVERY_MS);
    timers.advance(HEALTH_EVERY_MS);
    stop();
    timers.advance(HEALTH_EVERY_MS);
    await settle();
    expect(requestsOf("health.get")).toHaveLength(3);
  });

  it("looks more often while the list is being built", async () => {
    let state: "building" | "ready" = "building";
    const figures = { rows: 1, applied_seq: 1, schema_version: 1, done: 1, total: 9, findings: [] };
    const { client, requestsOf } = createFakeMain({
      "health.get": () => makeHealth({ catalog: { ...figures, state } }),
    });
    const timers = createFakeTimers();
    const stop = createHealthStore(client, timers).getState().follow();
    await settle();
    state = "ready";
    timers.advance(BUILDING_EVERY_MS);
    await settle();
    expect(requestsOf("health.get")).toHaveLength(2);
    timers.advance(BUILDING_EVERY_MS);
    expect(requestsOf("health.get")).toHaveLength(2);
    stop();
  });

  it("says why it cannot read", async () => {
    const { client } = createFakeMain({});
    const store = createHealthStore(client, createFakeTimers());
    await store.getState().read();
    expect(store.getState().health.state).toBe("failed");
  });
});
