import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { AppError } from "../../shared/app-error.ts";
import { bootTimeSeconds, systemClock } from "../system/clock.ts";
import { nodeFs } from "../system/node-fs.ts";
import { storageError } from "../system/storage-error.ts";
import { catalogCallHandlers } from "./catalog-calls.ts";
import { catalogError } from "./catalog-fault.ts";
import type { HostOptions } from "./catalog-host.ts";
import type { CatalogReply, CatalogRequest, CatalogWorkerData } from "./catalog-messages.ts";
import type { JobControl } from "./derive-catalog.ts";
import { ReadableCatalog } from "./readable-catalog.ts";
import { startRecordReaders } from "./record-readers.ts";
import { WritableCatalog } from "./writable-catalog.ts";

/** People see progress; nobody sees it more often. */
const REPORT_EVERY_MS = 100;

/** More than there are processors: on a cold disk most of them wait for it. */
const READERS = 4;

const port = portToParent();
const { runsDir, access, early } = workerData as CatalogWorkerData;
const options: HostOptions = {
  runsDir,
  early,
  fs: nodeFs,
  bootSeconds: bootTimeSeconds(systemClock),
  startReaders: () => startRecordReaders(readerUrl(), runsDir, READERS),
};
const handlers = catalogCallHandlers(() =>
  access === "write" ? WritableCatalog.open(options) : ReadableCatalog.open(options),
);
const running = new Map<number, AbortController>();
const reply = (message: CatalogReply): void => port.postMessage(message);

/** The module of the threads that read records lies beside this one, as a source under tests and in a bundle in the app. */
function readerUrl(): URL {
  const kind = import.meta.filename.endsWith(".ts") ? "ts" : "js";
  return pathToFileURL(join(import.meta.dirname, `record-reader-worker.${kind}`));
}

function portToParent(): MessagePort {
  if (parentPort === null) throw new Error("The worker of the catalog is no program of its own");
  return parentPort;
}

function controlOf(id: number, signal: AbortSignal): JobControl {
  let reportedMs = 0;
  return {
    report(done, total) {
      const nowMs = systemClock.monotonicMs();
      if (nowMs - reportedMs < REPORT_EVERY_MS) return;
      reportedMs = nowMs;
      reply({ id, done, total });
    },
    async pause() {
      await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted) throw new AppError("CANCELLED", "The work was stopped. The catalog is as it was before.");
    },
  };
}

function failureOf(id: number, thrown: unknown): CatalogReply {
  const error = storageError(catalogError(thrown, "use the catalog"), "use the catalog", runsDir);
  if (error instanceof AppError) return { id, error: error.toWire(), stack: null };
  const bug = new AppError("INTERNAL", "The catalog met an internal fault.");
  return { id, error: bug.toWire(), stack: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

async function answer({ id, call, input }: Exclude<CatalogRequest, { readonly cancel: true }>): Promise<void> {
  const abort = new AbortController();
  running.set(id, abort);
  try {
    if (call === "close") for (const other of running.values()) other.abort();
    // Both sides of this port are built together from the table of calls, so the input is of the call's own type.
    reply({ id, value: await handlers[call](input as never, controlOf(id, abort.signal)) });
  } catch (error) {
    reply(failureOf(id, error));
  } finally {
    running.delete(id);
    if (call === "close") port.close();
  }
}

port.on("message", (request: CatalogRequest) => {
  if ("cancel" in request) running.get(request.id)?.abort();
  else void answer(request);
});
