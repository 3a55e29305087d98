import type { OperationCase } from "./operation-cases.ts";

type Covered = "run.related" | "batch.tree";

const RUN_ID = `run_${"0".repeat(32)}`;

/** A row of a list, spelled out here: the table of cases asks this file first. */
const row = {
  ...{ run_id: RUN_ID, run_number: "1-3", created_at_utc: "2026-11-20T08:00:00.000000Z", status: "OK" },
  ...{ risk_level: "GREEN", mode: "saw", tool_id: "saw:6", material_id: null, machine_id: "M1", event_type: "x" },
  ...{ block_reason: null, explanation_status: "NONE", review: "none", verdict: "not-checked", checked_at: null },
  ...{ advisory_count: 0, attachment_count: 0, tags: [], hidden: false, note: null, batch_label: "A" },
  ...{ workflow_session: null, limit_percent: null, differs: true, path: `2026-11-20/${RUN_ID}.json`, problem: null },
};
const none = { rows: [], total: 0 };

const related = {
  parents: { rows: [row], total: 1, missing: ["run_gone"] },
  children: none,
  batches: [{ label: "A", total: 3 }],
  sessions: [{ id: "s", total: 1 }],
  same_inputs: { rows: [row], total: 1, other_result: [RUN_ID], differing: [row] },
  last_ok: null,
};

const node = {
  ...{ row, step: "plan", parent: null, depth: 0, status: "OK", risk_level: null, below: 0, also_based_on: [] },
};

const tree = {
  nodes: [node],
  ...{ total: 2, left_out: 1, has_circle: false, status: "OK", risk_level: "GREEN" },
  counts: { status: { OK: 2 }, risk: { GREEN: 1, none: 1 }, step: { plan: 2 } },
};

/** The cases of runs that belong together. */
export const RELATION_OPERATION_CASES: Readonly<Record<Covered, OperationCase>> = {
  "run.related": {
    goodRequests: [{ run_id: RUN_ID }],
    badRequests: [
      [{}, "run_id"],
      [{ run_id: 3 }, "run_id"],
      [{ run_id: RUN_ID, more: 1 }, "more"],
    ],
    goodResponse: related,
    badResponses: [{}, { ...related, last_ok: undefined }, { ...related, parents: none }],
  },
  "batch.tree": {
    goodRequests: [
      { by: "batch", value: "A" },
      { by: "session", value: "s" },
    ],
    badRequests: [
      [{ by: "batch" }, "value"],
      [{ by: "batch", value: "" }, "value"],
      [{ by: "batch", value: "x".repeat(501) }, "value"],
      [{ by: "tag", value: "A" }, "by"],
    ],
    goodResponse: tree,
    badResponses: [{}, { ...tree, nodes: [{ ...node, step: "dance" }] }, { ...tree, status: "FINE" }],
  },
};
