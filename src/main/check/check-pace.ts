import { setImmediate } from "node:timers/promises";
import { refuseWhenStopped } from "./stored-file.ts";

/** Work goes on for so long before others get their turn: half a frame of the window. */
const TURN_MS = 8;

/** Gives the thread back at short intervals, so that a check of everything holds up nobody. */
export class CheckPace {
  readonly #signal: AbortSignal;
  #turnEndsMs = performance.now() + TURN_MS;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Null while the turn lasts; else wait for it. Throws CANCELLED when the check is not wanted any more. */
  step(): Promise<void> | null {
    refuseWhenStopped(this.#signal);
    return performance.now() < this.#turnEndsMs ? null : this.#nextTurn();
  }

  async #nextTurn(): Promise<void> {
    await setImmediate();
    this.#turnEndsMs = performance.now() + TURN_MS;
  }
}
