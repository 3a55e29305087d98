import type { Finding } from "../../../src/shared/finding.ts";
import type { PastCheck, StoreReport } from "../../../src/shared/operations/check-operations.ts";
import type { Numbers, OpenList, RunColumns } from "../../../src/shared/operations/list-operations.ts";
import type {
  CreatedRun,
  Folded,
  HistoryEntry,
  RunPage,
  RunRow,
  RunView,
} from "../../../src/shared/operations/run-operations.ts";
import type { Session } from "../../../src/shared/operations/session-operations.ts";
import type { CheckReport, Health, ImportReport } from "../../../src/shared/operations/store-operations.ts";

/** A finished run without anything unusual. */
export function makeRow(change: Partial<RunRow> = {}): RunRow {
  return {
    run_id: "run_1",
    run_number: "1-3",
    created_at_utc: "2026-11-21T10:00:00.000000Z",
    status: "OK",
    risk_level: "GREEN",
    mode: "saw",
    tool_id: "T102",
    material_id: "ebony",
    machine_id: "M3",
    event_type: "toolpaths",
    block_reason: null,
    explanation_status: "NONE",
    review: "none",
    verdict: "not-checked",
    checked_at: null,
    advisory_count: 0,
    attachment_count: 0,
    tags: [],
    hidden: false,
    note: null,
    batch_label: null,
    workflow_session: null,
    limit_percent: null,
    differs: false,
    path: "2026-11-21/run_1.json",
    problem: null,
    ...change,
  };
}

/** Rows `run_<first>` down to `run_<last>`, newest first. */
export function makeRows(first: number, last: number): RunRow[] {
  const rows: RunRow[] = [];
  for (let number = first; number >= last; number -= 1) {
    rows.push(makeRow({ run_id: `run_${number}`, run_number: `${number}-0` }));
  }
  return rows;
}

export function makePage(rows: readonly RunRow[], change: Partial<RunPage> = {}): RunPage {
  return {
    rows: [...rows],
    total: rows.length,
    store_total: rows.length,
    hidden_total: 0,
    next_cursor: null,
    facets: { status: [{ value: "BLOCKED", count: 1 }] },
    ...change,
  };
}

export function makeFolded(change: Partial<Folded> = {}): Folded {
  return {
    explanation_status: "NONE",
    explanation_summary: null,
    advisories: [],
    reviews: [],
    annotations: [],
    notes: [],
    tags: [],
    hidden: false,
    hidden_reason: null,
    ...change,
  };
}

export function makeView(row: RunRow, record: unknown = {}): RunView {
  return {
    record,
    record_text: JSON.stringify(record),
    row,
    folded: makeFolded(),
    attachments: [],
    verdict: row.verdict,
  };
}

export function makeReport(change: Partial<CheckReport> = {}): CheckReport {
  return {
    verdict: "intact",
    findings: [],
    items: [],
    checked: { files: 1, bytes: 100 },
    checked_at: "2026-11-21T12:00:00.000000Z",
    ...change,
  };
}

export function makeEntry(change: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    seq: 1,
    at: "2026-11-21T10:00:00.000000Z",
    kind: "run.recorded",
    actor: { uid: "anna", role: "machinist", sid: "s1" },
    station: "ws-1",
    app: "0.1.0",
    request_id: "r1",
    epoch: 1,
    path: null,
    sha256: null,
    size: null,
    body: {},
    ...change,
  };
}

export function makeSession(change: Partial<Session> = {}): Session {
  return {
    runs_dir: "/runs",
    sample: false,
    store: { mode: "writable", reason: null, message: null, holder: null, can_take_over: false },
    store_id: "store-1",
    workstation_id: "ws-1",
    app_version: "0.1.0",
    person: { name: "Anna", role: "machinist" },
    key_protection: "file",
    ...change,
  };
}

