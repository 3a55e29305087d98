import type { OperationCase } from "./operation-cases.ts";

type CheckOperation =
  | "check.run"
  | "check.store"
  | "check.attachment"
  | "check.past"
  | "check.report"
  | "proof.run"
  | "checkpoint.get"
  | "checkpoint.verify";

const RUN_ID = `run_${"0".repeat(32)}`;
const SHA256 = "ab".repeat(32);
const TIME = "2026-11-20T08:00:00.000000Z";
const FILE = { path: "/mnt/stick/older.note" };

const runReport = {
  verdict: "intact",
  findings: [],
  items: [{ name: "Record", expected: SHA256, found: SHA256, result: "same" }],
  checked: { files: 1, bytes: 100 },
  checked_at: TIME,
};

const finding = {
  ...{ code: "RECORD_CHANGED", severity: "error", subject: "Record", run_id: RUN_ID, path: "2026-11-20/a.json" },
  ...{ expected: SHA256, found: null, what_to_do: "Do not use it." },
};

const scope = { what: "store", from: null, to: "2026-11-20", run_ids: null };

const storeReport = {
  ...scope,
  verdict: "changed",
  findings: [finding],
  finding_counts: { RECORD_CHANGED: 1 },
  truncated: false,
  runs: { total: 2, verdicts: { intact: 1, changed: 1 } },
  odd_runs: [{ run_id: RUN_ID, verdict: "changed" }],
  ledger: { entries: 4, heads: 4, root: SHA256, first_at: TIME, last_at: TIME },
  checked: { files: 9, bytes: 1000 },
  checked_at: TIME,
};

const pastCheck = {
  seq: 4,
  at: TIME,
  by: { uid: "ada", role: "admin" },
  scope: { what: "store", from: null, to: null, selected: null },
  run_id: null,
  ...{ verdict: "changed", runs: 2, odd_runs: 1, bad_findings: 1, report_sha256: SHA256 },
};

const head = { origin: "rmos/s", size: 4, root: SHA256 };
const keys = ["rmos/s+01234567+AQ=="];

/** The cases of checks, proofs and signed heads. */
export const CHECK_OPERATION_CASES: Readonly<Record<CheckOperation, OperationCase>> = {
  "check.run": {
    goodRequests: [{ run_id: RUN_ID }, { run_id: RUN_ID, record: true }, { run_id: RUN_ID, up_to_bytes: 50_000_000 }],
    badRequests: [
      [{}, "run_id"],
      [{ run_id: RUN_ID, up_to_bytes: -1 }, "up_to_bytes"],
      [{ run_id: 7 }, "run_id"],
      [{ run_id: RUN_ID, record: "yes" }, "record"],
      [{ run_id: RUN_ID, force: true }, "force"],
    ],
    goodResponse: runReport,
    badResponses: [
      { ...runReport, verdict: "ok" },
      { ...runReport, findings: [{ code: "SOMETHING", severity: "error" }] },
    ],
  },
  "check.store": {
    goodRequests: [
      { record: false },
      { what: "attachments", record: false },
      { what: "runs", from: "2026-11-01", to: "2026-11-20", run_ids: [RUN_ID], record: false, resume: true },
    ],
    badRequests: [
      [{ what: "everything" }, "what"],
      [{ from: "last week" }, "from"],
      [{ what: "runs", run_ids: [] }, "run_ids"],
      [{ record: "no" }, "record"],
      [{ resume: 1 }, "resume"],
      [{ all: true }, "all"],
    ],
    goodResponse: { ...storeReport, recorded: { seq: 4, report_sha256: SHA256 } },
    badResponses: [
      storeReport,
      { ...storeReport, recorded: null, verdict: "fine" },
      { ...storeReport, recorded: null, finding_counts: { NO_SUCH_CODE: 1 } },
    ],
  },
  "check.attachment": {
    goodRequests: [{ sha256: SHA256 }],
    badRequests: [
      [{}, "sha256"],
      [{ sha256: SHA256, all: true }, "all"],
    ],
    goodResponse: runReport,
    badResponses: [{ ...runReport, checked: null }],
  },
  "check.past": {
    goodRequests: [{}, { limit: 1, before: 0 }, { before: null }],
    badRequests: [
      [{ limit: 0 }, "limit"],
      [{ limit: 501 }, "limit"],
      [{ before: -1 }, "before"],
    ],
    goodResponse: {
      checks: [pastCheck, { ...pastCheck, scope: null, run_id: RUN_ID }],
      next_before: 4,
      unfinished: { scope, done: 1, total: 2, stopped_at: TIME, odd_runs: 0 },
    },
    badResponses: [{ checks: [{ ...pastCheck, by: "ada" }], next_before: null, unfinished: null }, { checks: [] }],
  },
  "check.report": {
    goodRequests: [{ seq: 4 }],
    badRequests: [
      [{}, "seq"],
      [{ seq: -1 }, "seq"],
      [{ seq: 1.5 }, "seq"],
    ],
    goodResponse: { check: pastCheck, report: storeReport, run_report: runReport },
    badResponses: [{ check: pastCheck, report: { ...storeReport, runs: 2 }, run_report: null }],
  },
  "proof.run": {
    goodRequests: [{ run_id: RUN_ID }],
    badRequests: [
      [{}, "run_id"],
      [{ run_id: RUN_ID, out: "/tmp/a" }, "out"],
    ],
    goodResponse: {
      ...{ run_id: RUN_ID, index: 1, record_sha256: SHA256, head, proof: "c2sp.org/tlog-proof@v1\n" },
      public_keys: keys,
    },
    badResponses: [{ run_id: RUN_ID, index: 1, record_sha256: SHA256, head: null, proof: "", public_keys: keys }],
  },
  "checkpoint.get": {
    goodRequests: [{}],
    badRequests: [[{ size: 4 }, "size"]],
    goodResponse: { checkpoint: "rmos/s\n4\n", head, public_keys: keys },
    badResponses: [{ checkpoint: "rmos/s\n4\n", head }],
  },
  "checkpoint.verify": {
    goodRequests: [
      { source: { text: "rmos/s\n4\n" } },
      { source: { file: FILE } },
      { source: { file: { grant: "g" } } },
    ],
    badRequests: [
      [{}, "source"],
      [{ source: { text: 4 } }, "source.text"],
      [{ source: { file: FILE, text: "" } }, "source"],
    ],
    goodResponse: { ...runReport, old_head: head, head: null, proof: ["q83v"] },
    badResponses: [{ ...runReport, old_head: head, head: null }],
  },
};
