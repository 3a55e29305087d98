import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SWEEP_TIMES } from "../../../../src/main/operations/nightly-sweep.ts";
import { inFolder } from "../../../support/check-folder.ts";
import { type CheckedApplication, openCheckedApplication } from "../../../support/checked-application.ts";
import { createSettableClock, type SettableClock } from "../../../support/settable-clock.ts";
import { openTestApplication } from "../../../support/test-application.ts";

const CALL = { door: "command-line" } as const;

let clock: SettableClock;
let looks: (() => Promise<void>)[];
let opened: CheckedApplication;

const repeat = (one: () => Promise<void>): (() => void) => {
  looks.push(one);
  return () => undefined;
};

beforeEach(async () => {
  clock = createSettableClock(Date.now());
  looks = [];
  opened = await openCheckedApplication({ clock, sweep: repeat });
});
afterEach(async () => {
  await opened.close();
});

async function sweepState(app = opened.app) {
  return (await app.call("health.get", {}, CALL)).sweep;
}

/** The timer fires; resolves when the check that it began is over. */
async function look(): Promise<void> {
  await Promise.all(looks.map((one) => one()));
}

describe("sweepFolder", () => {
  it("checks everything by itself and keeps that in the ledger, as done by nobody", async () => {
    expect(await sweepState()).toEqual({ state: "waiting", next_at: null });
    writeFileSync(inFolder(opened.folders, opened.small.attachment), "G91\n");
    clock.advance(SWEEP_TIMES.idleMs);
    await look();
    const { checks } = await opened.app.call("check.past", {}, CALL);
    expect(checks).toMatchObject([{ by: { uid: "system", role: "system" }, scope: { what: "store" } }]);
    expect(checks[0]?.bad_findings).toBeGreaterThan(0);
    const { sweep, last_full_check } = await opened.app.call("health.get", {}, CALL);
    expect(sweep).toMatchObject({ state: "waiting", next_at: expect.stringMatching(/^\d{4}-/) });
    expect(last_full_check?.at).toBe(checks[0]?.at);
  });

  it("tells how far it is, as any check does", async () => {
    const told: unknown[] = [];
    opened.app.onEvent((event) => {
      if (event.name === "job.progress") told.push(event.payload);
    });
    clock.advance(SWEEP_TIMES.idleMs);
    await look();
    const { runs } = await opened.app.call("check.store", { record: false }, CALL);
    const whole = { operation: "check.store", done: runs.total, total: runs.total, unit: "runs" };
    expect(told).toContainEqual(expect.objectContaining(whole));
    expect(new Set(told.map((one) => (one as { readonly job_id: string }).job_id)).size).toBe(2);
  });

  it("makes way for any work, and leaves no entry about what it did not finish", async () => {
    clock.advance(SWEEP_TIMES.idleMs);
    const over = look();
    while ((await sweepState())?.state !== "running") await new Promise((resolve) => setImmediate(resolve));
    await opened.app.call("run.query", {}, CALL);
    await over;
    expect(await sweepState()).toMatchObject({ state: "yielding" });
    expect((await opened.app.call("check.past", {}, CALL)).checks).toEqual([]);
    clock.advance(SWEEP_TIMES.quietMs);
    await look();
    expect((await opened.app.call("check.past", {}, CALL)).checks).toHaveLength(1);
  });

  it("never keeps the app from closing", async () => {
    clock.advance(SWEEP_TIMES.idleMs);
    const over = look();
    await opened.app.close();
    await over;
    await look();
  });

  it("does not run on the command line, nor where the folder can only be read", async () => {
    const reader = await openTestApplication(opened.folders, { clock, sweep: repeat, access: "read" });
    expect(await sweepState(reader)).toBeNull();
    await reader.close();
    const commands = await openTestApplication(opened.folders, { clock, access: "read" });
    expect(await sweepState(commands)).toBeNull();
    await commands.close();
  });
});
