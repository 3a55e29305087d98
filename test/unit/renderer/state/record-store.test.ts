import { describe, expect, it } from "vitest";
import { createRecordStore } from "../../../../src/renderer/state/record-store.ts";
import { EMPTY_FORM } from "../../../../src/renderer/state/run-request.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { CreatedRun } from "../../../../src/shared/operations/run-operations.ts";
import { createFakeMain, deferred } from "../fake-bridge.ts";
import { makeCreated } from "../sample-data.ts";

const WAITING = { name: "op20.json", source: { file: { grant: "g1" } } } as const;

describe("record store", () => {
  it("records the form as bytes and empties it", async () => {
    const { client, requestsOf } = createFakeMain({ "run.create": () => makeCreated() });
    const store = createRecordStore(client);
    store.getState().fill({ mode: "saw", tool: "T102" });
    expect((await store.getState().recordForm())?.run_number).toBe("9-2");
    expect(requestsOf("run.create")).toMatchObject([{ source: { bytes: expect.any(Uint8Array), name: null } }]);
    expect(store.getState().form).toEqual(EMPTY_FORM);
  });

  it("what was typed stays when it could not be recorded", async () => {
    const { client } = createFakeMain({
      "run.create": () => {
        throw new AppError("DISK_FULL", "x");
      },
    });
    const store = createRecordStore(client);
    store.getState().fill({ mode: "saw", tool: "T102", notes: "long text" });
    expect(await store.getState().recordForm()).toBeNull();
    expect(store.getState()).toMatchObject({ busy: false, error: { code: "DISK_FULL" }, form: { notes: "long text" } });
  });

  it("a second tap while one is being recorded records nothing twice", async () => {
    const answer = deferred<CreatedRun>();
    const { client, requestsOf } = createFakeMain({ "run.create": () => answer.promise });
    const store = createRecordStore(client);
    const first = store.getState().recordForm();
    expect(await store.getState().recordForm()).toBeNull();
    answer.resolve(makeCreated());
    await first;
    expect(requestsOf("run.create")).toHaveLength(1);
  });

  it("a file waits for the person's word and is gone when refused", async () => {
    const { client, requestsOf } = createFakeMain({ "run.create": () => makeCreated() });
    const store = createRecordStore(client);
    store.getState().offer(WAITING);
    expect(requestsOf("run.create")).toEqual([]);
    store.getState().refuse();
    expect(await store.getState().recordWaiting()).toBeNull();
    store.getState().offer(WAITING);
    expect((await store.getState().recordWaiting())?.run_id).toBe("run_9");
    expect(requestsOf("run.create")).toMatchObject([{ source: { file: { grant: "g1" } } }]);
    expect(store.getState().waiting).toBeNull();
  });

  it("a file that could not be recorded goes on waiting", async () => {
    const { client } = createFakeMain({
      "run.create": () => {
        throw new AppError("IO_FAILED", "x");
      },
    });
    const store = createRecordStore(client);
    store.getState().offer(WAITING);
    await store.getState().recordWaiting();
    expect(store.getState()).toMatchObject({ waiting: WAITING, error: { code: "IO_FAILED" } });
  });

  it("a chosen file waits under its label; choosing nothing changes nothing", async () => {
    let picked: { grant: string; label: string } | null = null;
    const { client } = createFakeMain({ "files.pick": () => ({ picked }) });
    const store = createRecordStore(client);
    await store.getState().pickFile();
    expect(store.getState().waiting).toBeNull();
    picked = { grant: "g1", label: "op20.json" };
    await store.getState().pickFile();
    expect(store.getState().waiting).toEqual(WAITING);
  });
});
