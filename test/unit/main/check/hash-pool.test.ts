import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { HashPool } from "../../../../src/main/check/hash-pool.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

const workerUrl = new URL("../../../../src/main/check/hash-worker.ts", import.meta.url);
const signal = new AbortController().signal;
const LARGE = Buffer.alloc(12 * 1024 * 1024 + 1, "large");

let folders: TestFolders;
let pools: HashPool[];

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(folders.runsDir);
  pools = [];
});
afterEach(async () => {
  for (const pool of pools) await pool.close();
  folders.remove();
});

function open(workers = 2, url = workerUrl): HashPool {
  const pool = new HashPool({ workerUrl: url, fs: nodeFs, workers });
  pools.push(pool);
  return pool;
}

function put(name: string, bytes: Uint8Array | string): string {
  writeFileSync(join(folders.runsDir, name), bytes);
  return name;
}

function read(bytes: Uint8Array | string) {
  return { state: "read", sha256: sha256Hex(bytes), sizeBytes: Buffer.from(bytes).byteLength };
}

/** A worker that does as `script` says; `port` is its end of the line. */
function scripted(script: string): URL {
  const code = `import { parentPort as port } from "node:worker_threads"; ${script}`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}

describe("HashPool", () => {
  it.each([1, 2])("gives an answer for every file, in the order of the list, from %d threads", async (workers) => {
    const texts = Array.from({ length: 300 }, (_, number) => `text ${number}`);
    const paths = texts.map((text, number) => put(`f${number}`, text));
    const files = await open(workers).hash(folders.runsDir, ["none", ...paths], { signal });
    expect(files).toEqual([{ state: "missing" }, ...texts.map(read)]);
  });

  it("answers at once where nothing was asked for", async () => {
    expect(await open().hash(folders.runsDir, [], { signal })).toEqual([]);
  });

  it.each([1, 2])("hashes a large file with %d threads and tells how far it is", async (workers) => {
    const path = put("large", LARGE);
    const seen: number[] = [];
    const watcher = { signal, progress: (bytes: number) => seen.push(bytes) };
    expect(await open(workers).hashOne(folders.runsDir, path, watcher)).toEqual(read(LARGE));
    expect(seen.at(-1)).toBe(LARGE.byteLength);
    expect(seen).toEqual([...seen].sort((left, right) => left - right));
  });

  it("tells whoever looks at one folder how far a file is, where that is asked for", async () => {
    const path = put("large", LARGE);
    const seen: number[] = [];
    const hashes = open().of(folders.runsDir);
    expect(await hashes(path, signal, (bytes) => seen.push(bytes))).toEqual(read(LARGE));
    expect(seen.at(-1)).toBe(LARGE.byteLength);
    expect(await hashes(path, signal)).toEqual(read(LARGE));
  });

  it("does several pieces of work at the same time", async () => {
    put("large", LARGE);
    put("small", "small");
    const pool = open();
    const work = ["large", "small", "large", "none"].map((path) => pool.hashOne(folders.runsDir, path, { signal }));
    expect(await Promise.all(work)).toEqual([read(LARGE), read("small"), read(LARGE), { state: "missing" }]);
  });

  it("stops when it is told to, also in the middle, and goes on to work", async () => {
    put("large", LARGE);
    const pool = open();
    const abort = new AbortController();
    const stopped = pool.hash(
      folders.runsDir,
      Array.from({ length: 50 }, () => "large"),
      { signal: abort.signal },
    );
    abort.abort();
    await expect(stopped).rejects.toMatchObject({ code: "CANCELLED" });
    const before = pool.hashOne(folders.runsDir, "large", { signal: AbortSignal.abort() });
    await expect(before).rejects.toMatchObject({ code: "CANCELLED" });
    expect(await pool.hashOne(folders.runsDir, "large", { signal })).toEqual(read(LARGE));
  });

  it("says why the work broke off, not that the other threads were stopped for it", async () => {
    const fault = `{ id, error: { code: "IO_FAILED", message: "The drive.", context: {} }, stack: null }`;
    const stopped = `{ id, error: { code: "CANCELLED", message: "Stopped.", context: {} }, stack: null }`;
    const url = scripted(`
      import { threadId } from "node:worker_threads";
      port.on("message", ({ id, shared }) => {
        if (Atomics.add(shared, 0, 1) === 0) setTimeout(() => port.postMessage(${fault}), 20);
        else setTimeout(() => port.postMessage(${stopped}), 1);
      });`);
    const work = open(2, url).hash(folders.runsDir, Array.from({ length: 20 }, String), { signal });
    await expect(work).rejects.toMatchObject({ code: "IO_FAILED" });
  });

  it("says that a thread died, and starts another for the next piece of work", async () => {
    const dying = scripted(`
      port.on("message", ({ id, paths }) => {
        if (paths[0] === "die") throw new Error("a bug");
        port.postMessage({ id, answer: { places: [0], digests: ["d"], sizes: [1], unread: [] } });
      });`);
    const pool = open(1, dying);
    await expect(pool.hashOne(folders.runsDir, "die", { signal })).rejects.toMatchObject({
      code: "INTERNAL",
      cause: { message: "a bug" },
    });
    expect(await pool.hashOne(folders.runsDir, "live", { signal })).toMatchObject({ state: "read" });
  });

  it("keeps the stack of a bug for the log", async () => {
    const buggy = scripted(`
      const error = { code: "INTERNAL", message: "no", context: {} };
      port.on("message", ({ id }) => port.postMessage({ id, error, stack: "at the bug" }));`);
    const work = open(1, buggy).hashOne(folders.runsDir, "x", { signal });
    await expect(work).rejects.toMatchObject({ code: "INTERNAL", cause: { stack: "at the bug" } });
  });

  it("gives up what is being hashed when it is closed, and may be closed again", async () => {
    const silent = scripted(`port.on("message", () => undefined);`);
    const pool = open(1, silent);
    const work = expect(pool.hashOne(folders.runsDir, "x", { signal })).rejects.toMatchObject({ code: "CANCELLED" });
    await pool.close();
    await pool.close();
    await work;
  });
});
