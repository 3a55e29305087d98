const RUN_ID = `run_${"0".repeat(32)}`;
const TIME = "2026-11-20T08:00:00.000000Z";

/** A row of the list as operations answer it. */
export const SAMPLE_ROW = {
  run_id: RUN_ID,
  run_number: "1-3",
  created_at_utc: TIME,
  status: "BLOCKED",
  risk_level: null,
  mode: "saw",
  tool_id: "saw:6",
  material_id: null,
  machine_id: null,
  event_type: null,
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
  path: `2026-11-20/${RUN_ID}.json`,
  problem: null,
};
