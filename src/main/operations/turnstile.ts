/**
 * Lets calls through side by side, and now and then one alone. Reopening a folder needs the second kind: no call may hold a
 * store that is being closed.
 */
export class Turnstile {
  #inside = 0;
  #whenEmpty: (() => void) | null = null;
  #gate: Promise<void> = Promise.resolve();

  /** Waits for whoever is alone. Call the result when done. */
  async enter(): Promise<() => void> {
    for (let gate = this.#gate; ; gate = this.#gate) {
      await gate;
      if (gate === this.#gate) break;
    }
    this.#inside += 1;
    return () => {
      this.#inside -= 1;
      if (this.#inside === 0) this.#whenEmpty?.();
    };
  }

  /** Runs `work` when all who are inside have left; who comes later waits. One after the other. */
  async alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const before = this.#gate;
    let open: () => void = () => undefined;
    this.#gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    try {
      await before;
      await this.#emptied();
      return await work();
    } finally {
      open();
    }
  }

  #emptied(): Promise<void> {
    if (this.#inside === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#whenEmpty = () => {
        this.#whenEmpty = null;
        resolve();
      };
    });
  }
}
