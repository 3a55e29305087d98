import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CatalogReply, CatalogRequest } from "../../../../src/main/catalog/catalog-messages.ts";
import { pageRequest } from "./made-runs.ts";
import { type MadeStore, madeStore } from "./made-store.ts";

const WORKER = new URL("../../../../src/main/catalog/catalog-worker.ts", import.meta.url);

let made: MadeStore;
let worker: Worker;

beforeEach(async () => {
  made = await madeStore();
  await made.record("run_1");
});
afterEach(async () => {
  await worker.terminate();
  await made.close();
});

function start(access: "write" | "read", runsDir = made.folders.runsDir): void {
  worker = new Worker(WORKER, { workerData: { runsDir, access } });
}

function answerTo(request: CatalogRequest): Promise<CatalogReply> {
  return new Promise((resolve) => {
    worker.on("message", (reply: CatalogReply) => {
      if (reply.id === request.id && !("done" in reply)) resolve(reply);
    });
    worker.postMessage(request);
  });
}

describe("the worker of the catalog", () => {
  it("answers calls", async () => {
    start("write");
    expect(await answerTo({ id: 1, call: "open", input: null })).toMatchObject({ id: 1, value: { rows: 1 } });
    expect(await answerTo({ id: 2, call: "find", input: "run_1" })).toMatchObject({
      id: 2,
      value: { run_id: "run_1" },
    });
  });

  it("answers with a coded error for what is expected to fail", async () => {
    start("read");
    const input = pageRequest({}, { cursor: "altered" });
    expect(await answerTo({ id: 1, call: "query", input })).toMatchObject({
      id: 1,
      error: { code: "BAD_CURSOR" },
      stack: null,
    });
  });

  it("answers with the code of the system's error when it cannot open", async () => {
    start("write", `${made.folders.root}/missing/runs`);
    expect(await answerTo({ id: 1, call: "open", input: null })).toMatchObject({ error: { code: "PATH_NOT_FOUND" } });
  });

  it("answers INTERNAL for a bug, with its stack beside it", async () => {
    start("read");
    expect(await answerTo({ id: 1, call: "query", input: null })).toMatchObject({
      error: { code: "INTERNAL" },
      stack: expect.stringContaining("TypeError"),
    });
  });

  it("stops a long call when it is told to", async () => {
    for (let number = 2; number < 320; number++) await made.record(`run_${number}`);
    start("write");
    await answerTo({ id: 1, call: "open", input: null });
    const rebuilt = answerTo({ id: 2, call: "rebuild", input: null });
    worker.postMessage({ id: 2, cancel: true });
    expect(await rebuilt).toMatchObject({ error: { code: "CANCELLED" } });
    expect(await answerTo({ id: 3, call: "stats", input: null })).toMatchObject({ value: { rows: 319 } });
  });

  it("ends when it is closed", async () => {
    start("write");
    await answerTo({ id: 1, call: "open", input: null });
    const ended = new Promise((resolve) => worker.once("exit", resolve));
    expect(await answerTo({ id: 2, call: "close", input: null })).toEqual({ id: 2, value: null });
    expect(await ended).toBe(0);
  });
});
