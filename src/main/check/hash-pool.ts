import { Worker } from "node:worker_threads";
import { AppError } from "../../shared/app-error.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import { resolveStorePath, type StorePath } from "../store/store-layout.ts";
import type { Fs } from "../system/fs.ts";
import { type HashAnswer, type HashReply, type HashRequest, IS_STOPPED, SHARED_WORDS } from "./hash-messages.ts";
import { HashRing, makeRingMemory } from "./hash-ring.ts";
import { type FileDigest, refuseWhenStopped, type StoredHashes, type UnreadFile } from "./stored-file.ts";

/** Reading what the system holds in memory gains nothing from more of them. */
const WORKERS = 2;
/** A file of this size is read by one thread and hashed by another. */
const LARGE_BYTES = 8 * 1024 * 1024;
/** Fewer files than these are not worth a second thread. */
const FILES_PER_WORKER = 4;

/** Who waits for files to be hashed. */
export interface HashWatcher {
  readonly signal: AbortSignal;
  /** Bytes hashed so far. */
  readonly progress?: (hashedBytes: number) => void;
}

interface Job {
  readonly shared: Int32Array<SharedArrayBuffer>;
  readonly files: (FileDigest | UnreadFile | undefined)[];
  readonly progress: (hashedBytes: number) => void;
  readonly resolve: (files: readonly (FileDigest | UnreadFile)[]) => void;
  readonly reject: (error: unknown) => void;
  hashedBytes: number;
  /** Workers that have not answered yet. */
  waitsFor: number;
  failure: AppError | null;
}

type Task = { readonly task: "files"; readonly paths: readonly StorePath[] } | RingTask;
type RingTask =
  | { readonly task: "read"; readonly path: StorePath; readonly ring: SharedArrayBuffer }
  | { readonly task: "digest"; readonly ring: SharedArrayBuffer };

interface PoolOptions {
  readonly workerUrl: URL;
  readonly fs: Pick<Fs, "stat">;
  /** Threads; left out, as many as do any good. */
  readonly workers?: number;
}

/**
 * Threads that hash stored files, so that no other thread has to wait for it. They start with the first file, never keep the program
 * running, and are started anew when they died.
 */
export class HashPool {
  readonly #options: PoolOptions;
  readonly #jobs = new Map<number, Job>();
  #workers: readonly Worker[] = [];
  #ring: SharedArrayBuffer | null = null;
  #nextId = 1;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /**
   * Digests of files of a runs folder, in the order of `paths`. A file that is missing or cannot be opened is an answer. Rejects with
   * CANCELLED when stopped, faults of the drive (IO_FAILED, TOO_MANY_FILES), and INTERNAL when a thread died.
   */
  async hash(
    runsDir: string,
    paths: readonly StorePath[],
    watcher: HashWatcher,
  ): Promise<readonly (FileDigest | UnreadFile)[]> {
    refuseWhenStopped(watcher.signal);
    if (paths.length === 0) return [];
    const tasks = this.#tasksFor(runsDir, paths);
    return await this.#run(runsDir, { tasks, count: paths.length, watcher });
  }

  /** The same for one file. */
  async hashOne(runsDir: string, path: StorePath, watcher: HashWatcher): Promise<FileDigest | UnreadFile> {
    const [file] = await this.hash(runsDir, [path], watcher);
    if (file === undefined) throw new Error("one file was asked for and none came back");
    return file;
  }

  /** The same for whoever looks at one folder. */
  of(runsDir: string): StoredHashes {
    return (path, signal, progress) =>
      this.hashOne(runsDir, path, progress === undefined ? { signal } : { signal, progress });
  }

  /** Ends the threads. What is being hashed is given up: whoever waits for it gets CANCELLED. */
  async close(): Promise<void> {
    await this.#end(new AppError("CANCELLED", "The work was stopped before it was finished. Nothing was changed."));
  }

