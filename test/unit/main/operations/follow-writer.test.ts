import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { followWriter } from "../../../../src/main/operations/follow-writer.ts";

describe("followWriter", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  async function follow(seqs: readonly (number | null | Error)[]) {
    const told: number[] = [];
    const failures: unknown[] = [];
    let looks = 0;
    const stop = followWriter({
      appliedSeq: async () => {
        const seq = seqs[Math.min(looks++, seqs.length - 1)] ?? null;
        if (seq instanceof Error) throw seq;
        return seq;
      },
      tell: (seq) => void told.push(seq),
      onFailed: (error) => void failures.push(error),
    });
    await vi.advanceTimersByTimeAsync(2_000 * seqs.length);
    stop();
    const after = looks;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(looks).toBe(after);
    return { told, failures };
  }

  it("tells when the other process went on, and not before", async () => {
    expect((await follow([5, 5, 7, 7, 8])).told).toEqual([7, 8]);
  });

  it("tells nothing while there is nobody to follow", async () => {
    expect((await follow([null, null, 9, null, 12])).told).toEqual([]);
  });

  it("goes on after a look that failed", async () => {
    const { told, failures } = await follow([5, new Error("busy"), 6]);
    expect([told, failures.length]).toEqual([[6], 1]);
  });
});
