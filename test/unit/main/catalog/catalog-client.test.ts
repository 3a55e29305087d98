import { describe, expect, it } from "vitest";
import { CatalogClient } from "../../../../src/main/catalog/catalog-client.ts";

/** A worker that answers as `script` says; `port` is its end of the line. */
function clientOf(script: string): CatalogClient {
  const code = `import { parentPort as port, workerData } from "node:worker_threads"; ${script}`;
  const url = new URL(`data:text/javascript,${encodeURIComponent(code)}`);
  return new CatalogClient(url, { runsDir: "/runs", access: "read" });
}

const never = { progress: () => undefined, signal: new AbortController().signal };

describe("CatalogClient", () => {
  it("gives each answer to whoever asked, whatever their order", async () => {
    const client = clientOf(`
      const held = [];
      port.on("message", (request) => {
        held.push(request);
        if (held.length === 2) for (const { id, input } of held.reverse()) port.postMessage({ id, value: input });
      });`);
    const answers = [client.call("find", "first"), client.call("find", "second")];
    expect(await Promise.all(answers)).toEqual(["first", "second"]);
    await client.stop();
  });

  it("hands the worker what it is started with", async () => {
    const client = clientOf(`port.on("message", ({ id }) => port.postMessage({ id, value: workerData }));`);
    expect(await client.call("find", "x")).toEqual({ runsDir: "/runs", access: "read" });
    await client.stop();
  });

  it("makes coded errors of coded answers, and keeps the stack of a bug for the log", async () => {
    const client = clientOf(`
      const error = { code: "BAD_CURSOR", message: "no", context: { field: "cursor" } };
      port.on("message", ({ id, input }) => port.postMessage({ id, error, stack: input === "bug" ? "at the bug" : null }));`);
    await expect(client.call("find", "x")).rejects.toMatchObject({ code: "BAD_CURSOR", context: { field: "cursor" } });
    await expect(client.call("find", "bug")).rejects.toMatchObject({ cause: { stack: "at the bug" } });
    await client.stop();
  });

  it("passes progress on and asks the worker to stop", async () => {
    const client = clientOf(`
      port.on("message", (request) => {
        if ("cancel" in request) port.postMessage({ id: request.id, value: "stopped" });
        else port.postMessage({ id: request.id, done: 3, total: null });
      });`);
    const abort = new AbortController();
    const seen: unknown[] = [];
    const progress = (done: number, total: number | null): void => {
      seen.push([done, total]);
      abort.abort();
    };
    expect(await client.call("rebuild", null, { progress, signal: abort.signal })).toBe("stopped");
    expect(seen).toEqual([[3, null]]);
    await client.stop();
  });

  it("asks at once when it was stopped before it began", async () => {
    const client = clientOf(`
      port.on("message", (request) => {
        if ("cancel" in request) port.postMessage({ id: request.id, value: "stopped" });
      });`);
    expect(await client.call("verify", null, { ...never, signal: AbortSignal.abort() })).toBe("stopped");
    await client.stop();
  });

  it("rejects what waits, and whatever comes later, when the worker is gone", async () => {
    const client = clientOf(`port.on("message", () => { throw new Error("a bug"); });`);
    await expect(client.call("stats", null)).rejects.toMatchObject({ code: "INTERNAL", cause: { message: "a bug" } });
    await expect(client.call("stats", null)).rejects.toMatchObject({ code: "INTERNAL" });
    await client.close();
  });

  it("closes when the worker has ended, and may be closed again", async () => {
    const client = clientOf(`
      port.on("message", ({ id, call }) => {
        port.postMessage({ id, value: null });
        if (call === "close") port.close();
      });`);
    await client.close();
    await client.close();
    await expect(client.call("stats", null)).rejects.toMatchObject({ code: "INTERNAL" });
  });
});
