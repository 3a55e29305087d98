import { AppError } from "../../shared/app-error.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { CatalogStatus } from "../catalog/catalog-status.ts";
import type { Committed, RunStore } from "../store/run-store.ts";
import type { Logger } from "../system/logger.ts";
import { CatalogGrowth } from "./catalog-growth.ts";

/** Above this, commits are let go and the catalog reads them from the ledger instead: memory stays bounded. */
const QUEUE_LIMIT = 4096;
const QUEUE_LIMIT_BYTES = 32 * 1024 * 1024;

/** Opening takes a moment, in which people record a run or two. */
const MOST_EARLY = 100;

/** What the feed stands between. */
export interface CatalogFeedParts {
  readonly store: Pick<RunStore, "onCommitted" | "settled">;
  readonly open: () => Promise<Catalog>;
  /** Reading beside another writer, who tells us nothing: the ledger is looked at before every answer. */
  readonly follows: boolean;
  /** Hears every few seconds how far a catalog is that is being built, and in the end that it is ready. */
  readonly onBuilding?: ((status: CatalogStatus) => void) | null;
  /** Whether readers get such a catalog meanwhile, with what there is in it; else they wait for the whole. */
  readonly answersEarly?: boolean;
  /** Whether the runs folder is still there: without it the catalog has nothing to be right about. */
  readonly isThere: () => boolean;
  readonly logger: Logger;
}

interface Waiter {
  readonly target: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

function byteLengthOf(committed: Committed): number {
  return committed.files.reduce((sum, file) => sum + file.bytes.byteLength, 0);
}

/**
 * Keeps the catalog up to what the store acknowledged: commits in order, many at a time when they come faster than the catalog
 * takes them. Writers never wait for it; readers do.
 */
export class CatalogFeed {
  readonly #parts: CatalogFeedParts;
  readonly #unsubscribe: () => void;
  #catalog: Catalog | null = null;
  #queue: Committed[] = [];
  #queuedBytes = 0;
  /** Commits may exist that are neither in the catalog nor in the queue. */
  #isBehind = false;
  #hasFailed = false;
  #isClosing = false;
  /** Commits heard of, and how many of them the catalog holds. */
  #seen = 0;
  #applied = 0;
  #waiters: Waiter[] = [];
  /** Heard while a catalog was being opened that may turn out to be one that is being built. */
  #early: Committed[] = [];
  #isPumping = false;
  /** The catalog is being built: it takes changes when it is whole, and is only told of them until then. */
  #growth: CatalogGrowth | null = null;
  #pump: Promise<void> = Promise.resolve();

  constructor(parts: CatalogFeedParts) {
    this.#parts = parts;
    this.#unsubscribe = parts.store.onCommitted((committed) => this.#take(committed));
    this.#start();
  }

  /** The catalog, once it knows every change acknowledged before this call. Throws what opening or applying threw. */
  async ready(): Promise<Catalog> {
    await this.#parts.store.settled();
    const catalog = await this.#caughtUp();
    if (this.#parts.follows) await this.#follow(catalog);
    return catalog;
  }

  /** Applies what is left, then closes the catalog. One that is being built is left as it is: the next start goes on with it. */
  async close(): Promise<void> {
    this.#unsubscribe();
    this.#isClosing = true;
    if (this.#growth !== null && this.#parts.answersEarly === true) await this.#letGo();
    await this.#pump;
    await this.#letGo();
  }

  async #follow(catalog: Catalog): Promise<void> {
    try {
      await catalog.catchUp();
    } catch (error) {
      await this.#letGo();
      throw error;
    }
  }

  /** Closes the catalog; the next reader opens it anew, and opening mends what is broken. */
  async #letGo(): Promise<void> {
    const catalog = this.#catalog;
    this.#catalog = null;
    try {
      await catalog?.close();
    } catch (error) {
      // It can be derived again at any time: that it did not close well is nothing for whoever recorded a run.
      this.#fault("the catalog did not close", error);
    }
  }

