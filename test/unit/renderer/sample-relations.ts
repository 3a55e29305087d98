import type { BatchNode, BatchTree, Related } from "../../../src/shared/operations/relation-operations.ts";
import { makeRow } from "./sample-data.ts";

/** A run in a tree, at its top and with nothing below it. */
export function makeNode(runId: string, change: Partial<BatchNode> = {}): BatchNode {
  const row = makeRow({ run_id: runId, run_number: `${runId}-0` });
  return {
    ...{ row, step: "plan", parent: null, depth: 0, status: row.status, risk_level: row.risk_level, below: 0 },
    also_based_on: [],
    ...change,
  };
}

export function makeTree(nodes: readonly BatchNode[], change: Partial<BatchTree> = {}): BatchTree {
  return {
    ...{ nodes: [...nodes], total: nodes.length, left_out: 0, has_circle: false, status: "OK", risk_level: "GREEN" },
    counts: { status: { OK: nodes.length }, risk: { GREEN: nodes.length }, step: { plan: nodes.length } },
    ...change,
  };
}

/** A run that nothing belongs to. */
export function makeRelated(change: Partial<Related> = {}): Related {
  return {
    parents: { rows: [], total: 0, missing: [] },
    children: { rows: [], total: 0 },
    batches: [],
    sessions: [],
    same_inputs: { rows: [], total: 0, other_result: [], differing: [] },
    last_ok: null,
    ...change,
  };
}
