import { errorCodeOf } from "../../shared/app-error.ts";
import type { Health } from "../../shared/operations/store-operations.ts";
import { type Clock, utcTimestamp } from "../system/clock.ts";

/** When the check that starts by itself runs, all in one place. */
export const SWEEP_TIMES = {
  /** Nobody has used the app for so long. */
  idleMs: 10 * 60_000,
  /** It made way for work, and nobody has used the app for so long since. */
  quietMs: 30_000,
  /** Everything is checked so often. */
  everyMs: 24 * 3_600_000,
  /** It could not be done; the next attempt comes after so long. */
  retryMs: 3_600_000,
  /** It looks so often whether it is time. */
  lookMs: 10_000,
} as const;

/** What the sweep needs: the folder and its check, and how time passes. */
export interface SweepParts {
  readonly clock: Clock;
  /** Whether a folder is open and can be written. */
  readonly canRun: () => boolean;
  /** When everything was last checked, as the ledger has it; null for never. */
  readonly lastFullCheck: () => Promise<string | null>;
  /** Checks everything, going on where it was stopped before. Rejects with CANCELLED when stopped. */
  readonly check: (signal: AbortSignal) => Promise<void>;
  readonly onFailed: (error: unknown) => void;
  /** Calls `look` now and then, until the result is called. */
  readonly repeat: (look: () => Promise<void>, everyMs: number) => () => void;
}

/** Calls `look` at an interval that keeps no program alive. */
export function repeatQuietly(look: () => Promise<void>, everyMs: number): () => void {
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Checks everything once a day while nobody works, and makes way at once for whoever does. */
export class NightlySweep {
  readonly #parts: SweepParts;
  readonly #stopLooking: () => void;
  #usedMs: number;
  #users = 0;
  #isYielding = false;
  #isLooking = false;
  #running: AbortController | null = null;
  /** On the wall clock: not again before. */
  #notBeforeMs = 0;
  #isOver = false;

  constructor(parts: SweepParts) {
    this.#parts = parts;
    this.#usedMs = parts.clock.monotonicMs();
    this.#stopLooking = parts.repeat(() => this.look(), SWEEP_TIMES.lookMs);
  }

  /** Somebody works: the sweep stops at its next safe point. Call the result when the work has ended. */
  use(): () => void {
    this.#users += 1;
    this.makeWay();
    return () => {
      this.#users -= 1;
      this.#usedMs = this.#parts.clock.monotonicMs();
    };
  }

  /** Stops a sweep that runs; it goes on when all is quiet again. */
  makeWay(): void {
    this.#usedMs = this.#parts.clock.monotonicMs();
    this.#running?.abort();
  }

  /** Ends it for good: the app closes. */
  stop(): void {
    this.#isOver = true;
    this.#stopLooking();
    this.#running?.abort();
  }

  /** What people see of it; null where it never runs. `lastFullCheck` as the ledger has it. */
  state(lastFullCheck: string | null): Health["sweep"] {
    if (!this.#parts.canRun()) return null;
    if (this.#running !== null && !this.#running.signal.aborted) return { state: "running", next_at: null };
    if (this.#isYielding || this.#running !== null) return { state: "yielding", next_at: null };
    const dueMs = this.#dueMs(lastFullCheck);
    return { state: "waiting", next_at: dueMs > this.#parts.clock.nowMs() ? utcTimestamp(dueMs) : null };
  }

  /** Starts the check when it is time. Resolves when there is nothing to do, or it ended. Never rejects. */
  async look(): Promise<void> {
    if (this.#isLooking || this.#isOver || !this.#parts.canRun() || !this.#isQuiet()) return;
    this.#isLooking = true;
    try {
      if (await this.#isTime()) await this.#sweep();
    } catch (error) {
      this.#notBeforeMs = this.#parts.clock.nowMs() + SWEEP_TIMES.retryMs;
      this.#isYielding = false;
      this.#parts.onFailed(error);
    } finally {
      this.#isLooking = false;
    }
  }

  async #isTime(): Promise<boolean> {
    const dueMs = this.#dueMs(await this.#parts.lastFullCheck());
    // Somebody may have begun to work while the ledger was asked.
    const isTime = dueMs <= this.#parts.clock.nowMs() && this.#isQuiet() && !this.#isOver;
    // A check that a person made meanwhile is as good.
    if (dueMs > this.#parts.clock.nowMs()) this.#isYielding = false;
    return isTime;
  }

  #isQuiet(): boolean {
    const quietMs = this.#isYielding ? SWEEP_TIMES.quietMs : SWEEP_TIMES.idleMs;
    return this.#users === 0 && this.#parts.clock.monotonicMs() - this.#usedMs >= quietMs;
  }

  #dueMs(lastFullCheck: string | null): number {
    const lastMs = lastFullCheck === null ? Number.NaN : Date.parse(lastFullCheck);
    // A time that cannot be read, or that has not come yet, says nothing about how long ago it was.
    const isPast = lastMs <= this.#parts.clock.nowMs();
    return Math.max(this.#notBeforeMs, isPast ? lastMs + SWEEP_TIMES.everyMs : 0);
  }

  async #sweep(): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    try {
      await this.#parts.check(running.signal);
      this.#isYielding = false;
      // Also where its entry could not be made: nobody gains from a check every few minutes.
      this.#notBeforeMs = this.#parts.clock.nowMs() + SWEEP_TIMES.everyMs;
    } catch (error) {
      if (!running.signal.aborted || errorCodeOf(error) !== "CANCELLED") throw error;
      this.#isYielding = true;
    } finally {
      this.#running = null;
    }
  }
}
