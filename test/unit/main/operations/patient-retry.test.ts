import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PatientRetry } from "../../../../src/main/operations/patient-retry.ts";
import { createSettableClock, type SettableClock } from "../../../support/settable-clock.ts";

let clock: SettableClock;
let attempts: number[];
let failures: unknown[];
let outcome: () => Promise<boolean>;
let retry: PatientRetry;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  clock = createSettableClock();
  attempts = [];
  failures = [];
  outcome = async () => false;
  retry = new PatientRetry({
    clock,
    attempt: () => {
      attempts.push(clock.monotonicMs());
      return outcome();
    },
    onFailed: (error) => failures.push(error),
  });
});
afterEach(() => {
  retry.stop();
  vi.useRealTimers();
});

async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    clock.advance(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
  }
}

/** Seconds between one attempt and the next. */
function pauses(): number[] {
  return attempts.slice(1).map((at, index) => (at - (attempts[index] ?? 0)) / 1_000);
}

describe("PatientRetry", () => {
  it("tries in pauses that grow from one second to a minute", async () => {
    retry.begin();
    await pass(400);
    expect(pauses()).toEqual([2, 4, 8, 16, 32, 60, 60, 60, 60, 60]);
  });

  it("tries no more once it is done, and begins anew when asked", async () => {
    outcome = async () => attempts.length > 1;
    retry.begin();
    await pass(100);
    expect(attempts).toHaveLength(2);
    await pass(600);
    retry.begin();
    await pass(1);
    expect(attempts).toHaveLength(3);
  });

  it("does not begin twice at once", async () => {
    retry.begin();
    retry.begin();
    await pass(1);
    expect(attempts).toHaveLength(1);
    let finish: (isDone: boolean) => void = () => undefined;
    outcome = () => new Promise((resolve) => (finish = resolve));
    await pass(2);
    retry.begin();
    await pass(60);
    expect(attempts).toHaveLength(2);
    finish(true);
  });

  it("goes on with long pauses when something takes away again and again what it got back", async () => {
    outcome = async () => true;
    for (let round = 0; round < 8; round += 1) {
      retry.begin();
      await pass(70);
    }
    // The pause before the last attempt, which began when the attempt before it had long been done.
    retry.begin();
    await pass(59);
    expect(attempts).toHaveLength(8);
    await pass(1);
    expect(attempts).toHaveLength(9);
  });

  it("tells what went wrong, and tries again", async () => {
    outcome = async () => {
      throw new Error("no such luck");
    };
    retry.begin();
    await pass(3);
    expect(failures).toHaveLength(2);
  });

  it("begins no attempt once it was stopped, also when one was under way", async () => {
    retry.begin();
    await pass(1);
    retry.stop();
    retry.begin();
    await pass(100);
    expect(attempts).toHaveLength(1);
  });
});
