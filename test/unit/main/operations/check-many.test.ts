import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inFolder } from "../../../support/check-folder.ts";
import { type CheckedApplication, openCheckedApplication } from "../../../support/checked-application.ts";
import { readFolder } from "../../../support/read-folder.ts";

const TERMINAL = { door: "command-line" } as const;

let opened: CheckedApplication;

beforeEach(async () => {
  opened = await openCheckedApplication();
  // The catalog is made by the first question; what is compared below stands still after that.
  await opened.app.call("run.query", {}, TERMINAL);
});

afterEach(async () => {
  await opened.close();
});

describe("check.store", () => {
  it("finds nothing in an intact store, and neither after it was recorded", async () => {
    const { app } = opened;
    const first = await app.call("check.store", {}, TERMINAL);
    expect([first.verdict, first.findings, first.runs.total]).toEqual(["intact", [], 3]);
    expect(first.recorded).toEqual({ seq: expect.any(Number), report_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const second = await app.call("check.store", {}, TERMINAL);
    expect([second.verdict, second.findings]).toEqual(["intact", []]);
    expect(second.recorded?.seq).toBe((first.recorded?.seq ?? 0) + 1);
  });

  it("leaves every byte as it was where it is not to be recorded", async () => {
    const { app, folders } = opened;
    // The catalog is no evidence, and notes by itself after some seconds that it is on the disk.
    const evidence = () => [...readFolder(folders.runsDir)].filter(([path]) => !path.startsWith("_index/"));
    const before = evidence();
    expect((await app.call("check.store", { record: false }, TERMINAL)).recorded).toBeNull();
    expect(evidence()).toEqual(before);
  });

  it("checks only the runs that are wanted", async () => {
    const { app, small } = opened;
    const only = { what: "runs" as const, run_ids: [small.runId], record: false };
    expect((await app.call("check.store", only, TERMINAL)).runs).toEqual({ total: 1, verdicts: { intact: 1 } });
    const past = { what: "runs", to: "2020-01-01", record: false } as const;
    expect((await app.call("check.store", past, TERMINAL)).runs.total).toBe(0);
  });

  it("refuses runs picked by hand for a whole store, and a period that ends before it begins", async () => {
    const { app, small } = opened;
    await expect(app.call("check.store", { run_ids: [small.runId] }, TERMINAL)).rejects.toMatchObject({
      context: { field: "run_ids" },
    });
    const period = { from: "2026-11-20", to: "2026-11-19" };
    await expect(app.call("check.store", period, TERMINAL)).rejects.toMatchObject({ context: { field: "to" } });
  });

  it("records nothing when it is stopped", async () => {
    const { app, folders } = opened;
    const before = readFolder(folders.runsDir);
    const check = app.call("check.store", {}, { ...TERMINAL, jobId: "j" });
    const stop = async (): Promise<void> => {
      while (!(await app.call("job.cancel", { job_id: "j" }, TERMINAL)).was_running);
    };
    const [outcome] = await Promise.allSettled([check, stop()]);
    expect(outcome).toMatchObject({ status: "rejected", reason: { code: "CANCELLED" } });
    expect(readFolder(folders.runsDir)).toEqual(before);
  });

  it("keeps what it found also of a store that is not as it was", async () => {
    const { app, folders, small } = opened;
    const record = inFolder(folders, small.records[1] ?? "");
    writeFileSync(record, readFileSync(record, "utf8").replace("T2", "T9"));
    const report = await app.call("check.store", { what: "runs" }, TERMINAL);
    expect(report.findings).toMatchObject([{ code: "RECORD_CHANGED", path: small.records[1] }]);
    expect(report.recorded).not.toBeNull();
  });
});
