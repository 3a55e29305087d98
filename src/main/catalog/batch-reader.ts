import type { OperationRequest } from "../../shared/operation-table.ts";
import type { BatchTree } from "../../shared/operations/relation-operations.ts";
import { RISK_LEVELS, RUN_STATUSES } from "../../shared/verdicts.ts";
import { batchStep } from "./batch-step.ts";
import { type BatchMember, batchBranches } from "./batch-tree.ts";
import type { CatalogState } from "./catalog-state.ts";
import { findInteger, integerColumn, textColumn } from "./column-value.ts";
import type { NameTable } from "./name-table.ts";
import { parseLinks } from "./run-links.ts";
import { RUN_ROW_COLUMNS, runRowOf } from "./run-row-columns.ts";
import type { StatementCache } from "./statement-cache.ts";
import { NO_STATE, type RunState, worstState } from "./worst-state.ts";

/** Runs in one tree; nobody reads more of them as one. */
export const MAX_BATCH_NODES = 2000;

/** What is counted where a run says nothing. */
const NONE = "none";

type Which = OperationRequest<"batch.tree">;

/** Runs of one batch that have all these in common. */
interface Share {
  readonly state: RunState;
  readonly step: string;
  readonly count: number;
}

/** Reads the runs of a batch or a session and makes a tree of them. */
export class BatchReader {
  readonly #statements: StatementCache;
  readonly #names: NameTable;
  readonly #state: CatalogState;

  constructor(statements: StatementCache, names: NameTable, state: CatalogState) {
    this.#statements = statements;
    this.#names = names;
    this.#state = state;
  }

  /** An unknown batch gives an empty tree. The oldest runs stay where there are too many: what others were made from is among them. */
  read(which: Which, maxNodes: number = MAX_BATCH_NODES): BatchTree {
    const members = this.#members(which, maxNodes);
    const shares = this.#shares(which);
    const { nodes, hasCircle } = batchBranches(members);
    const total = shares.reduce((sum, { count }) => sum + count, 0);
    const { status, risk } = shares.reduce((worst, { state }) => worstState(worst, state), NO_STATE);
    return {
      nodes,
      total,
      left_out: total - nodes.length,
      has_circle: hasCircle,
      ...{ status, risk_level: risk },
      counts: {
        status: countsOf(shares, ({ state }) => state.status),
        risk: countsOf(shares, ({ state }) => state.risk),
        step: countsOf(shares, ({ step }) => step),
      },
    };
  }

  #members({ by, value }: Which, maxNodes: number): readonly BatchMember[] {
    const sql = `SELECT ${RUN_ROW_COLUMNS} FROM link CROSS JOIN run ON run.rid = link.rid
      WHERE link.kind = ? AND link.value = ? ORDER BY link.rid LIMIT ?`;
    return this.#statements
      .prepare(sql)
      .all(by, value, maxNodes)
      .map((columns) => {
        const { step, parent } = parseLinks(textColumn(columns, "links"));
        return { row: runRowOf(columns, this.#names, this.#state.coverage), basedOn: [...step, ...parent] };
      });
  }

  #shares({ by, value }: Which): readonly Share[] {
    const sql = `SELECT run.status, run.risk_level, run.event_type, count(*) AS count
      FROM link CROSS JOIN run ON run.rid = link.rid WHERE link.kind = ? AND link.value = ? GROUP BY 1, 2, 3`;
    return this.#statements
      .prepare(sql)
      .all(by, value)
      .map((row) => {
        const named = (dimension: "status" | "risk_level" | "event_type"): string | null =>
          this.#names.textOf(dimension, findInteger(row, dimension));
        const status = RUN_STATUSES.find((known) => known === named("status")) ?? null;
        const risk = RISK_LEVELS.find((known) => known === named("risk_level")) ?? null;
        return { state: { status, risk }, step: batchStep(named("event_type")), count: integerColumn(row, "count") };
      });
  }
}

function countsOf(shares: readonly Share[], keyOf: (share: Share) => string | null): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const share of shares) {
    const key = keyOf(share) ?? NONE;
    counts[key] = (counts[key] ?? 0) + share.count;
  }
  return counts;
}
