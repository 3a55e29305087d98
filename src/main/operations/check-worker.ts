import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { AppError } from "../../shared/app-error.ts";
import type { CheckState } from "../check/check-state.ts";
import { HashPool } from "../check/hash-pool.ts";
import { nearbyHashes } from "../check/nearby-hashes.ts";
import { systemClock } from "../system/clock.ts";
import { nodeFs } from "../system/node-fs.ts";
import { storageError } from "../system/storage-error.ts";
import type { CheckWorkerData, CheckWorkerReply, CheckWorkerRequest } from "./check-worker-messages.ts";
import { runStoreCheck, type StoreCheckInput } from "./run-store-check.ts";

/** People see progress; nobody sees it more often. */
const REPORT_EVERY_MS = 50;

const port = portToParent();
const { hashWorkerUrl } = workerData as CheckWorkerData;
const hashes = new HashPool({ workerUrl: new URL(hashWorkerUrl), fs: nodeFs });
const running = new Map<number, AbortController>();
const reply = (message: CheckWorkerReply): void => port.postMessage(message);

function portToParent(): MessagePort {
  if (parentPort === null) throw new Error("The worker that checks is no program of its own");
  return parentPort;
}

function failureOf(id: number, thrown: unknown, { runsDir }: StoreCheckInput): CheckWorkerReply {
  const error = storageError(thrown, "check the folder", runsDir);
  if (error instanceof AppError) return { id, error: error.toWire(), stack: null };
  const bug = new AppError("INTERNAL", "The check met an internal fault.");
  return { id, error: bug.toWire(), stack: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** The first and the last number are always told: a check that is done must look done. */
function reporter(id: number) {
  let reportedMs = Number.NEGATIVE_INFINITY;
  return (done: number, total: number | null, bytes?: number): void => {
    const nowMs = systemClock.monotonicMs();
    if (done !== total && nowMs - reportedMs < REPORT_EVERY_MS) return;
    reportedMs = nowMs;
    reply({ id, done, total, bytes });
  };
}

async function check(id: number, input: StoreCheckInput): Promise<void> {
  const abort = new AbortController();
  running.set(id, abort);
  try {
    const control = { signal: abort.signal, progress: reporter(id), keep: (keep: CheckState) => reply({ id, keep }) };
    const nearby = nearbyHashes(nodeFs, input.runsDir, hashes.of(input.runsDir));
    const deps = { fs: nodeFs, clock: systemClock, hashes: nearby };
    reply({ id, report: await runStoreCheck(deps, input, control) });
  } catch (error) {
    reply(failureOf(id, error, input));
  } finally {
    running.delete(id);
  }
}

port.on("message", (request: CheckWorkerRequest) => {
  if ("cancel" in request) running.get(request.id)?.abort();
  else void check(request.id, request.input);
});
