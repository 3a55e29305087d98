/** Runs one task after the other, in the order they came. */
export class TaskQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Settles as the task does. A task that fails does not keep the next one from starting. */
  run<Result>(task: () => Result | Promise<Result>): Promise<Result> {
    const done = this.#last.then(task);
    // Whoever asked for the task hears of its failure through `done`.
    this.#last = done.catch(() => undefined);
    return done;
  }
}
