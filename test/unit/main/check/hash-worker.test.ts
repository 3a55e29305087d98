import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { type HashReply, IS_STOPPED, SHARED_WORDS } from "../../../../src/main/check/hash-messages.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

const WORKER = new URL("../../../../src/main/check/hash-worker.ts", import.meta.url);

let folders: TestFolders;
let worker: Worker;

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(folders.runsDir);
  writeFileSync(join(folders.runsDir, "a"), "a");
  worker = new Worker(WORKER);
});
afterEach(async () => {
  await worker.terminate();
  folders.remove();
});

function ask(request: unknown): Promise<HashReply> {
  return new Promise((resolve) => {
    worker.once("message", resolve);
    worker.postMessage(request);
  });
}

function filesRequest(isStopped = false) {
  const shared = new Int32Array(new SharedArrayBuffer(4 * SHARED_WORDS));
  if (isStopped) Atomics.store(shared, IS_STOPPED, 1);
  return { id: 7, runsDir: folders.runsDir, shared, task: "files", paths: ["a"] };
}

describe("the worker that hashes", () => {
  it("answers what it is asked", async () => {
    expect(await ask(filesRequest())).toMatchObject({ id: 7, answer: { digests: [sha256Hex("a")] } });
  });

  it("answers with a coded error for what is expected to fail, and goes on", async () => {
    expect(await ask(filesRequest(true))).toMatchObject({ id: 7, error: { code: "CANCELLED" }, stack: null });
    expect(await ask(filesRequest())).toMatchObject({ answer: { places: [0] } });
  });

  it("answers INTERNAL for a bug, with its stack beside it", async () => {
    const reply = await ask({ ...filesRequest(), paths: null });
    expect(reply).toMatchObject({ id: 7, error: { code: "INTERNAL" }, stack: expect.stringContaining("TypeError") });
  });
});
