import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMetrics } from "../../../../src/main/system/metrics.ts";

describe("createMetrics", () => {
  it("counts calls and errors by operation, in order of their names", () => {
    const metrics = createMetrics();
    metrics.record("run.query", 1, false);
    metrics.record("run.create", 2, true);
    metrics.record("run.query", 3, false);
    expect(metrics.figures().map(({ operation, calls, errors }) => [operation, calls, errors])).toEqual([
      ["run.create", 1, 1],
      ["run.query", 2, 0],
    ]);
  });

  it("gives quantiles within 5 % of the true ones", () => {
    const durations = fc.array(fc.double({ min: 0.02, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(durations, (values) => {
        const metrics = createMetrics();
        for (const value of values) metrics.record("x", value, false);
        const sorted = [...values].sort((a, b) => a - b);
        const [figures] = metrics.figures();
        for (const [share, found] of [
          [0.5, figures?.p50_ms],
          [0.95, figures?.p95_ms],
          [0.99, figures?.p99_ms],
        ] as const) {
          const truth = sorted[Math.ceil(values.length * share) - 1] ?? 0;
          expect(Math.abs((found ?? 0) / truth - 1)).toBeLessThan(0.055);
        }
      }),
    );
  });

  it("counts calls that took no time and calls that took for ever", () => {
    const metrics = createMetrics();
    metrics.record("x", 0, false);
    metrics.record("x", 1e12, false);
    expect(metrics.figures()[0]).toMatchObject({ calls: 2, p50_ms: 0.01 });
  });
});
