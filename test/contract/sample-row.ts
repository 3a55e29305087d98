import { makeRow } from "../unit/renderer/sample-data.ts";

const RUN_ID = `run_${"0".repeat(32)}`;

/** A row of the list as operations answer it: of a blocked run of which little is known. */
export const SAMPLE_ROW = makeRow({
  ...{ run_id: RUN_ID, created_at_utc: "2026-11-20T08:00:00.000000Z", status: "BLOCKED", risk_level: null },
  ...{ tool_id: "saw:6", material_id: null, machine_id: null, event_type: null },
  ...{ path: `2026-11-20/${RUN_ID}.json`, limit_percent: 97 },
});
