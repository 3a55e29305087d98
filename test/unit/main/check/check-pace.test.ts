import { describe, expect, it } from "vitest";
import { CheckPace } from "../../../../src/main/check/check-pace.ts";

function busyFor(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe("the pace of a check", () => {
  it("gives others their turn after some milliseconds of work, and goes on then", async () => {
    const pace = new CheckPace(new AbortController().signal);
    busyFor(20);
    let othersHadTheirTurn = false;
    setImmediate(() => {
      othersHadTheirTurn = true;
    });
    const turn = pace.step();
    expect(turn).not.toBeNull();
    await turn;
    expect(othersHadTheirTurn).toBe(true);
  });

  it("stops where the check is not wanted any more", () => {
    const stopper = new AbortController();
    const pace = new CheckPace(stopper.signal);
    stopper.abort();
    expect(() => pace.step()).toThrow(expect.objectContaining({ code: "CANCELLED" }));
  });
});
