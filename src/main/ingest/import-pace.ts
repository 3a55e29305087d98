import { setImmediate } from "node:timers/promises";
import { AppError } from "../../shared/app-error.ts";

/** Reports files done so far, of how many; the total is null while unknown. */
export type ImportProgress = (done: number, total: number | null) => void;

/** How long work is followed and stopped. */
export interface ImportControl {
  readonly progress: ImportProgress;
  readonly signal: AbortSignal;
}

const LONGEST_STRETCH_MS = 10;

/** Lets long work give the thread back often enough, report, and stop where a person asked it to. */
export class ImportPace {
  readonly #progress: ImportProgress;
  readonly #signal: AbortSignal;
  #done = 0;
  #total: number | null = null;
  #since = performance.now();

  constructor(progress: ImportProgress, signal: AbortSignal) {
    this.#progress = progress;
    this.#signal = signal;
  }

  expect(total: number): void {
    this.#done = 0;
    this.#total = total;
  }

  /** Call after each piece of work. Throws CANCELLED when stopped. */
  async step(pieces = 1): Promise<void> {
    this.#done += pieces;
    if (performance.now() - this.#since >= LONGEST_STRETCH_MS) {
      this.#progress(this.#done, this.#total);
      await setImmediate();
      this.#since = performance.now();
    }
    this.refuseWhenStopped();
  }

  /** Says how far the work got, whatever the time. */
  report(): void {
    this.#progress(this.#done, this.#total);
  }

  refuseWhenStopped(): void {
    if (!this.#signal.aborted) return;
    throw new AppError(
      "CANCELLED",
      "The import was stopped. Runs that were imported so far are here whole; start again to go on.",
    );
  }
}
