import { describe, expect, it } from "vitest";
import { makeFinding } from "../../../../src/main/check/finding-sentences.ts";
import {
  type RecordingStore,
  runCheckEvent,
  storeCheckEvent,
  tryRecordCheck,
} from "../../../../src/main/operations/record-check.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { StoreReport } from "../../../../src/shared/operations/check-operations.ts";
import { makeTestFolders, openTestStore } from "../../../support/open-test-store.ts";

const REPORT: StoreReport = {
  ...{ what: "runs", from: "2026-11-01", to: null, run_ids: ["a", "b"], verdict: "changed", findings: [] },
  ...{ finding_counts: {}, truncated: false, runs: { total: 5, verdicts: { intact: 2, changed: 3 } }, odd_runs: [] },
  ledger: { entries: 9, heads: 9, root: null, first_at: null, last_at: null },
  ...{ checked: { files: 5, bytes: 100 }, checked_at: "2026-11-20T08:00:00.000000Z" },
};
const CALL = { actor: { uid: "ada", role: "admin", sid: "s" }, requestId: "q" };

describe("what an entry says of a check", () => {
  it("is what was asked, how it came out, and how far the ledger had come", () => {
    expect(storeCheckEvent(REPORT, 8)).toMatchObject({
      ...{ what: "runs", from: "2026-11-01", to: null, selected: 2, verdict: "changed" },
      ...{ runs: 5, odd_runs: 3, bad_findings: 0, through_seq: 8, odd: [] },
    });
  });

  it("counts findings that are more than information, those that are not listed among them", () => {
    const found = [makeFinding("RECORD_CHANGED", { name: "r" }), makeFinding("LEFTOVER", { name: "l" })];
    const softer = makeFinding("DIGEST_MISMATCH", { name: "d", severity: "info" });
    const counts = { RECORD_CHANGED: 1_500, LEFTOVER: 3_000, DIGEST_MISMATCH: 1 };
    const report = { ...REPORT, findings: [...found, softer], finding_counts: counts };
    expect(storeCheckEvent(report, 8).bad_findings).toBe(1_500);
  });

  it("names so many odd runs at most that the entry stays a short one", () => {
    const odd = Array.from({ length: 900 }, (_, at) => ({ run_id: `run_${at}`, verdict: "changed" as const }));
    expect(storeCheckEvent({ ...REPORT, odd_runs: odd }, 8).odd).toHaveLength(200);
  });

  it("of one run names the run when it is odd", () => {
    const report = {
      verdict: "intact" as const,
      findings: [],
      items: [],
      checked: { files: 1, bytes: 1 },
      checked_at: "",
    };
    expect(runCheckEvent("run_1", report, 3)).toMatchObject({ what: "run", runs: 1, odd_runs: 0, odd: [] });
    expect(runCheckEvent("run_1", { ...report, verdict: "cannot-check" }, 3)).toMatchObject({
      ...{ odd_runs: 1, odd: [{ run_id: "run_1", verdict: "cannot-check" }] },
    });
  });
});

describe("tryRecordCheck", () => {
  it("keeps the report before the entry that names it, and none where the drive refuses", async () => {
    const folders = makeTestFolders();
    const store = await openTestStore(folders);
    const faults: string[] = [];
    const logger = { note: () => undefined, fault: (event: string) => String(faults.push(event)) };
    const subject = store.identity?.storeId ?? "";
    const check = { subject, event: storeCheckEvent(REPORT, 1), report: REPORT };
    const recorded = await tryRecordCheck({ store, logger }, check, CALL);
    const [entry] = [...store.ledger.entries(recorded?.seq ?? -1)].map((placed) => placed.entry);
    expect(entry).toMatchObject({ kind: "check.finished", subject, sha256: recorded?.report_sha256, request_id: "q" });
    expect(store.fileSize(entry?.path ?? "")).toBe(entry?.size);

    const refusing: RecordingStore = {
      state: () => store.state(),
      putAttachment: (source) => store.putAttachment(source),
      commit: () => Promise.reject(new AppError("DISK_FULL", "The disk is full.")),
    };
    expect(await tryRecordCheck({ store: refusing, logger }, check, CALL)).toBeNull();
    expect(faults).toEqual(["a finished check could not be recorded"]);
    await store.close();
    folders.remove();
  });

  it("does not try where the folder can only be read", async () => {
    const folders = makeTestFolders();
    await (await openTestStore(folders)).close();
    const store = await openTestStore(folders, { access: "read" });
    const logger = { note: () => undefined, fault: () => "unreached" };
    expect(
      await tryRecordCheck(
        { store, logger },
        { subject: "s", event: storeCheckEvent(REPORT, 1), report: REPORT },
        CALL,
      ),
    ).toBeNull();
    folders.remove();
  });
});