  /** A folder that was taken away under the catalog is told by whoever needs it, once; it is no fault of the catalog. */
  #fault(event: string, error: unknown): void {
    if (this.#isThere()) this.#parts.logger.fault(event, error);
  }

  #isThere(): boolean {
    try {
      return this.#parts.isThere();
    } catch {
      // Something is there, and cannot be looked at.
      return true;
    }
  }

  #take(committed: Committed): void {
    this.#seen += 1;
    this.#queuedBytes += byteLengthOf(committed);
    const isFull = this.#queue.length >= QUEUE_LIMIT || this.#queuedBytes > QUEUE_LIMIT_BYTES;
    if (this.#catalog === null || this.#hasFailed || isFull) {
      this.#emptyQueue();
      this.#isBehind = true;
    } else {
      this.#queue.push(committed);
    }
    this.#growth?.hear(committed);
    if (this.#catalog === null && this.#parts.answersEarly === true)
      this.#early = [...this.#early, committed].slice(-MOST_EARLY);
    if (!this.#hasFailed) this.#start();
  }

  #emptyQueue(): readonly Committed[] {
    const taken = this.#queue;
    this.#queue = [];
    this.#queuedBytes = 0;
    return taken;
  }

  #start(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    this.#hasFailed = false;
    this.#pump = this.#run();
  }

  async #run(): Promise<void> {
    try {
      this.#catalog ??= await this.#open();
      while (this.#isBehind || this.#queue.length > 0) await this.#step(this.#catalog);
      this.#releaseWaiters();
    } catch (error) {
      if (!this.#isClosing) this.#fault("the catalog could not be brought up to the ledger", error);
      await this.#letGo();
      this.#isBehind = true;
      this.#hasFailed = true;
      for (const waiter of this.#waiters.splice(0)) waiter.reject(error);
    } finally {
      this.#growth?.stop();
      this.#growth = null;
      this.#isPumping = false;
    }
  }

  /** A catalog that is not whole yet takes the changes when it is, from the ledger. */
  async #open(): Promise<Catalog> {
    const catalog = await this.#parts.open();
    const { answersEarly, onBuilding = null } = this.#parts;
    const isWhole = onBuilding === null || (await catalog.status()).state === "ready";
    const early = this.#early;
    this.#early = [];
    if (isWhole) return catalog;
    this.#catalog = catalog;
    if (this.#isClosing && answersEarly === true)
      throw new AppError("CANCELLED", "The folder was closed while its catalog was being built.");
    this.#growth = new CatalogGrowth(catalog, onBuilding);
    this.#isBehind = true;
    for (const committed of early) this.#growth.hear(committed);
    if (answersEarly === true) for (const waiter of this.#waiters.splice(0)) waiter.resolve();
    return catalog;
  }

  async #step(catalog: Catalog): Promise<void> {
    const target = this.#seen;
    const taken = this.#emptyQueue();
    if (this.#isBehind) {
      this.#isBehind = false;
      await this.#parts.store.settled();
      await catalog.catchUp();
    } else {
      await catalog.apply({ entries: taken.flatMap((one) => one.entries), files: taken.flatMap((one) => one.files) });
    }
    this.#growth?.stop();
    this.#growth = null;
    this.#applied = target;
    this.#releaseWaiters();
  }

  #releaseWaiters(): void {
    const waiting: Waiter[] = [];
    for (const waiter of this.#waiters) {
      if (waiter.target <= this.#applied) waiter.resolve();
      else waiting.push(waiter);
    }
    this.#waiters = waiting;
  }

  async #caughtUp(): Promise<Catalog> {
    if (this.#growth !== null && this.#parts.answersEarly === true) return this.#growth.ready();
    const target = this.#seen;
    if (this.#catalog === null || this.#growth !== null || this.#applied < target) {
      await new Promise<void>((resolve, reject) => {
        this.#waiters.push({ target, resolve, reject });
        this.#start();
      });
    }
    if (this.#catalog === null) throw new Error("the catalog feed answered before its catalog was open");
    return this.#catalog;
  }
}
