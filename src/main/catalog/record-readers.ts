import { Worker } from "node:worker_threads";
import { AppError } from "../../shared/app-error.ts";
import type { EntryParcel } from "./entry-parcel.ts";
import { unpackEntries } from "./entry-parcel.ts";
import type { LedgerBatch } from "./ledger-batch.ts";
import type { PreparedEntry } from "./prepared-entry.ts";

/** What a reading thread is started with. */
export interface ReaderData {
  readonly runsDir: string;
}

/** To a reading thread: lines to prepare; entries below `fromSeq` are not wanted. */
export interface ReaderRequest {
  readonly batch: LedgerBatch;
  readonly fromSeq: number;
}

/** From a reading thread, in the order of the requests. A bug travels as its stack. */
export type ReaderReply = { readonly parcel: EntryParcel } | { readonly stack: string };

/** Prepares batches of entries in threads of their own. */
export interface RecordReaders {
  /** How many batches can be under way before one waits for another. */
  readonly width: number;
  prepare(request: ReaderRequest): Promise<readonly PreparedEntry[]>;
  /** Ends the threads, whatever they do. */
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (entries: readonly PreparedEntry[]) => void;
  readonly reject: (error: unknown) => void;
}

/** So many batches wait at each thread: enough that it never idles, and little memory. */
const BATCHES_PER_READER = 2;

/** Starts `count` reading threads over a runs folder. */
export function startRecordReaders(workerUrl: URL, runsDir: string, count: number): RecordReaders {
  const readers = Array.from({ length: count }, () => new RecordReader(workerUrl, runsDir));
  let next = 0;
  return {
    width: count * BATCHES_PER_READER,
    prepare(request) {
      const reader = readers[next++ % readers.length];
      return reader === undefined ? Promise.reject(stopped(null)) : reader.prepare(request);
    },
    async close() {
      await Promise.all(readers.map((reader) => reader.close()));
    },
  };
}

class RecordReader {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #gone: AppError | null = null;

  constructor(workerUrl: URL, runsDir: string) {
    const workerData: ReaderData = { runsDir };
    // Records come and go: with little room for new objects, fewer of them are kept for long.
    const resourceLimits = { maxYoungGenerationSizeMb: 16 };
    this.#worker = new Worker(workerUrl, { workerData, name: "record-reader", execArgv: [], resourceLimits });
    this.#worker.on("message", (reply: ReaderReply) => this.#settle(reply));
    this.#worker.on("error", (error) => this.#end(error));
    this.#worker.on("exit", () => this.#end(null));
  }

  prepare(request: ReaderRequest): Promise<readonly PreparedEntry[]> {
    if (this.#gone !== null) return Promise.reject(this.#gone);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(request, [request.batch.bytes.buffer as ArrayBuffer]);
    });
  }

  async close(): Promise<void> {
    this.#gone ??= stopped(null);
    await this.#worker.terminate();
  }

  #settle(reply: ReaderReply): void {
    const waiting = this.#waiting.shift();
    if ("parcel" in reply) waiting?.resolve(unpackEntries(reply.parcel));
    else waiting?.reject(stopped(reply.stack));
  }

  #end(error: unknown): void {
    this.#gone ??= stopped(error);
    for (const waiting of this.#waiting.splice(0)) waiting.reject(this.#gone);
  }
}

function stopped(cause: unknown): AppError {
  return new AppError("INTERNAL", "A thread that reads records has stopped. Start the program again.", {
    ...(cause === null ? {} : { cause }),
  });
}
