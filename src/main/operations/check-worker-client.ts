import { Worker } from "node:worker_threads";
import { AppError } from "../../shared/app-error.ts";
import type { StoreReport } from "../../shared/operations/check-operations.ts";
import type { StoreCheckControl } from "../check/check-state.ts";
import { refuseWhenStopped } from "../check/stored-file.ts";
import type { CheckWorkerData, CheckWorkerReply, CheckWorkerRequest } from "./check-worker-messages.ts";
import type { StoreCheckInput } from "./run-store-check.ts";

type Control = Omit<StoreCheckControl, "from">;

interface Waiting {
  readonly control: Control;
  readonly resolve: (report: StoreReport) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Has checks of many things made in a thread of its own, so that nobody's work waits for them. The thread starts with the first check, never
 * keeps the program running, and is started anew when it died.
 */
export class CheckWorkerClient {
  readonly #urls: { readonly check: URL; readonly hash: URL };
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #nextId = 1;

  constructor(urls: { readonly check: URL; readonly hash: URL }) {
    this.#urls = urls;
  }

  /**
   * Checks a folder as `runStoreCheck` does. What is to be kept of a stopped check is handed out before the rejection. Rejects with CANCELLED
   * when stopped or closed, INTERNAL when the thread died, and faults of the drive.
   */
  async check(input: StoreCheckInput, control: Control): Promise<StoreReport> {
    refuseWhenStopped(control.signal);
    const id = this.#nextId++;
    const worker = this.#worker ?? this.#start();
    const answer = new Promise<StoreReport>((resolve, reject) => this.#waiting.set(id, { control, resolve, reject }));
    worker.ref();
    worker.postMessage({ id, input } satisfies CheckWorkerRequest);
    const stop = (): void => worker.postMessage({ id, cancel: true } satisfies CheckWorkerRequest);
    control.signal.addEventListener("abort", stop, { once: true });
    try {
      return await answer;
    } finally {
      control.signal.removeEventListener("abort", stop);
    }
  }

  /** Ends the thread. Checks that are going on are given up; whoever waits for them gets CANCELLED. */
  async close(): Promise<void> {
    await this.#end(new AppError("CANCELLED", "The check was stopped. Nothing was changed."));
  }

  #start(): Worker {
    const workerData: CheckWorkerData = { hashWorkerUrl: this.#urls.hash.href };
    // Flags the program itself was started with (such as --input-type) may make no sense for a worker's module.
    const worker = new Worker(this.#urls.check, { workerData, name: "check", execArgv: [] });
    worker.on("message", (reply: CheckWorkerReply) => this.#take(reply));
    worker.on("error", (error) => this.#died(worker, error));
    worker.on("exit", () => this.#died(worker, null));
    this.#worker = worker;
    return worker;
  }

  #take(reply: CheckWorkerReply): void {
    const waiting = this.#waiting.get(reply.id);
    if (waiting === undefined) return;
    if ("done" in reply) waiting.control.progress(reply.done, reply.total, reply.bytes);
    else if ("keep" in reply) waiting.control.keep?.(reply.keep);
    else {
      this.#waiting.delete(reply.id);
      if (this.#waiting.size === 0) this.#worker?.unref();
      if ("report" in reply) waiting.resolve(reply.report);
      else waiting.reject(errorOf(reply));
    }
  }

  #died(worker: Worker, error: unknown): void {
    if (worker !== this.#worker) return;
    const cause = error === null ? {} : { cause: error };
    void this.#end(new AppError("INTERNAL", "The check broke off. Nothing was changed. Start it again.", cause));
  }

  async #end(reason: AppError): Promise<void> {
    const [worker, waiting] = [this.#worker, [...this.#waiting.values()]];
    this.#worker = null;
    this.#waiting.clear();
    for (const { reject } of waiting) reject(reason);
    await worker?.terminate();
  }
}

function errorOf({ error, stack }: Extract<CheckWorkerReply, { readonly error: unknown }>): AppError {
  if (stack === null) return AppError.fromWire(error);
  const cause = new Error("In the worker that checks");
  cause.stack = stack;
  return new AppError(error.code, error.message, { context: error.context, cause });
}