  /** A file alone is worth two threads when nobody else needs them. */
  #tasksFor(runsDir: string, paths: readonly StorePath[]): readonly Task[] {
    const threads = this.#options.workers ?? WORKERS;
    const [path] = paths;
    if (paths.length === 1 && path !== undefined && threads > 1 && this.#jobs.size === 0) {
      const sizeBytes = this.#options.fs.stat(resolveStorePath(runsDir, path))?.sizeBytes ?? 0;
      if (sizeBytes >= LARGE_BYTES) return this.#ringTasks(path);
    }
    const wanted = Math.min(threads, Math.ceil(paths.length / FILES_PER_WORKER));
    return Array.from({ length: wanted }, () => ({ task: "files", paths }));
  }

  #ringTasks(path: StorePath): readonly Task[] {
    const ring = this.#ring ?? makeRingMemory();
    this.#ring = ring;
    new HashRing(ring).reset();
    return [
      { task: "read", path, ring },
      { task: "digest", ring },
    ];
  }

  #run(
    runsDir: string,
    work: { readonly tasks: readonly Task[]; readonly count: number; readonly watcher: HashWatcher },
  ): Promise<readonly (FileDigest | UnreadFile)[]> {
    const { tasks, count, watcher } = work;
    const id = this.#nextId++;
    const shared = new Int32Array(new SharedArrayBuffer(SHARED_WORDS * Int32Array.BYTES_PER_ELEMENT));
    const answer = new Promise<readonly (FileDigest | UnreadFile)[]>((resolve, reject) => {
      this.#jobs.set(id, {
        ...{ shared, resolve, reject, hashedBytes: 0, waitsFor: tasks.length, failure: null },
        files: new Array(count),
        progress: watcher.progress ?? (() => undefined),
      });
    });
    const workers = this.#ready();
    tasks.forEach((task, number) => {
      // Work of one thread takes turns, so that two small pieces of work do not wait for each other.
      const worker = workers[(tasks.length > 1 ? number : id) % workers.length];
      worker?.postMessage({ id, runsDir, shared, ...task } satisfies HashRequest);
    });
    const stop = (): void => stopWork(shared);
    watcher.signal.addEventListener("abort", stop, { once: true });
    return answer.finally(() => watcher.signal.removeEventListener("abort", stop));
  }

  /** Workers keep the program running only while somebody waits for them. */
  #ready(): readonly Worker[] {
    if (this.#workers.length === 0) {
      const count = this.#options.workers ?? WORKERS;
      this.#workers = Array.from({ length: count }, () => this.#start());
    }
    for (const worker of this.#workers) worker.ref();
    return this.#workers;
  }

  #start(): Worker {
    // Flags the program itself was started with (such as --input-type) may make no sense for a worker's module.
    const worker = new Worker(this.#options.workerUrl, { name: "hash", execArgv: [] });
    worker.on("message", (reply: HashReply) => this.#settle(reply));
    worker.on("error", (error) => this.#died(worker, error));
    worker.on("exit", () => this.#died(worker, null));
    return worker;
  }

  #settle(reply: HashReply): void {
    const job = this.#jobs.get(reply.id);
    if (job === undefined) return;
    if ("hashedBytes" in reply) {
      job.hashedBytes += reply.hashedBytes;
      job.progress(job.hashedBytes);
      return;
    }
    if ("answer" in reply) place(job.files, reply.answer);
    else {
      stopWork(job.shared);
      // When one thread fails, the others are stopped; why they stopped is no news.
      if (job.failure === null || job.failure.code === "CANCELLED") job.failure = errorOf(reply);
    }
    job.waitsFor -= 1;
    if (job.waitsFor > 0) return;
    this.#forget(reply.id);
    if (job.failure === null) finish(job);
    else job.reject(job.failure);
  }

  #forget(id: number): void {
    this.#jobs.delete(id);
    if (this.#jobs.size === 0) for (const worker of this.#workers) worker.unref();
  }

  #died(worker: Worker, error: unknown): void {
    if (!this.#workers.includes(worker)) return;
    const cause = error === null ? {} : { cause: error };
    void this.#end(new AppError("INTERNAL", "The reading of files broke off. Nothing was changed. Try again.", cause));
  }

  async #end(reason: AppError): Promise<void> {
    const [workers, jobs] = [this.#workers, [...this.#jobs.values()]];
    this.#workers = [];
    // A thread that is still ending may write into it.
    this.#ring = null;
    this.#jobs.clear();
    for (const job of jobs) {
      stopWork(job.shared);
      job.reject(reason);
    }
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function stopWork(shared: Int32Array<SharedArrayBuffer>): void {
  Atomics.store(shared, IS_STOPPED, 1);
}

function place(files: Job["files"], { places, digests, sizes, unread }: HashAnswer): void {
  places.forEach((at, index) => {
    const [sha256, sizeBytes] = [digests[index], sizes[index]];
    if (sha256 === undefined || sizeBytes === undefined) return;
    files[at] = { state: "read", sha256: sha256 as Sha256, sizeBytes };
  });
  for (const [at, answer] of unread) files[at] = answer;
}

function finish({ files, progress, resolve, reject }: Job): void {
  // Places that nobody filled are holes, which only a loop over the whole list sees.
  const whole = [...files].filter((file) => file !== undefined);
  if (whole.length < files.length) {
    reject(new Error("a thread gave no answer for a file it was asked for"));
    return;
  }
  progress(whole.reduce((bytes, file) => bytes + (file.state === "read" ? file.sizeBytes : 0), 0));
  resolve(whole);
}

function errorOf({ error, stack }: Extract<HashReply, { readonly error: unknown }>): AppError {
  if (stack === null) return AppError.fromWire(error);
  const cause = new Error("In a worker that hashes");
  cause.stack = stack;
  return new AppError(error.code, error.message, { context: error.context, cause });
}
