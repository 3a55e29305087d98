import type { EventPayload } from "../../shared/ipc/events.ts";
import type { Committed } from "../store/run-store.ts";

type StoreChanged = EventPayload<"store.changed">;

/** A batch that records thousands of runs tells the window a few times, not thousands of times. */
const GATHER_MS = 80;
const NAMED_RUNS = 100;

/** Gathers commits into `store.changed` notices. */
export class ChangeNotices {
  readonly #tell: (notice: StoreChanged) => void;
  #runIds = new Set<string>();
  #seq = 0;
  #hasMore = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(tell: (notice: StoreChanged) => void) {
    this.#tell = tell;
  }

  /** Entries whose subject is the store itself name no run; a check of many runs is about rows all the same. */
  add(committed: Committed, storeId: string | null): void {
    for (const { entry } of committed.entries) {
      this.#seq = Math.max(this.#seq, entry.seq);
      if (entry.subject !== storeId) this.#name(entry.subject);
      else if (entry.kind === "check.finished") this.#hasMore = true;
    }
    this.#tellSoon();
  }

  /** A run that looks different although no entry was made. */
  addRun(runId: string): void {
    this.#name(runId);
    this.#tellSoon();
  }

  #name(runId: string): void {
    if (this.#runIds.size < NAMED_RUNS) this.#runIds.add(runId);
    else if (!this.#runIds.has(runId)) this.#hasMore = true;
  }

  #tellSoon(): void {
    // The timer must not keep a finished process alive.
    this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS).unref();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #flush(): void {
    this.#timer = null;
    const notice = { seq: this.#seq, run_ids: [...this.#runIds], more: this.#hasMore };
    this.#runIds = new Set();
    this.#hasMore = false;
    this.#tell(notice);
  }
}
