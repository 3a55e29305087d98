interface Timer {
  dueMs: number;
  readonly everyMs: number | null;
  readonly call: () => void;
}

/** Timers that run only when time is moved on by hand. */
export interface SimulatedTimers {
  /** Calls what is due by then, in order. */
  runUntil(nowMs: number): void;
  /** Forgets all timers, as the death of their process does. */
  drop(): void;
  /** Gives the real timers back. */
  restore(): void;
}

/** Takes the place of the global timers. `monotonicMs` says what time it is. */
export function installSimulatedTimers(monotonicMs: () => number): SimulatedTimers {
  const real = { setTimeout, setInterval, clearTimeout, clearInterval };
  const timers = new Set<Timer>();
  const start = (call: () => void, delayMs: number, repeats: boolean): object => {
    const timer: Timer = { dueMs: monotonicMs() + delayMs, everyMs: repeats ? delayMs : null, call };
    timers.add(timer);
    return Object.assign(timer, { unref: () => timer });
  };
  const stop = (timer: unknown): void => {
    timers.delete(timer as Timer);
  };
  Object.assign(globalThis, {
    setTimeout: (call: () => void, delayMs = 0) => start(call, delayMs, false),
    setInterval: (call: () => void, delayMs = 0) => start(call, delayMs, true),
    clearTimeout: stop,
    clearInterval: stop,
  });
  return {
    runUntil(nowMs) {
      for (const timer of [...timers].sort((left, right) => left.dueMs - right.dueMs)) {
        if (timer.dueMs > nowMs || !timers.has(timer)) continue;
        if (timer.everyMs === null) timers.delete(timer);
        else timer.dueMs = nowMs + timer.everyMs;
        timer.call();
      }
    },
    drop: () => timers.clear(),
    restore: () => Object.assign(globalThis, real),
  };
}