export function makeHealth(change: Partial<Health> = {}): Health {
  return {
    store: { mode: "writable", reason: null, message: null, holder: null, can_take_over: false },
    runs_dir: "/runs",
    runs: 3,
    ledger_size: 5,
    ledger_root: "a".repeat(64),
    epoch: 1,
    journal_bytes: 0,
    key_protection: "file",
    disk: { free_bytes: 1, total_bytes: 2, level: "ok" },
    catalog: null,
    growth: null,
    last_check: null,
    last_full_check: null,
    sweep: null,
    clock_step: null,
    last_checkpoint: null,
    lock_holder: null,
    log_path: "/data/logs/rmos-runs.log",
    notices: [],
    operations: [],
    ...change,
  };
}

export function makeImportReport(change: Partial<ImportReport> = {}): ImportReport {
  return {
    layout: "v2-dated",
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
    records: [{ run_id: "run_1", state: "new", verdict: "verified", reason: null, source: "run_1.json" }],
    ...change,
  };
}

export function makeCreated(change: Partial<CreatedRun> = {}): CreatedRun {
  return {
    run_id: "run_9",
    run_number: "9-2",
    status: "OK",
    created_at_utc: "2026-11-21T12:00:00.000000Z",
    path: "2026-11-21/run_9.json",
    hashes: { feasibility_sha256: null, toolpaths_sha256: null, gcode_sha256: null, opplan_sha256: null },
    completeness: [],
    ...change,
  };
}

export function makeFinding(change: Partial<Finding> = {}): Finding {
  return {
    code: "ATTACHMENT_CHANGED",
    severity: "error",
    subject: "op20.nc",
    path: "attachments/aa/aa",
    expected: "a".repeat(64),
    found: "b".repeat(64),
    what_to_do: "“op20.nc” is not the file that was recorded. Do not use it. Tell your supervisor.",
    ...change,
  };
}

export function makeStoreReport(change: Partial<StoreReport> = {}): StoreReport {
  return {
    what: "store",
    from: null,
    to: null,
    run_ids: null,
    verdict: "intact",
    findings: [],
    finding_counts: {},
    truncated: false,
    runs: { total: 3, verdicts: { intact: 3 } },
    odd_runs: [],
    ledger: { entries: 9, heads: 2, root: "c".repeat(64), first_at: null, last_at: null },
    checked: { files: 6, bytes: 1_000 },
    checked_at: "2026-11-21T12:00:00.000000Z",
    ...change,
  };
}

export function makePastCheck(change: Partial<PastCheck> = {}): PastCheck {
  return {
    seq: 9,
    at: "2026-11-21T12:00:00.000000Z",
    by: { uid: "anna", role: "machinist" },
    scope: { what: "store", from: null, to: null, selected: null },
    run_id: null,
    verdict: "intact",
    runs: 3,
    odd_runs: 0,
    bad_findings: 0,
    report_sha256: "d".repeat(64),
    ...change,
  };
}

export function makeOpenList(change: Partial<OpenList> = {}): OpenList {
  return {
    list_id: "list-1",
    total: 3,
    store_total: 3,
    hidden_total: 0,
    unreadable: 0,
    counts: { risk: { GREEN: 3 }, status: { BLOCKED: 1, OK: 2 } },
    groups: null,
    more_groups: 0,
    facets: { status: [{ value: "BLOCKED", count: 1 }] },
    ...change,
  };
}

/** Rows as one list per field. */
export function makeColumns(rows: readonly RunRow[]): RunColumns {
  const fields = Object.keys(makeRow()) as (keyof RunRow)[];
  return Object.fromEntries(fields.map((field) => [field, rows.map((row) => row[field])])) as unknown as RunColumns;
}

/** Twelve runs, one of them blocked, none of them unusual otherwise. */
export function makeNumbers(change: Partial<Numbers> = {}): Numbers {
  return {
    total: 12,
    counts: {
      risk: { GREEN: 11, YELLOW: 0, RED: 1, UNKNOWN: 0, ERROR: 0, none: 0 },
      status: { OK: 11, BLOCKED: 1, ERROR: 0, none: 0 },
    },
    review: { none: 12 },
    check: { intact: 12 },
    oldest_waiting: null,
    oldest_not_exported: null,
    not_exported: 0,
    unreadable: 0,
    reasons: [],
    shifts: [],
    near_limit: [],
    ...change,
  };
}
