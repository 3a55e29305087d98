import { describe, expect, it } from "vitest";
import { createHealthStore, HEALTH_EVERY_MS } from "../../../../src/renderer/state/health-store.ts";
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

  it("says why it cannot read", async () => {
    const { client } = createFakeMain({});
    const store = createHealthStore(client, createFakeTimers());
    await store.getState().read();
    expect(store.getState().health.state).toBe("failed");
  });
});
