import { describe, expect, it } from "vitest";
import { RunTally } from "../../../../src/main/check/run-tally.ts";

describe("RunTally", () => {
  it("counts runs by their verdicts and lists those that are not intact", () => {
    const tally = new RunTally();
    tally.add("a", "intact");
    tally.add("b", "changed");
    tally.add("c", "intact");
    expect(tally.counted()).toEqual({
      ...{ total: 3, odd: 1, verdicts: { intact: 2, changed: 1 } },
      odd_runs: [{ run_id: "b", verdict: "changed" }],
    });
  });

  it("does not call a run odd that somebody outside confirms", () => {
    const tally = new RunTally();
    tally.add("a", "intact-anchored");
    expect(tally.counted()).toMatchObject({ total: 1, odd: 0, verdicts: { "intact-anchored": 1 }, odd_runs: [] });
  });

  it("lists a hundred thousand odd runs at most, and says that there are more", () => {
    const tally = new RunTally();
    for (let number = 0; number < 100_000; number += 1) tally.add(`r${number}`, "incomplete");
    expect(tally.isCut).toBe(false);
    tally.add("more", "incomplete");
    expect([tally.isCut, tally.counted().odd_runs.length, tally.counted().odd]).toEqual([true, 100_000, 100_001]);
  });

  it("goes on from what was kept, and leaves that as it was", () => {
    const first = new RunTally();
    first.add("a", "changed");
    const kept = first.counted();
    const second = new RunTally(kept);
    second.add("b", "changed");
    expect(second.counted()).toMatchObject({ total: 2, odd: 2, verdicts: { changed: 2 } });
    expect(kept).toMatchObject({ total: 1, odd_runs: [{ run_id: "a" }] });
  });
});
