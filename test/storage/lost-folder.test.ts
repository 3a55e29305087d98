import { rmdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Application, ApplicationEvent } from "../../src/main/operations/application.ts";
import type { LedgerEntry } from "../../src/main/store/ledger-entry.ts";
import { systemClock } from "../../src/main/system/clock.ts";
import { checkFolder } from "../support/check-folder.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { openTestApplication } from "../support/test-application.ts";
import { verifyLedger } from "../support/verify-ledger.ts";

const WINDOW = { door: "window" } as const;
const REQUEST = Buffer.from('{"mode":"cam","tool_id":"T102","status":"OK"}');
const HOUR_MS = 3_600_000;
const PATIENCE = { timeout: 30_000, interval: 50 };

/** The system's clocks, with the wall clock set off by this much. */
let offsetMs = 0;
const clock = { ...systemClock, nowMs: () => systemClock.nowMs() + offsetMs };

let folders: TestFolders;
let app: Application;
let reasons: (string | null)[];

beforeEach(async () => {
  offsetMs = 0;
  folders = makeTestFolders();
  app = await openTestApplication(folders, { clock });
  reasons = [];
  app.onEvent((event: ApplicationEvent) => {
    if (event.name === "session.changed") reasons.push(event.payload.store.reason);
  });
});
afterEach(async () => {
  await app.close();
  folders.remove();
});

async function record(): Promise<string> {
  const { run_id: runId } = await app.call("run.create", { source: { bytes: REQUEST, name: null } }, WINDOW);
  return runId;
}

async function untilTakenBack(epoch: number): Promise<void> {
  await expect.poll(async () => (await app.call("health.get", {}, WINDOW)).epoch, PATIENCE).toBe(epoch);
  expect((await app.call("session.get", {}, WINDOW)).store.mode).toBe("writable");
}

function entries(kind: LedgerEntry["kind"]): LedgerEntry[] {
  return verifyLedger(folders.runsDir).entries.filter((entry) => entry.kind === kind);
}

describe("an app that loses its folder", () => {
  it.each([
    ["back", -3 * HOUR_MS],
    ["ahead", 24 * HOUR_MS],
  ])(
    "when the clock is set %s, takes it back by itself, and says in ledger and health how it was set",
    async (way, stepMs) => {
      const before = await record();
      offsetMs = stepMs;
      await expect.poll(() => reasons, PATIENCE).toContain("lock-lost");
      await untilTakenBack(2);
      expect(reasons.at(-1)).toBeNull();
      const after = await record();

      const { clock_step: told } = await app.call("health.get", {}, { door: "command-line" });
      const { rows } = await app.call("run.query", {}, WINDOW);
      expect(rows.map(({ run_number: number }) => number?.split("-")[0]).sort()).toEqual(["1", "2"]);
      await app.close();

      const [step = { from: "", to: "" }, ...others] = entries("clock.stepped").map(({ body }) => body);
      const span = Date.parse(String(step.to)) - Date.parse(String(step.from));
      expect([others, Math.abs(span - stepMs) < 1_000]).toEqual([[], true]);
      // People are told of a clock that went back: only then may two records have been made at one time.
      expect(told).toEqual(stepMs < 0 ? { at: expect.any(String), ...step } : null);
      // Order in the ledger is the order of truth, whatever the clock says.
      expect(entries("run.recorded").map(({ subject }) => subject)).toEqual([before, after]);
      // Such a small record lacks much, and says so.
      const ofRecords = new Set(["DIGEST_PLACEHOLDER", "INCOMPLETE"]);
      const findings = (await checkFolder(folders)).findings.filter(({ code }) => !ofRecords.has(code));
      expect(findings.map(({ code, severity }) => [code, severity])).toEqual([["CLOCK_STEPPED", "info"]]);
      expect(findings[0]).toMatchObject({ expected: step.from, found: step.to });
      expect(findings[0]?.what_to_do).toContain(`${way}, from ${step.from}`);
    },
    60_000,
  );

  it("when its lock is removed, takes it back by itself, and no clock is blamed", async () => {
    await record();
    rmdirSync(join(folders.runsDir, "_integrity", "lock"));
    await expect.poll(() => reasons, PATIENCE).toContain("lock-lost");
    await untilTakenBack(2);
    await record();
    await app.close();
    expect(entries("run.recorded")).toHaveLength(2);
    expect(entries("clock.stepped")).toEqual([]);
  }, 60_000);
});
