import { beforeEach, describe, expect, it } from "vitest";
import {
  NightlySweep,
  repeatQuietly,
  SWEEP_TIMES,
  type SweepParts,
} from "../../../../src/main/operations/nightly-sweep.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { createSettableClock, type SettableClock } from "../../../support/settable-clock.ts";

let clock: SettableClock;
let checks: { readonly signal: AbortSignal; readonly end: (error?: unknown) => void }[];
let faults: unknown[];
let last: string | null;
let canRun: boolean;

beforeEach(() => {
  clock = createSettableClock();
  [checks, faults, last, canRun] = [[], [], null, true];
});

function open(more: Partial<SweepParts> = {}): NightlySweep {
  return new NightlySweep({
    clock,
    canRun: () => canRun,
    lastFullCheck: async () => last,
    check: (signal) =>
      new Promise((resolve, reject) => {
        const end = (error?: unknown): void => (error === undefined ? resolve() : reject(error));
        checks.push({ signal, end });
        signal.addEventListener("abort", () => end(new AppError("CANCELLED", "stopped")));
      }),
    onFailed: (error) => faults.push(error),
    repeat: () => () => undefined,
    ...more,
  });
}

/** Looks, as the timer does, and lets everything happen that needs no time. */
async function look(sweep: NightlySweep): Promise<void> {
  void sweep.look();
  await new Promise((resolve) => setImmediate(resolve));
}

async function started(sweep = open()): Promise<NightlySweep> {
  clock.advance(SWEEP_TIMES.idleMs);
  await look(sweep);
  return sweep;
}

describe("NightlySweep", () => {
  it("starts when nobody used the app for ten minutes and nothing was checked for a day", async () => {
    const sweep = open();
    clock.advance(SWEEP_TIMES.idleMs - 1);
    await look(sweep);
    expect([checks.length, sweep.state(last)]).toEqual([0, { state: "waiting", next_at: null }]);
    clock.advance(1);
    await look(sweep);
    expect([checks.length, sweep.state(last)]).toEqual([1, { state: "running", next_at: null }]);
    await look(sweep);
    expect(checks).toHaveLength(1);
  });

  it("says when it is time, and does nothing before", async () => {
    last = new Date(clock.nowMs()).toISOString();
    const sweep = await started();
    expect(checks).toHaveLength(0);
    expect(sweep.state(last)).toEqual({ state: "waiting", next_at: "2026-11-21T10:11:12.345000Z" });
    clock.advance(SWEEP_TIMES.everyMs);
    await look(sweep);
    expect(checks).toHaveLength(1);
  });

  it("takes a last check that lies in the future for none: the clock was set", async () => {
    last = new Date(clock.nowMs() + 10 * SWEEP_TIMES.everyMs).toISOString();
    await started();
    expect(checks).toHaveLength(1);
  });

  it("makes way at once when somebody works, and goes on after half a minute of quiet", async () => {
    const sweep = await started();
    const leave = sweep.use();
    expect(checks[0]?.signal.aborted).toBe(true);
    await look(sweep);
    expect(sweep.state(last)).toEqual({ state: "yielding", next_at: null });
    clock.advance(SWEEP_TIMES.idleMs);
    await look(sweep);
    expect(checks).toHaveLength(1);
    leave();
    clock.advance(SWEEP_TIMES.quietMs - 1);
    await look(sweep);
    expect(checks).toHaveLength(1);
    clock.advance(1);
    await look(sweep);
    expect([checks.length, sweep.state(last)?.state]).toEqual([2, "running"]);
    expect(faults).toEqual([]);
  });

  it("does not start when somebody begins to work while the ledger is asked", async () => {
    let sweep: NightlySweep | null = null;
    const lastFullCheck = async (): Promise<null> => {
      sweep?.use();
      return null;
    };
    sweep = open({ lastFullCheck });
    await started(sweep);
    expect(checks).toHaveLength(0);
  });

  it("is content with a check that a person made after it had to make way", async () => {
    const sweep = await started();
    sweep.use()();
    await look(sweep);
    last = new Date(clock.nowMs()).toISOString();
    clock.advance(SWEEP_TIMES.quietMs);
    await look(sweep);
    expect(checks).toHaveLength(1);
    expect(sweep.state(last)?.state).toBe("waiting");
  });

  it("does not begin again after it is done, also where its entry could not be made", async () => {
    const sweep = await started();
    checks[0]?.end();
    await look(sweep);
    clock.advance(SWEEP_TIMES.everyMs - 1);
    await look(sweep);
    expect(checks).toHaveLength(1);
    clock.advance(1);
    await look(sweep);
    expect(checks).toHaveLength(2);
  });

  it("tells of a check that could not be made, and tries again later", async () => {
    const sweep = await started();
    const fault = new AppError("IO_FAILED", "the drive");
    checks[0]?.end(fault);
    await look(sweep);
    expect(faults).toEqual([fault]);
    clock.advance(SWEEP_TIMES.retryMs - 1);
    await look(sweep);
    expect(checks).toHaveLength(1);
    clock.advance(1);
    await look(sweep);
    expect(checks).toHaveLength(2);
  });

  it("does nothing where the folder can only be read", async () => {
    canRun = false;
    const sweep = await started();
    expect([checks.length, sweep.state(null)]).toEqual([0, null]);
  });

  it("is over when the app closes", async () => {
    let looks = 1;
    const repeat = () => () => {
      looks = 0;
    };
    const sweep = await started(open({ repeat }));
    sweep.stop();
    expect([looks, checks[0]?.signal.aborted]).toEqual([0, true]);
    clock.advance(SWEEP_TIMES.everyMs);
    await look(sweep);
    expect(checks).toHaveLength(1);
  });
});

describe("repeatQuietly", () => {
  it("looks again and again until it is stopped", async () => {
    let looks = 0;
    await new Promise<void>((resolve) => {
      const stop = repeatQuietly(async () => {
        looks += 1;
        if (looks < 3) return;
        stop();
        resolve();
      }, 1);
    });
    expect(looks).toBe(3);
  });
});
