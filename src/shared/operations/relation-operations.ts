import { z } from "zod";
import { operationRow } from "../operation-row.ts";
import { riskLevelSchema, runStatusSchema } from "../verdicts.ts";
import { runRowSchema } from "./run-operations.ts";

const relatedRunsSchema = z.object({
  /** Newest first, at most 20. */
  rows: z.array(runRowSchema),
  total: z.number(),
});

export const relatedSchema = z.object({
  /** The runs it is based on; `missing` are ids that no run here has. */
  parents: relatedRunsSchema.extend({ missing: z.array(z.string()) }),
  children: relatedRunsSchema,
  batches: z.array(z.object({ label: z.string(), total: z.number() })),
  sessions: z.array(z.object({ id: z.string(), total: z.number() })),
  /** Other runs with the same inputs. */
  same_inputs: relatedRunsSchema.extend({
    /** Ids of those of `rows` whose toolpaths or G-code are not those of this run, whichever came first. */
    other_result: z.array(z.string()),
    /** Runs recorded before this one that made something else; newest first, at most 20. */
    differing: z.array(runRowSchema),
  }),
  /** The newest earlier run with status OK of the same machine and tool that is not hidden; null where there is none. */
  last_ok: runRowSchema.nullable(),
});

/** The runs around a run. */
export type Related = Readonly<z.output<typeof relatedSchema>>;

/** The steps of a batch in their order. `other` are runs that say none of them. */
export const BATCH_STEPS = ["spec", "plan", "decision", "toolpaths", "execution", "other"] as const;

export const batchNodeSchema = z.object({
  row: runRowSchema,
  step: z.enum(BATCH_STEPS),
  /** The run it hangs from in this tree; null at the top. */
  parent: z.string().nullable(),
  /** How deep it hangs; 0 at the top. Nodes come in the order in which a tree is read. */
  depth: z.number(),
  /** The worst of the run and all below it. */
  status: runStatusSchema.nullable(),
  risk_level: riskLevelSchema.nullable(),
  /** Runs below it. */
  below: z.number(),
  /** Other runs of this tree that it says it was made from, where it does not hang below them. */
  also_based_on: z.array(z.string()),
});

/** A run in the tree of its batch. */
export type BatchNode = Readonly<z.output<typeof batchNodeSchema>>;

export const batchTreeSchema = z.object({
  nodes: z.array(batchNodeSchema),
  total: z.number(),
  /** Runs that were left out because there are too many. */
  left_out: z.number(),
  /** True when links between runs went round in a circle and were cut. */
  has_circle: z.boolean(),
  /** The worst of all, those left out too. */
  status: runStatusSchema.nullable(),
  risk_level: riskLevelSchema.nullable(),
  /** Of all, those left out too; `none` counts runs that say nothing. */
  counts: z.object({
    status: z.record(z.string(), z.number()),
    risk: z.record(z.string(), z.number()),
    step: z.record(z.string(), z.number()),
  }),
});

/** Runs of a batch or a session as a tree. */
export type BatchTree = Readonly<z.output<typeof batchTreeSchema>>;

export const relationOperations = {
  "run.related": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({ run_id: z.string() }),
    response: relatedSchema,
  }),
  /** Unknown labels give an empty tree. */
  "batch.tree": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({ by: z.enum(["batch", "session"]), value: z.string().min(1).max(500) }),
    response: batchTreeSchema,
  }),
} as const;
