import { uptime } from "node:os";
import { performance } from "node:perf_hooks";

/** Time as the store needs it: a claim for people, and a monotonic count that no one can set. */
export interface Clock {
  /** Milliseconds since 1970, as the system claims. */
  nowMs(): number;
  /** Milliseconds that only grow while this process lives. */
  monotonicMs(): number;
}

/** The system's clocks. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};

/** `2026-11-20T10:11:12.345678Z`: UTC with six fraction digits, as records and ledger write time. */
export function utcTimestamp(nowMs: number): string {
  const wholeMs = Math.floor(nowMs);
  const micros = Math.floor((nowMs - wholeMs) * 1000);
  return `${new Date(wholeMs).toISOString().slice(0, 23)}${String(micros).padStart(3, "0")}Z`;
}

/** When this machine was started, to the second: with it, two equal process numbers can be told apart. */
export function bootTimeSeconds(clock: Clock): number {
  return Math.round(clock.nowMs() / 1000 - uptime());
}
