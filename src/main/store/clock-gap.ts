import { uptime } from "node:os";
import { type Clock, utcTimestamp } from "../system/clock.ts";

const TICK_MS = 1_000;
/** Source: store-format, "The lock": a gap of more than 2 s means suspend or a set clock. */
const GAP_MS = 2_000;

/** The wall clock was set: what it would have shown, and what it showed. */
export interface ClockStep {
  readonly from: string;
  readonly to: string;
}

/** Told of a gap: a sentence, and the step where the clock was set. A machine that slept has made none. */
export type GapListener = (reason: string, step: ClockStep | null) => void;

/**
 * Watches whether wall clock and monotonic clock stay together. They part when the machine sleeps or someone sets the clock; either
 * way the lock may have passed to another. Returns the way to stop watching.
 */
export function watchClockGap(clock: Clock, onGap: GapListener): () => void {
  let before = look(clock);
  const timer = setInterval(() => {
    const now = look(clock);
    const gapMs = now.offsetMs - before.offsetMs;
    const wasSet = Math.abs(now.bootMs - before.bootMs) > GAP_MS;
    before = now;
    if (Math.abs(gapMs) <= GAP_MS) return;
    const step = { from: utcTimestamp(now.wallMs - gapMs), to: utcTimestamp(now.wallMs) };
    onGap(`the PC clock jumped by ${Math.round(gapMs / 1000)} s or the PC slept`, wasSet ? step : null);
  }, TICK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** The time of the last start stays the same over a sleep, and moves with the clock when that is set. */
function look(clock: Clock): { readonly wallMs: number; readonly offsetMs: number; readonly bootMs: number } {
  const wallMs = clock.nowMs();
  return { wallMs, offsetMs: wallMs - clock.monotonicMs(), bootMs: wallMs - uptime() * 1_000 };
}
