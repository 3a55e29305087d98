import type { Clock } from "../../src/main/system/clock.ts";

/** A clock that stands still until it is set. */
export interface SettableClock extends Clock {
  /** Moves both counts on, as time does. */
  advance(milliseconds: number): void;
  /** Sets the wall clock alone, as a person or a time server does. */
  set(nowMs: number): void;
}

/** 2026-11-20T10:11:12.345Z unless told. */
export function createSettableClock(startMs = Date.UTC(2026, 10, 20, 10, 11, 12, 345)): SettableClock {
  let nowMs = startMs;
  let monotonicMs = 1_000;
  return {
    nowMs: () => nowMs,
    monotonicMs: () => monotonicMs,
    advance(milliseconds) {
      nowMs += milliseconds;
      monotonicMs += milliseconds;
    },
    set(value) {
      nowMs = value;
    },
  };
}
