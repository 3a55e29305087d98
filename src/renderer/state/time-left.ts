/** A word of a job about itself, and when it came. */
export interface ProgressSeen {
  readonly jobId: string;
  readonly atMs: number;
  readonly done: number;
}

/** Sooner than this nobody can tell how fast the work goes. */
const LEAST_MS = 4_000;
const LEAST_SHARE = 0.02;
const MS_PER_SECOND = 1_000;

/**
 * Seconds until the work is done at the pace since `first`, or null while that cannot be told. Work that was done before `first` says
 * nothing about the pace: a check that goes on where it stopped begins far ahead.
 */
export function secondsLeft(first: ProgressSeen, now: ProgressSeen, total: number | null): number | null {
  if (total === null || total <= 0 || now.done >= total) return null;
  const passedMs = now.atMs - first.atMs;
  const done = now.done - first.done;
  if (passedMs < LEAST_MS || done < total * LEAST_SHARE) return null;
  return Math.ceil((passedMs * (total - now.done)) / done / MS_PER_SECOND);
}
