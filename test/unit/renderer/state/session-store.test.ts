import { describe, expect, it } from "vitest";
import { canWrite, createSessionStore, folderKey } from "../../../../src/renderer/state/session-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { createFakeMain, settle } from "../fake-bridge.ts";
import { makeSession } from "../sample-data.ts";

const readOnly = makeSession({
  store: { mode: "read-only", reason: "locked", message: null, holder: null, can_take_over: false },
});

describe("session store", () => {
  it("asks where we are and follows what main tells later", async () => {
    const { client, emit } = createFakeMain({ "session.get": () => makeSession() });
    const store = createSessionStore(client);
    await store.getState().load();
    expect(canWrite(store.getState())).toBe(true);
    emit("session.changed", readOnly);
    expect(canWrite(store.getState())).toBe(false);
  });

  it("keeps the folder that is open when another cannot be opened", async () => {
    const { client } = createFakeMain({
      "session.get": () => makeSession(),
      "session.open": () => {
        throw new AppError("NO_PERMISSION", "Not allowed.");
      },
    });
    const store = createSessionStore(client);
    await store.getState().load();
    await store.getState().open("sample");
    expect(store.getState().session).toEqual(makeSession());
    expect(store.getState().error?.code).toBe("NO_PERMISSION");
    expect(store.getState().opening).toBe(false);
  });

  it("takes a folder over only where that is asked", async () => {
    const { client, requestsOf } = createFakeMain({ "session.open": () => makeSession() });
    const store = createSessionStore(client);
    await store.getState().open("own");
    await store.getState().open("own", true);
    expect(requestsOf("session.open")).toEqual([
      { folder: "own", take_over: false },
      { folder: "own", take_over: true },
    ]);
  });

  it("says that it is opening while it is", async () => {
    const { client } = createFakeMain({ "session.open": () => makeSession({ sample: true }) });
    const store = createSessionStore(client);
    const opened = store.getState().open("sample");
    expect(store.getState().opening).toBe(true);
    await opened;
    await settle();
    expect(store.getState().opening).toBe(false);
  });

  it("tells the own folder from the sample folder", () => {
    expect(folderKey(null)).toBeNull();
    expect(folderKey(makeSession())).not.toBe(folderKey(makeSession({ sample: true })));
  });
});
