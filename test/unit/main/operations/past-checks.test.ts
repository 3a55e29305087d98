import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inFolder } from "../../../support/check-folder.ts";
import { type CheckedApplication, openCheckedApplication } from "../../../support/checked-application.ts";

const TERMINAL = { door: "command-line" } as const;

let opened: CheckedApplication;

beforeEach(async () => {
  opened = await openCheckedApplication();
});

afterEach(async () => {
  await opened.close();
});

function reportFile(sha256: string): string {
  return inFolder(opened.folders, `_attachments/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`);
}

describe("past checks", () => {
  it("are none where none was recorded", async () => {
    await opened.app.call("check.store", { record: false }, TERMINAL);
    expect(await opened.app.call("check.past", {}, TERMINAL)).toEqual({
      checks: [],
      next_before: null,
      unfinished: null,
    });
  });

  it("come newest first, page by page, those of single runs among them", async () => {
    const { app, small } = opened;
    await app.call("check.store", { from: "2020-01-01" }, TERMINAL);
    await app.call("check.run", { run_id: small.runId, record: true }, TERMINAL);
    await app.call("check.store", { what: "runs", run_ids: [small.runId] }, TERMINAL);
    const { checks, next_before } = await app.call("check.past", { limit: 2 }, TERMINAL);
    expect(checks).toMatchObject([
      { scope: { what: "runs", selected: 1 }, run_id: null, runs: 1, odd_runs: 0, bad_findings: 0 },
      { scope: null, run_id: small.runId, verdict: "intact" },
    ]);
    const rest = await app.call("check.past", { limit: 2, before: next_before }, TERMINAL);
    expect(rest.checks).toMatchObject([{ scope: { what: "store", from: "2020-01-01" } }]);
    expect(rest.next_before).toBeNull();
  });

  it("have their reports kept as text that anybody can read, and given back as they were", async () => {
    const { app, small } = opened;
    writeFileSync(inFolder(opened.folders, small.attachment), "G91\n");
    const { recorded, ...report } = await app.call("check.store", { what: "runs" }, TERMINAL);
    const text = readFileSync(reportFile(recorded?.report_sha256 ?? ""), "utf8");
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
    const past = await app.call("check.report", { seq: recorded?.seq ?? -1 }, TERMINAL);
    expect(past).toMatchObject({ run_report: null, check: { verdict: "changed", odd_runs: 1, bad_findings: 1 } });
    expect(past.report).toEqual(report);
  });

  it("give the report of a single run back as such", async () => {
    const { app, small } = opened;
    const report = await app.call("check.run", { run_id: small.runId, record: true }, TERMINAL);
    const [check] = (await app.call("check.past", {}, TERMINAL)).checks;
    const past = await app.call("check.report", { seq: check?.seq ?? -1 }, TERMINAL);
    expect([past.report, past.run_report]).toEqual([null, report]);
  });

  it("do not show a report whose bytes are other ones, or that is gone", async () => {
    const { app } = opened;
    const { recorded } = await app.call("check.store", {}, TERMINAL);
    const path = reportFile(recorded?.report_sha256 ?? "");
    const seq = recorded?.seq ?? -1;
    writeFileSync(path, readFileSync(path, "utf8").replace('"total": 3', '"total": 4'));
    await expect(app.call("check.report", { seq }, TERMINAL)).rejects.toMatchObject({ code: "STORE_DAMAGED" });
    rmSync(path);
    await expect(app.call("check.report", { seq }, TERMINAL)).rejects.toMatchObject({ code: "ATTACHMENT_NOT_FOUND" });
  });

  it("are not what other entries tell of", async () => {
    for (const seq of [0, 1, 10_000]) {
      await expect(opened.app.call("check.report", { seq }, TERMINAL)).rejects.toMatchObject({
        code: "PATH_NOT_FOUND",
      });
    }
  });
});
