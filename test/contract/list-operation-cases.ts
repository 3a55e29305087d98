import type { OperationCase } from "./operation-cases.ts";
import { SAMPLE_ROW as row } from "./sample-row.ts";

type Covered =
  | `list.${"open" | "rows" | "place" | "ids" | "differences"}`
  | `timeline.${"read" | "step"}`
  | "numbers.get";

const RUN_ID = `run_${"0".repeat(32)}`;
const TIME = "2026-11-20T08:00:00.000000Z";

const columns = Object.fromEntries(Object.entries(row).map(([field, value]) => [field, [value]]));
const counts = { risk: { GREEN: 1, none: 2 }, status: { OK: 3 } };

const opened = {
  ...{ list_id: "ab.1", total: 3, store_total: 4, hidden_total: 1, unreadable: 0, counts },
  groups: [{ value: "M1", from: 0, count: 3, counts }],
  more_groups: 0,
  facets: { tool: [{ value: "saw:6", count: 3 }] },
};

const timeline = {
  ...{ from: TIME, to: TIME, first: TIME, last: TIME, bins: 1, total: 1 },
  lanes: [{ value: null, others: false, total: 1 }],
  ...{ counts: new Uint8Array(4), worst: new Uint8Array(1), clock: [{ at: TIME, by_ms: -10_800_000 }] },
};

const numbers = {
  ...{
    total: 3,
    counts,
    review: { waiting: 1 },
    check: { intact: 3 },
    oldest_waiting: TIME,
    oldest_not_exported: null,
  },
  ...{ not_exported: 0, unreadable: 0, reasons: [{ reason: "Speed … above …", count: 1 }] },
  shifts: [{ from: TIME, total: 3, blocked: 1 }],
  near_limit: [{ tool: "saw:6", shares: [91, null], near: 1, last_at: TIME }],
};

const listId = "ab.1";

export const LIST_OPERATION_CASES: Readonly<Record<Covered, OperationCase>> = {
  "list.open": {
    goodRequests: [
      { zone: "Europe/Berlin" },
      {
        zone: "UTC",
        filters: { tool: ["T"] },
        sort: { by: "limit", descending: false },
        group: "shift",
        shifts: ["06:00"],
      },
    ],
    badRequests: [
      [{}, "zone"],
      [{ zone: "UTC", sort: { by: "colour", descending: true } }, "sort.by"],
      [{ zone: "UTC", group: "colour" }, "group"],
      [{ zone: "UTC", shifts: ["25:00"] }, "shifts.0"],
    ],
    goodResponse: opened,
    badResponses: [
      { ...opened, groups: [{ value: 1, from: 0, count: 1, counts }] },
      { ...opened, total: "3" },
    ],
  },
  "list.rows": {
    goodRequests: [{ list_id: listId, from: 0, count: 1000 }],
    badRequests: [
      [{ list_id: listId, from: -1, count: 1 }, "from"],
      [{ list_id: listId, from: 0, count: 1001 }, "count"],
    ],
    goodResponse: { from: 0, columns },
    badResponses: [{ from: 0, columns: { ...columns, status: ["DONE"] } }, { from: 0 }],
  },
  "list.place": {
    goodRequests: [{ list_id: listId, run_id: RUN_ID }],
    badRequests: [[{ list_id: listId }, "run_id"]],
    goodResponse: { place: 7 },
    badResponses: [{ place: "7" }],
  },
  "list.ids": {
    goodRequests: [{ list_id: listId, count: 10_000 }],
    badRequests: [[{ list_id: listId, count: 0 }, "count"]],
    goodResponse: { run_ids: [RUN_ID] },
    badResponses: [{ run_ids: [7] }],
  },
  "list.differences": {
    goodRequests: [{ list_id: listId }],
    badRequests: [[{}, "list_id"]],
    goodResponse: { differing: ["tool_id"] },
    badResponses: [{ differing: "tool_id" }],
  },
  "timeline.read": {
    goodRequests: [
      { lane: "machine", bins: 1200 },
      { lane: "tag", bins: 1, from: "2026-11-20T08:00:00Z", to: TIME, max_lanes: 3, filters: { text: "x" } },
    ],
    badRequests: [
      [{ lane: "person", bins: 1 }, "lane"],
      [{ lane: "none", bins: 0 }, "bins"],
      [{ lane: "none", bins: 1, from: "2026-11-20" }, "from"],
    ],
    goodResponse: timeline,
    badResponses: [{ ...timeline, counts: [1] }],
  },
  "timeline.step": {
    goodRequests: [
      { lane: "none", lane_value: null, start: { run_id: RUN_ID }, direction: "later" },
      { lane: "tool", lane_value: "T", start: { at: "2026-11-20T08:00:00Z" }, direction: "earlier" },
    ],
    badRequests: [
      [{ lane: "none", lane_value: null, start: {}, direction: "later" }, "start.run_id"],
      [{ lane: "none", lane_value: null, start: { run_id: RUN_ID }, direction: "up" }, "direction"],
    ],
    goodResponse: { row },
    badResponses: [{ row: {} }],
  },
  "numbers.get": {
    goodRequests: [{ zone: "UTC" }, { zone: "UTC", filters: { machine: ["M1"] }, shifts: ["06:00", "18:00"] }],
    badRequests: [[{ zone: "" }, "zone"]],
    goodResponse: numbers,
    badResponses: [{ ...numbers, near_limit: [{ tool: "T", shares: ["91"], near: 1, last_at: TIME }] }],
  },
};
