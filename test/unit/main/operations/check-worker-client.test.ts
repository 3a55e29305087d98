import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CheckWorkerClient } from "../../../../src/main/operations/check-worker-client.ts";
import type { StoreCheckInput } from "../../../../src/main/operations/run-store-check.ts";
import { makeSmallStore } from "../../../fixtures/bad-stores/small-store.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { CHECK_WORKER, HASH_WORKER } from "../../../support/test-application.ts";

const scope = { what: "store", from: null, to: null, run_ids: null } as const;

let folders: TestFolders;
let clients: CheckWorkerClient[];

beforeEach(() => {
  folders = makeTestFolders();
  clients = [];
});
afterEach(async () => {
  for (const client of clients) await client.close();
  folders.remove();
});

function open(check: URL = CHECK_WORKER): CheckWorkerClient {
  const client = new CheckWorkerClient({ check, hash: HASH_WORKER });
  clients.push(client);
  return client;
}

/** A worker that does as `script` says; `port` is its end of the line. */
function scripted(script: string): URL {
  const code = `import { parentPort as port } from "node:worker_threads"; ${script}`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}

function input(more: Partial<StoreCheckInput> = {}): StoreCheckInput {
  return { runsDir: folders.runsDir, dataDir: folders.dataDir, scope, from: null, ...more };
}

function control(signal = new AbortController().signal) {
  return { signal, progress: () => undefined };
}

describe("CheckWorkerClient", () => {
  it("gives the report of a check that another thread made, and how far it was", async () => {
    await makeSmallStore(folders);
    const seen: (number | null)[][] = [];
    const progress = (done: number, total: number | null) => seen.push([done, total]);
    const report = await open().check(input(), { ...control(), progress });
    expect(report).toMatchObject({ verdict: "intact", findings: [], runs: { total: 3 } });
    expect(seen.at(-1)).toEqual([3, 3]);
  });

  it("hands out what is to be kept of a check that was stopped, before it says so", async () => {
    const url = scripted(`
      port.on("message", ({ id, cancel }) => {
        if (cancel !== true) return port.postMessage({ id, done: 1, total: 2 });
        port.postMessage({ id, keep: { next: 1 } });
        port.postMessage({ id, error: { code: "CANCELLED", message: "Stopped.", context: {} }, stack: null });
      });`);
    const abort = new AbortController();
    const seen: unknown[] = [];
    const stopped = open(url).check(input(), {
      signal: abort.signal,
      progress: () => abort.abort(),
      keep: (state) => seen.push(state),
    });
    await expect(stopped).rejects.toMatchObject({ code: "CANCELLED" });
    expect(seen).toEqual([{ next: 1 }]);
  });

  it("begins nothing that was stopped before", async () => {
    await expect(open().check(input(), control(AbortSignal.abort()))).rejects.toMatchObject({ code: "CANCELLED" });
  });

  it("says that the thread died, and starts another for the next check", async () => {
    const dying = scripted(`
      port.on("message", ({ id, input }) => {
        if (input.runsDir === "die") throw new Error("a bug");
        port.postMessage({ id, report: "a report" });
      });`);
    const client = open(dying);
    await expect(client.check(input({ runsDir: "die" }), control())).rejects.toMatchObject({
      code: "INTERNAL",
      cause: { message: "a bug" },
    });
    expect(await client.check(input(), control())).toBe("a report");
  });

  it("keeps the stack of a bug for the log", async () => {
    const buggy = scripted(`
      const error = { code: "INTERNAL", message: "no", context: {} };
      port.on("message", ({ id }) => port.postMessage({ id, error, stack: "at the bug" }));`);
    const checked = open(buggy).check(input(), control());
    await expect(checked).rejects.toMatchObject({ code: "INTERNAL", cause: { stack: "at the bug" } });
  });

  it("gives up a check that is going on when it is closed, and may be closed again", async () => {
    const client = open(scripted(`port.on("message", () => undefined);`));
    const checked = expect(client.check(input(), control())).rejects.toMatchObject({ code: "CANCELLED" });
    await client.close();
    await client.close();
    await checked;
  });
});
