import type { OperationName } from "../../src/shared/ipc/channel-names.ts";
import { CHECK_OPERATION_CASES } from "./check-operation-cases.ts";
import { KEY_OPERATION_CASES } from "./key-operation-cases.ts";
import { LIST_OPERATION_CASES } from "./list-operation-cases.ts";
import { RELATION_OPERATION_CASES } from "./relation-operation-cases.ts";
import { SAMPLE_ROW as row } from "./sample-row.ts";
import { SCAN_OPERATION_CASES } from "./scan-operation-cases.ts";
import { VIEW_OPERATION_CASES } from "./view-operation-cases.ts";

/** Requests and responses of one operation that its schemas must take, and such that they must refuse. */
export interface OperationCase {
  readonly goodRequests: readonly unknown[];
  /** Each with the field that the refusal must name. */
  readonly badRequests: readonly (readonly [input: unknown, field: string])[];
  readonly goodResponse: unknown;
  readonly badResponses: readonly unknown[];
}

const RUN_ID = `run_${"0".repeat(32)}`;
const SHA256 = "ab".repeat(32);
const TIME = "2026-11-20T08:00:00.000000Z";
const FILE = { path: "/mnt/stick/op20.json" };
const bytes = new Uint8Array([123, 125]);

const runIdOnly: Pick<OperationCase, "goodRequests" | "badRequests"> = {
  goodRequests: [{ run_id: RUN_ID }],
  badRequests: [
    [{}, "run_id"],
    [{ run_id: 7 }, "run_id"],
    [{ run_id: RUN_ID, force: true }, "force"],
  ],
};

const nothing: Pick<OperationCase, "goodRequests" | "badRequests"> = {
  goodRequests: [{}],
  badRequests: [
    [{ all: true }, "all"],
    [null, "request"],
  ],
};

const store = { mode: "writable", reason: null, message: null, holder: null, can_take_over: false };

const session = {
  runs_dir: "/r",
  sample: false,
  store,
  store_id: "s",
  workstation_id: "w",
  app_version: "0.1.0",
  person: { name: "ada", role: "admin" },
  key_protection: "file",
};

const page = { rows: [row], total: 1, store_total: 1, hidden_total: 0, next_cursor: null };

const folded = {
  explanation_status: "NONE",
  explanation_summary: null,
  advisories: [],
  reviews: [],
  annotations: [],
  notes: [],
  tags: [],
  hidden: false,
  hidden_reason: null,
};

const event = {
  seq: 4,
  at: TIME,
  kind: "run.annotated",
  actor: { uid: "ada", role: "admin", sid: "s" },
  station: "w",
  app: "0.1.0",
  request_id: "q",
  epoch: 1,
  path: null,
  sha256: null,
  size: null,
  body: { kind: "note", text: "n" },
};

const attachment = {
  sha256: SHA256,
  kind: "gcode",
  mime: null,
  filename: "op20.nc",
  size_bytes: 3,
  created_at_utc: null,
  present: true,
};

const importReport = {
  layout: "v2",
  new: 1,
  already_here: 0,
  conflict: 0,
  unreadable: 0,
  incomplete: 0,
  attachments: 0,
  links: 0,
  tombstones: 0,
  bytes: 10,
  notes: [],
  records: [{ run_id: RUN_ID, state: "new", verdict: "verified", reason: null, source: "2026-11-20/a.json" }],
};

const importCase: OperationCase = {
  goodRequests: [{ source: FILE }, { source: { grant: "g" } }],
  badRequests: [
    [{}, "source"],
    [{ source: "/mnt" }, "source"],
    [{ source: { path: "" } }, "source.path"],
  ],
  goodResponse: importReport,
  badResponses: [
    { ...importReport, new: "1" },
    { ...importReport, records: [{ ...importReport.records[0], state: "gone" }] },
  ],
};

