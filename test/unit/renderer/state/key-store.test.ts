import { describe, expect, it } from "vitest";
import { createKeyStore } from "../../../../src/renderer/state/key-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { StoreKeys } from "../../../../src/shared/operations/key-operations.ts";
import { createFakeMain, settle } from "../fake-bridge.ts";

function keys(protection: StoreKeys["protection"]): StoreKeys {
  return { protection, can_seal: true, keys: [], centre_keys: [] };
}

describe("key store", () => {
  it("shows the keys, and after a change what the change came to", async () => {
    const { client, requestsOf } = createFakeMain({
      "key.show": () => keys("file"),
      "key.rotate": () => keys("system"),
      "key.reset": () => keys("none"),
    });
    const store = createKeyStore(client);
    await store.getState().read();
    expect(store.getState().keys).toMatchObject({ state: "ready", value: { protection: "file" } });
    expect(await store.getState().rotate("system")).toBe(true);
    expect(store.getState()).toMatchObject({ keys: { value: { protection: "system" } }, isChanging: false });
    expect(await store.getState().replace("new PC")).toBe(true);
    expect(store.getState().keys).toMatchObject({ value: { protection: "none" } });
    expect(requestsOf("key.rotate")).toEqual([{ to: "system" }]);
    expect(requestsOf("key.reset")).toEqual([{ reason: "new PC" }]);
  });

  it("says why a change was refused, and leaves what is shown", async () => {
    const { client } = createFakeMain({
      "key.show": () => keys("file"),
      "key.rotate": () => {
        throw new AppError("POLICY_REFUSED", "This system cannot.");
      },
    });
    const store = createKeyStore(client);
    await store.getState().read();
    expect(await store.getState().rotate("system")).toBe(false);
    expect(store.getState()).toMatchObject({
      ...{ keys: { value: { protection: "file" } }, refusal: { code: "POLICY_REFUSED" }, isChanging: false },
    });
  });

  it("does one change at a time", async () => {
    const { client, requestsOf } = createFakeMain({ "key.rotate": () => keys("system") });
    const store = createKeyStore(client);
    const both = await Promise.all([store.getState().rotate("system"), store.getState().rotate("file")]);
    expect(both).toEqual([true, false]);
    expect(requestsOf("key.rotate")).toHaveLength(1);
  });

  it("shows nothing of a folder that was left, whatever is still on its way", async () => {
    const { client } = createFakeMain({ "key.show": () => keys("file"), "key.rotate": () => keys("system") });
    const store = createKeyStore(client);
    const reading = store.getState().read();
    const changing = store.getState().rotate("system");
    store.getState().reset();
    await Promise.all([reading, changing]);
    await settle();
    expect(store.getState()).toMatchObject({ keys: { state: "idle" }, isChanging: false, refusal: null });
  });

  it("says why the keys cannot be read", async () => {
    const { client } = createFakeMain({});
    const store = createKeyStore(client);
    await store.getState().read();
    expect(store.getState().keys.state).toBe("failed");
  });
});
