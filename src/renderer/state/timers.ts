/** Time from outside, so that tests decide when it passes. */
export interface Timers {
  nowMs(): number;
  /** Runs `task` once after `delayMs`; the returned function calls it off. */
  after(delayMs: number, task: () => void): () => void;
}

/** The timers of the window. */
export const windowTimers: Timers = {
  nowMs: () => Date.now(),
  after: (delayMs, task) => {
    const handle = setTimeout(task, delayMs);
    return () => clearTimeout(handle);
  },
};