const health = {
  store,
  runs_dir: "/r",
  runs: 1,
  ledger_size: 3,
  ledger_root: SHA256,
  epoch: 1,
  journal_bytes: 0,
  key_protection: "file",
  disk: { free_bytes: 1, total_bytes: 2, level: "critical" },
  catalog: { rows: 1, applied_seq: 3, schema_version: 1, state: "ready", done: 3, total: 3, findings: [] },
  growth: { store_bytes: 1000, bytes_per_day: 10.5, days_left: 99 },
  last_check: { at: TIME, subject: RUN_ID, verdict: "intact" },
  last_full_check: { at: TIME, verdict: "intact" },
  sweep: { state: "waiting", next_at: TIME },
  clock_step: { at: TIME, from: TIME, to: TIME },
  last_checkpoint: { at: TIME, size: 3 },
  lock_holder: { host: "w1", pid: 7, user: "ada", since: TIME, app: "0.1.0" },
  log_path: "/d/logs/rmos-runs.log",
  notices: [],
  operations: [{ operation: "run.get", calls: 1, errors: 0, p50_ms: 1, p95_ms: 1, p99_ms: 1 }],
};

/** One for each row of the table; the compiler asks for a new one with each new row. */
export const OPERATION_CASES: Readonly<Record<OperationName, OperationCase>> = {
  ...LIST_OPERATION_CASES,
  ...RELATION_OPERATION_CASES,
  ...VIEW_OPERATION_CASES,
  "session.get": {
    ...nothing,
    goodResponse: session,
    badResponses: [{ ...session, person: { name: "ada", role: "root" } }],
  },
  "session.open": {
    goodRequests: [{ folder: "own" }, { folder: "sample" }],
    badRequests: [
      [{ folder: "/etc" }, "folder"],
      [{}, "folder"],
    ],
    goodResponse: session,
    badResponses: [{ ...session, sample: "no" }],
  },
  "files.pick": {
    goodRequests: [{ purpose: "import-folder" }, { purpose: "request-file" }, { purpose: "save-folder" }],
    badRequests: [[{ purpose: "any" }, "purpose"]],
    goodResponse: { picked: { grant: "g", label: "op20.json" } },
    badResponses: [{ picked: "/mnt/stick" }, {}],
  },
  "files.grant": {
    goodRequests: [{ dropped_path: "/mnt/stick/op20.json" }],
    badRequests: [
      [{ dropped_path: "" }, "dropped_path"],
      [{ path: "/a" }, "dropped_path"],
    ],
    goodResponse: { grant: "g", label: "op20.json", kind: "file" },
    badResponses: [{ grant: "g", label: "op20.json", kind: "device" }],
  },
  "run.create": {
    goodRequests: [
      { source: { bytes, name: null } },
      { source: { file: FILE }, files_base: { path: "/mnt/stick" } },
      { source: { file: { grant: "g" } }, files_base: null },
    ],
    badRequests: [
      [{}, "source"],
      [{ source: { bytes: "{}", name: null } }, "source.bytes"],
      [{ source: { bytes, name: null, status: "OK" } }, "source.status"],
      [{ source: { file: FILE }, files_base: "/mnt" }, "files_base"],
    ],
    goodResponse: {
      run_id: RUN_ID,
      run_number: "1-3",
      status: "BLOCKED",
      created_at_utc: TIME,
      path: row.path,
      hashes: { feasibility_sha256: SHA256, toolpaths_sha256: null, gcode_sha256: null, opplan_sha256: null },
      completeness: [{ field: "feasibility", reason: "is missing" }],
    },
    badResponses: [{ run_id: RUN_ID }, null],
  },
  "run.get": {
    ...runIdOnly,
    goodResponse: { record: {}, record_text: "{}", row, folded, attachments: [attachment], verdict: "intact" },
    badResponses: [{ record: {}, record_text: "{}", row, folded, attachments: [], verdict: "fine" }],
  },
  "run.query": {
    goodRequests: [
      {},
      { filters: { status: ["OK", "ERROR"], from: "2026-11-20", exported: null, hidden: "include" }, limit: 500 },
    ],
    badRequests: [
      [{ limit: 0 }, "limit"],
      [{ limit: 501 }, "limit"],
      [{ limit: 1.5 }, "limit"],
      [{ cursor: 7 }, "cursor"],
      [{ filters: { status: ["DONE"] } }, "filters.status.0"],
      [{ filters: { risk: ["PURPLE"] } }, "filters.risk.0"],
      [{ filters: { from: "last week" } }, "filters.from"],
      [{ filters: { colour: "red" } }, "filters.colour"],
      [{ order: "oldest" }, "order"],
    ],
    goodResponse: page,
    badResponses: [
      { ...page, rows: [{ ...row, hidden: 0 }] },
      { ...page, total: null },
    ],
  },
  "run.raw": {
    ...runIdOnly,
    goodResponse: { bytes, path: row.path, sha256: SHA256 },
    badResponses: [{ bytes: "{}", path: row.path, sha256: SHA256 }],
  },
  "run.annotate": {
    goodRequests: [
      { run_id: RUN_ID, note: "n" },
      { run_id: RUN_ID, set: { a: "b" }, tags: ["t"], hide: true, reason: "r" },
    ],
    badRequests: [
      [{ run_id: RUN_ID, note: "" }, "note"],
      [{ run_id: RUN_ID, note: "x".repeat(4001) }, "note"],
      [{ run_id: RUN_ID, tags: [""] }, "tags.0"],
      [{ run_id: RUN_ID, set: { a: 1 } }, "set.a"],
      [{ run_id: RUN_ID, hide: "yes" }, "hide"],
      [{ run_id: RUN_ID, status: "OK" }, "status"],
    ],
    goodResponse: { run_id: RUN_ID, events: [event], folded },
    badResponses: [{ run_id: RUN_ID, events: [{ ...event, seq: "4" }], folded }],
  },
  "run.history": {
    ...runIdOnly,
    goodResponse: { entries: [event] },
    badResponses: [{ entries: [{ ...event, actor: "ada" }] }],
  },
  "attachment.list": {
    ...runIdOnly,
    goodResponse: { attachments: [{ ...attachment, also_in: 6 }] },
    badResponses: [
      { attachments: [{ ...attachment, also_in: 6, present: null }] },
      { attachments: [{ ...attachment, also_in: -1 }] },
    ],
  },
  "attachment.open": {
    goodRequests: [{ sha256: SHA256 }, { sha256: SHA256, offset: 4, length: 4_194_304, accept_changed: true }],
    badRequests: [
      [{}, "sha256"],
      [{ sha256: SHA256, offset: -1 }, "offset"],
      [{ sha256: SHA256, length: 4_194_305 }, "length"],
      [{ sha256: SHA256, accept_changed: "yes" }, "accept_changed"],
    ],
    goodResponse: { bytes, size_bytes: 2, offset: 0, is_recorded: true },
    badResponses: [
      { bytes: [123], size_bytes: 2, offset: 0, is_recorded: true },
      { bytes, size_bytes: 2, offset: 0 },
    ],
  },
  "attachment.runs": {
    goodRequests: [{ sha256: SHA256 }, { sha256: SHA256, run_id: RUN_ID }],
    badRequests: [
      [{}, "sha256"],
      [{ sha256: SHA256, run_id: 7 }, "run_id"],
      [{ sha256: SHA256, limit: 10 }, "limit"],
    ],
    goodResponse: { run_ids: [RUN_ID], more: false },
    badResponses: [{ run_ids: RUN_ID, more: false }, { run_ids: [] }],
  },
  "attachment.put": {
    goodRequests: [
      { run_id: RUN_ID, source: { bytes, name: "photo.png" }, kind: "photo", mime: "image/png" },
      { run_id: RUN_ID, source: { file: FILE }, kind: "gcode" },
      { run_id: RUN_ID, source: { file: { grant: "g" } }, kind: "gcode", mime: null },
    ],
    badRequests: [
      [{ run_id: RUN_ID, kind: "gcode" }, "source"],
      [{ run_id: RUN_ID, source: { bytes: "x", name: null }, kind: "gcode" }, "source.bytes"],
      [{ run_id: RUN_ID, source: { bytes, name: null } }, "kind"],
      [{ run_id: RUN_ID, source: { bytes, name: null }, kind: " " }, "kind"],
      [{ run_id: RUN_ID, source: { bytes, name: null }, kind: "x".repeat(61) }, "kind"],
      [{ run_id: RUN_ID, source: { bytes, name: null }, kind: "gcode", mime: "" }, "mime"],
      [{ source: { bytes, name: null }, kind: "gcode" }, "run_id"],
    ],
    goodResponse: { run_id: RUN_ID, attachment, added: true },
    badResponses: [{ run_id: RUN_ID, attachment: { ...attachment, sha256: null }, added: true }, { run_id: RUN_ID }],
  },
  "attachment.save": {
    goodRequests: [
      { sha256: SHA256, to: { file: FILE } },
      { sha256: SHA256, to: { folder: { grant: "g" } } },
      { sha256: SHA256, to: { folder: { path: "/mnt/stick" }, name: "op20.nc" } },
    ],
    badRequests: [
      [{ to: { file: FILE } }, "sha256"],
      [{ sha256: SHA256 }, "to"],
      [{ sha256: SHA256, to: "/mnt/stick" }, "to"],
      [{ sha256: SHA256, to: { folder: FILE, name: "" } }, "to.name"],
      [{ sha256: SHA256, to: { file: FILE }, replace: true }, "replace"],
    ],
    goodResponse: { sha256: SHA256, size_bytes: 2, path: "/mnt/stick/op20.nc", name: "op20.nc", read_back: "drive" },
    badResponses: [
      { sha256: SHA256, size_bytes: 2, path: "/mnt/stick/op20.nc", name: "op20.nc", read_back: "yes" },
      { sha256: SHA256 },
    ],
  },
  "run.save": {
    goodRequests: [{ run_id: RUN_ID, to: { file: FILE } }],
    badRequests: [
      [{ to: { file: FILE } }, "run_id"],
      [{ run_id: RUN_ID }, "to"],
      [{ run_id: RUN_ID, to: { file: FILE }, replace: true }, "replace"],
    ],
    goodResponse: { sha256: SHA256, size_bytes: 2, path: "/mnt/stick/r.json", name: "r.json", read_back: "drive" },
    badResponses: [{ sha256: SHA256, size_bytes: 2, path: "/mnt/r.json", name: "r.json", read_back: "yes" }],
  },
  ...SCAN_OPERATION_CASES,
  ...CHECK_OPERATION_CASES,
  ...KEY_OPERATION_CASES,
  "import.scan": importCase,
  "import.commit": importCase,
  "catalog.rebuild": { ...nothing, goodResponse: { rows: 1, applied_seq: 3 }, badResponses: [{ rows: 1 }] },
  "catalog.verify": {
    goodRequests: [{}, { sample: 100 }, { sample: 100, seed: 7 }],
    badRequests: [
      [{ sample: 0 }, "sample"],
      [{ sample: 1, seed: -1 }, "seed"],
    ],
    goodResponse: { agrees: false, rows: 1, differing: [RUN_ID], seed: null },
    badResponses: [{ agrees: "no", rows: 1, differing: [], seed: null }],
  },
  "hash.canonical": {
    goodRequests: [{ source: { bytes } }, { source: { file: FILE }, with_text: true }],
    badRequests: [
      [{}, "source"],
      [{ source: { bytes: "{}" } }, "source.bytes"],
      [{ source: { bytes }, with_text: 1 }, "with_text"],
    ],
    goodResponse: { sha256: SHA256, text: null },
    badResponses: [{ sha256: SHA256 }],
  },
  "health.get": {
    ...nothing,
    goodResponse: health,
    badResponses: [
      { ...health, disk: { free_bytes: 1, total_bytes: 2, level: "fine" } },
      { ...health, last_check: { ...health.last_check, verdict: "fine" } },
    ],
  },
  "support.save": {
    goodRequests: [{ to: { file: FILE } }, { to: { folder: { grant: "g" }, name: null } }],
    badRequests: [
      [{}, "to"],
      [{ to: { folder: FILE, name: "" } }, "to.name"],
      [{ to: { file: FILE }, records: true }, "records"],
    ],
    goodResponse: { path: "/mnt/stick/support.json", name: "support.json", size_bytes: 900 },
    badResponses: [{ path: "/mnt/stick/support.json" }],
  },
  "job.cancel": {
    goodRequests: [{ job_id: "j" }],
    badRequests: [[{}, "job_id"]],
    goodResponse: { was_running: true },
    badResponses: [{}],
  },
};
