import { Worker } from "node:worker_threads";
import { AppError } from "../../shared/app-error.ts";
import type {
  CatalogCallName,
  CatalogCalls,
  CatalogReply,
  CatalogRequest,
  CatalogWorkerData,
} from "./catalog-messages.ts";

/** Who waits for a long call. */
export interface Watcher {
  readonly progress: (done: number, total: number | null) => void;
  readonly signal: AbortSignal;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly progress: Watcher["progress"] | null;
}

/** Asks the worker and hands its answers back to whoever asked. */
export class CatalogClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #gone: AppError | null = null;

  constructor(workerUrl: URL, workerData: CatalogWorkerData) {
    // Flags the program itself was started with (such as --input-type) may make no sense for a worker's module.
    this.#worker = new Worker(workerUrl, { workerData, name: "catalog", execArgv: [] });
    this.#worker.on("message", (reply: CatalogReply) => this.#settle(reply));
    this.#worker.on("error", (error) => this.#end(error));
    this.#worker.on("exit", () => this.#end(null));
  }

  /** Rejects with the worker's coded error, or INTERNAL with the worker's stack as its cause. */
  call<Name extends CatalogCallName>(
    name: Name,
    input: CatalogCalls[Name]["input"],
    watcher: Watcher | null = null,
  ): Promise<CatalogCalls[Name]["output"]> {
    if (this.#gone !== null) return Promise.reject(this.#gone);
    const id = this.#nextId++;
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, progress: watcher?.progress ?? null });
    });
    this.#send({ id, call: name, input });
    const stop = (): void => this.#send({ id, cancel: true });
    if (watcher?.signal.aborted === true) stop();
    watcher?.signal.addEventListener("abort", stop, { once: true });
    const settled = answer.finally(() => watcher?.signal.removeEventListener("abort", stop));
    // The worker answers by the table of calls, which both sides are built from.
    return settled as Promise<CatalogCalls[Name]["output"]>;
  }

  /** Lets the worker finish what it has begun and waits until it is gone. Safe to repeat. */
  async close(): Promise<void> {
    if (this.#gone !== null) return;
    const exited = new Promise<void>((resolve) => this.#worker.once("exit", () => resolve()));
    await this.call("close", null);
    await exited;
  }

  /** Ends the worker at once: for one that could not open. */
  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #send(request: CatalogRequest): void {
    this.#worker.postMessage(request);
  }

  #settle(reply: CatalogReply): void {
    const waiting = this.#waiting.get(reply.id);
    if (waiting === undefined) return;
    if ("done" in reply) {
      waiting.progress?.(reply.done, reply.total);
      return;
    }
    this.#waiting.delete(reply.id);
    if ("error" in reply) waiting.reject(errorOf(reply));
    else waiting.resolve(reply.value);
  }

  #end(error: unknown): void {
    this.#gone ??= new AppError("INTERNAL", "The catalog has stopped. Start the program again.", {
      ...(error === null ? {} : { cause: error }),
    });
    for (const waiting of this.#waiting.values()) waiting.reject(this.#gone);
    this.#waiting.clear();
  }
}

function errorOf({ error, stack }: Extract<CatalogReply, { readonly error: unknown }>): AppError {
  if (stack === null) return AppError.fromWire(error);
  const cause = new Error("In the catalog's worker");
  cause.stack = stack;
  return new AppError(error.code, error.message, { context: error.context, cause });
}
