import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CheckWorkerReply, CheckWorkerRequest } from "../../../../src/main/operations/check-worker-messages.ts";
import { makeSmallStore } from "../../../fixtures/bad-stores/small-store.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { CHECK_WORKER, HASH_WORKER } from "../../../support/test-application.ts";

const scope = { what: "store", from: null, to: null, run_ids: null } as const;

let folders: TestFolders;
let worker: Worker;

beforeEach(async () => {
  folders = makeTestFolders();
  await makeSmallStore(folders);
  worker = new Worker(CHECK_WORKER, { workerData: { hashWorkerUrl: HASH_WORKER.href } });
});
afterEach(async () => {
  await worker.terminate();
  folders.remove();
});

function input(runsDir = folders.runsDir) {
  return { runsDir, dataDir: folders.dataDir, scope, from: null };
}

/** Everything the worker says about the last of these requests, to its outcome. */
function ask(...requests: readonly CheckWorkerRequest[]): Promise<readonly CheckWorkerReply[]> {
  const said: CheckWorkerReply[] = [];
  return new Promise((resolve) => {
    worker.on("message", (reply: CheckWorkerReply) => {
      said.push(reply);
      if ("report" in reply || "error" in reply) resolve(said);
    });
    for (const request of requests) worker.postMessage(request);
  });
}

describe("the worker that checks", () => {
  it("checks a folder, and says how far it is", async () => {
    const said = await ask({ id: 3, input: input() });
    expect(said.at(-1)).toMatchObject({ id: 3, report: { verdict: "intact", findings: [], runs: { total: 3 } } });
    expect(said.filter((reply) => "done" in reply).at(-1)).toMatchObject({ id: 3, done: 3, total: 3 });
  });

  it("stops when it is told to", async () => {
    const said = await ask({ id: 4, input: input() }, { id: 4, cancel: true });
    expect(said.at(-1)).toMatchObject({ id: 4, error: { code: "CANCELLED" }, stack: null });
  });

  it("answers INTERNAL for a bug, with its stack beside it", async () => {
    const said = await ask({ id: 5, input: { ...input(), runsDir: null as unknown as string } });
    expect(said.at(-1)).toMatchObject({ error: { code: "INTERNAL" }, stack: expect.stringContaining("Error") });
  });
});
