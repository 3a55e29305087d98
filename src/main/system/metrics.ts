/** How one operation did since the process started. Quantiles are null before its first call. */
export interface OperationFigures {
  readonly operation: string;
  readonly calls: number;
  readonly errors: number;
  readonly p50_ms: number | null;
  readonly p95_ms: number | null;
  readonly p99_ms: number | null;
}

/** Counts and times calls in bounded memory. */
export interface Metrics {
  record(operation: string, durationMs: number, hasFailed: boolean): void;
  /** One row per operation that was called, by name. Quantiles are within 5 % of the true value. */
  figures(): readonly OperationFigures[];
}

const SMALLEST_MS = 0.01;
/** Neighbouring bounds differ by this factor, so the middle of a bucket is at most 5 % off. */
const GROWTH = 1.1;
/** The last bucket starts above two hours. */
const BUCKETS = 216;

interface Tally {
  errors: number;
  calls: number;
  readonly buckets: Uint32Array;
}

function bucketOf(durationMs: number): number {
  if (durationMs <= SMALLEST_MS) return 0;
  return Math.min(BUCKETS - 1, Math.ceil(Math.log(durationMs / SMALLEST_MS) / Math.log(GROWTH)));
}

function middleOf(bucket: number): number {
  const upperMs = SMALLEST_MS * GROWTH ** bucket;
  return Number((bucket === 0 ? upperMs : upperMs / Math.sqrt(GROWTH)).toPrecision(3));
}

function quantile(tally: Tally, share: number): number | null {
  if (tally.calls === 0) return null;
  const rank = Math.ceil(tally.calls * share);
  let seen = 0;
  for (const [bucket, count] of tally.buckets.entries()) {
    seen += count;
    if (seen >= rank) return middleOf(bucket);
  }
  return null;
}

/** Figures kept as one histogram per operation: its size does not depend on the number of calls. */
export function createMetrics(): Metrics {
  const tallies = new Map<string, Tally>();
  return {
    record(operation, durationMs, hasFailed) {
      const tally = tallies.get(operation) ?? { calls: 0, errors: 0, buckets: new Uint32Array(BUCKETS) };
      tallies.set(operation, tally);
      const bucket = bucketOf(durationMs);
      tally.calls += 1;
      tally.errors += hasFailed ? 1 : 0;
      tally.buckets[bucket] = (tally.buckets[bucket] ?? 0) + 1;
    },
    figures: () =>
      [...tallies.keys()].sort().flatMap((operation) => {
        const tally = tallies.get(operation);
        if (tally === undefined) return [];
        return {
          operation,
          calls: tally.calls,
          errors: tally.errors,
          p50_ms: quantile(tally, 0.5),
          p95_ms: quantile(tally, 0.95),
          p99_ms: quantile(tally, 0.99),
        };
      }),
  };
}
