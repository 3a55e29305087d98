import type { Clock } from "../system/clock.ts";

/** What a retry tries, and where it tells what it did not expect. */
export interface PatientRetryParts {
  readonly clock: Clock;
  /** True when there is nothing left to try. */
  readonly attempt: () => Promise<boolean>;
  /** The next attempt may do: nobody is waiting for this one. */
  readonly onFailed: (error: unknown) => void;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** Who fails again so soon after a success is not given the short pause again: something keeps at it. */
const CALM_AFTER_MS = 600_000;

/** Tries something until it is done, in pauses that grow from a second to a minute. It keeps no process alive. */
export class PatientRetry {
  readonly #parts: PatientRetryParts;
  #timer: NodeJS.Timeout | null = null;
  #pauseMs = FIRST_PAUSE_MS;
  #doneAtMs: number | null = null;
  #isTrying = false;
  #isStopped = false;

  constructor(parts: PatientRetryParts) {
    this.#parts = parts;
  }

  /** Begins to try; does nothing while it is at it. */
  begin(): void {
    if (this.#isStopped || this.#isTrying || this.#timer !== null) return;
    const { clock } = this.#parts;
    const isCalm = this.#doneAtMs === null || clock.monotonicMs() - this.#doneAtMs > CALM_AFTER_MS;
    if (isCalm) this.#pauseMs = FIRST_PAUSE_MS;
    this.#wait();
  }

  /** No attempt begins after this. */
  stop(): void {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #wait(): void {
    this.#timer = setTimeout(() => void this.#try(), this.#pauseMs);
    this.#timer.unref();
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }

  async #try(): Promise<void> {
    this.#timer = null;
    this.#isTrying = true;
    let isDone = false;
    try {
      isDone = await this.#parts.attempt();
    } catch (error) {
      this.#parts.onFailed(error);
    }
    this.#isTrying = false;
    if (this.#isStopped) return;
    if (isDone) this.#doneAtMs = this.#parts.clock.monotonicMs();
    else this.#wait();
  }
}
