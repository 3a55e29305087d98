import type { Clock } from "../system/clock.ts";

const TICK_MS = 1_000;
/** Source: store-format, "The lock": a gap of more than 2 s means suspend or a set clock. */
const GAP_MS = 2_000;

/**
 * Watches whether wall clock and monotonic clock stay together. They part when the machine sleeps or someone sets the clock; either
 * way the lock may have passed to another. Returns the way to stop watching.
 */
export function watchClockGap(clock: Clock, onGap: (reason: string) => void): () => void {
  let offsetMs = clock.nowMs() - clock.monotonicMs();
  const timer = setInterval(() => {
    const nowOffsetMs = clock.nowMs() - clock.monotonicMs();
    const gapMs = nowOffsetMs - offsetMs;
    offsetMs = nowOffsetMs;
    if (Math.abs(gapMs) > GAP_MS) onGap(`the PC clock jumped by ${Math.round(gapMs / 1000)} s or the PC slept`);
  }, TICK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
