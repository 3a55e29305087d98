import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Application, ApplicationEvent } from "../../src/main/operations/application.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { openTestApplication } from "../support/test-application.ts";

const WINDOW = { door: "window" } as const;

let folders: TestFolders;
let app: Application;

beforeEach(async () => {
  folders = makeTestFolders();
  app = await openTestApplication(folders);
});
afterEach(async () => {
  await app.close();
  folders.remove();
});

async function record(): Promise<{ readonly run_id: string; readonly path: string }> {
  const request = { mode: "saw", tool_id: "T1", status: "OK", feasibility: { risk_level: "GREEN", score: 90 } };
  const decision = { risk_level: "GREEN", score: 90, block_reason: null, warnings: [], details: {} };
  const bytes = Buffer.from(JSON.stringify({ ...request, decision }));
  const created = await app.call("run.create", { source: { bytes, name: null } }, WINDOW);
  // Whoever reads waits until the files are in place.
  await app.call("run.get", { run_id: created.run_id }, WINDOW);
  return created;
}

/** Turns one bit of a stored record, as a bad drive would. */
function damage(path: string): void {
  const absolute = join(folders.runsDir, path);
  const bytes = readFileSync(absolute);
  const at = bytes.indexOf("saw");
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  chmodSync(absolute, 0o600);
  writeFileSync(absolute, bytes);
}

async function rowOf(runId: string) {
  const { rows } = await app.call("run.query", {}, WINDOW);
  const { row, verdict } = await app.call("run.get", { run_id: runId }, WINDOW);
  expect(rows.find((one) => one.run_id === runId)).toEqual(row);
  expect(verdict).toBe(row.verdict);
  return row;
}

const recordedChecks = async () => (await app.call("check.past", {}, WINDOW)).checks;

/** The runs that the window is told of next. */
function nextTold(): Promise<readonly string[]> {
  return new Promise((resolve) => {
    app.onEvent((event: ApplicationEvent) => {
      if (event.name === "store.changed") resolve(event.payload.run_ids);
    });
  });
}

describe("checking a run when it is opened", () => {
  it("shows the outcome for the sitting and leaves no trace where nothing is wrong", async () => {
    const recorded = nextTold();
    const { run_id: runId } = await record();
    expect(await recorded).toEqual([runId]);
    const before = await rowOf(runId);
    const told = nextTold();
    const report = await app.call("check.run", { run_id: runId }, WINDOW);
    expect(await told).toEqual([runId]);
    expect(before).toMatchObject({ verdict: "not-checked", checked_at: null });
    expect(await rowOf(runId)).toMatchObject({ verdict: "intact", checked_at: report.checked_at });
    expect(await recordedChecks()).toEqual([]);
  });

  it("records by itself what is wrong, once, so that it is seen after a restart", async () => {
    const { path, run_id: runId } = await record();
    damage(path);
    for (let time = 0; time < 2; time++) {
      expect((await app.call("check.run", { run_id: runId }, WINDOW)).verdict).toBe("changed");
    }
    expect(await recordedChecks()).toMatchObject([{ run_id: runId, verdict: "changed" }]);
    await app.close();
    app = await openTestApplication(folders);
    expect(await rowOf(runId)).toMatchObject({ verdict: "changed" });
    expect((await app.call("run.query", { filters: { check: ["changed"] } }, WINDOW)).total).toBe(1);
    await app.call("check.run", { run_id: runId }, WINDOW);
    expect(await recordedChecks()).toHaveLength(1);
  });

  it("records nothing in a folder that can only be read, and shows it all the same", async () => {
    const { path, run_id: runId } = await record();
    await app.close();
    damage(path);
    app = await openTestApplication(folders, { access: "read" });
    await app.call("check.run", { run_id: runId }, WINDOW);
    expect(await rowOf(runId)).toMatchObject({ verdict: "changed" });
    expect(await recordedChecks()).toEqual([]);
  });
});

describe("a check of everything", () => {
  it("is what rows say from then on, until a run is checked again", async () => {
    const good = await record();
    const bad = await record();
    damage(bad.path);
    await app.call("check.store", { what: "runs" }, WINDOW);
    const [past] = await recordedChecks();
    const intact = await rowOf(good.run_id);
    expect(await rowOf(bad.run_id)).toMatchObject({ verdict: "changed", checked_at: past?.at });
    expect(intact.checked_at).toBe(past?.at);
    expect(await rowOf((await record()).run_id)).toMatchObject({ checked_at: null });
    expect(await app.call("catalog.verify", {}, WINDOW)).toMatchObject({ differing: [bad.run_id] });
  });
});
