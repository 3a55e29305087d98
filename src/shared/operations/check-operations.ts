import { z } from "zod";
import { findingCodeSchema, findingSchema } from "../finding.ts";
import { operationRow } from "../operation-row.ts";
import { verdictSchema } from "../verdicts.ts";
import { fileRefSchema } from "./session-operations.ts";
import { checkReportSchema } from "./store-operations.ts";

/**
 * What a check of many things covers. `store`: every file of the folder. `runs`: the ledger and the runs it records. `attachments`: the
 * ledger and the files of runs.
 */
export const checkScopeSchema = z.enum(["store", "runs", "attachments"]);

/** What a check of many things covers. */
export type CheckScope = z.infer<typeof checkScopeSchema>;

const utcDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "must be a date such as 2026-11-20");

/** Nobody picks more runs than this by hand; a period holds any number. */
export const MAX_SELECTED_RUNS = 10_000;

const scopeFields = {
  what: checkScopeSchema,
  /** Only runs of this UTC date or later; null for no limit. */
  from: utcDate.nullable(),
  /** Only runs of this UTC date or earlier; null for no limit. */
  to: utcDate.nullable(),
  /** Only these runs; null for all. Only with `what` = `runs`. */
  run_ids: z.array(z.string()).min(1).max(MAX_SELECTED_RUNS).nullable(),
};

/** What a check of many things is about. */
export const storeCheckScopeSchema = z.strictObject(scopeFields);

/** What a check of many things is about. */
export type StoreCheckScope = Readonly<z.infer<typeof storeCheckScopeSchema>>;

export const storeReportSchema = z.object({
  ...scopeFields,
  /** The worst that was found, of a run or of the folder. */
  verdict: verdictSchema,
  /** The worst first. */
  findings: z.array(findingSchema),
  /** How many of each code, also where not all are listed. */
  finding_counts: z.partialRecord(findingCodeSchema, z.number()),
  /** True when there is more than `findings` and `odd_runs` list. */
  truncated: z.boolean(),
  runs: z.object({ total: z.number(), verdicts: z.partialRecord(verdictSchema, z.number()) }),
  /** Runs that are not intact. */
  odd_runs: z.array(z.object({ run_id: z.string(), verdict: verdictSchema })),
  ledger: z.object({
    entries: z.number(),
    heads: z.number(),
    /** Hex; null when damage makes it unknown. */
    root: z.string().nullable(),
    first_at: z.string().nullable(),
    last_at: z.string().nullable(),
  }),
  checked: z.object({ files: z.number(), bytes: z.number() }),
  checked_at: z.string(),
});

/** What a check of many things found. Findings empty and verdict `intact` is the only "nothing wrong". */
export type StoreReport = Readonly<z.infer<typeof storeReportSchema>>;

const recordedCheckSchema = z.object({ seq: z.number(), report_sha256: z.string() });

export const pastCheckSchema = z.object({
  /** Place of its entry in the ledger. */
  seq: z.number(),
  at: z.string(),
  by: z.object({ uid: z.string(), role: z.string() }),
  /** What was asked; null for a check of one run. */
  scope: storeCheckScopeSchema.omit({ run_ids: true }).extend({ selected: z.number().nullable() }).nullable(),
  /** The run, for a check of one run. */
  run_id: z.string().nullable(),
  verdict: verdictSchema,
  runs: z.number(),
  /** Runs that are not intact. */
  odd_runs: z.number(),
  /** Findings that are more than information. */
  bad_findings: z.number(),
  report_sha256: z.string(),
});

/** A check that the ledger tells of. */
export type PastCheck = Readonly<z.infer<typeof pastCheckSchema>>;

export const unfinishedCheckSchema = z.object({
  scope: storeCheckScopeSchema,
  done: z.number(),
  total: z.number(),
  stopped_at: z.string(),
  /** Runs that are not intact, so far. */
  odd_runs: z.number(),
});

/** A check that was stopped and can go on. */
export type UnfinishedCheck = Readonly<z.infer<typeof unfinishedCheckSchema>>;

const treeHeadSchema = z.object({ origin: z.string(), size: z.number(), root: z.string() });

export const checkOperations = {
  /**
   * Checks everything, or everything of one kind. Where the folder can be written, the check becomes an entry of the ledger and its report
   * a file that the entry names; `recorded` says which. A folder that can only be read stays as it is.
   */
  "check.store": operationRow({
    access: "read",
    role: "machinist",
    job: true,
    door: "any",
    request: z.strictObject({
      what: checkScopeSchema.default("store"),
      from: scopeFields.from.default(null),
      to: scopeFields.to.default(null),
      run_ids: scopeFields.run_ids.default(null),
      /** False: leave no trace of the check, also where that could be. */
      record: z.boolean().default(true),
      /** True: go on where a stopped check of the same things left off. False: forget it and begin anew. */
      resume: z.boolean().default(false),
    }),
    response: storeReportSchema.extend({
      /** The entry of the ledger that tells of this check; null where none was made. */
      recorded: recordedCheckSchema.nullable(),
    }),
  }),
  /** The checks that the ledger tells of, newest first, and the one that was stopped before its end. */
  "check.past": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({
      limit: z.number().int().min(1).max(500).default(50),
      /** Only checks whose entry stands before this one; null for the newest. */
      before: z.number().int().min(0).nullable().default(null),
    }),
    response: z.object({
      checks: z.array(pastCheckSchema),
      /** `before` of the next page; null at the end. */
      next_before: z.number().nullable(),
      unfinished: unfinishedCheckSchema.nullable(),
    }),
  }),
  /** The report of a past check. Its bytes are compared with the fingerprint in the ledger first. */
  "check.report": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({ seq: z.number().int().min(0) }),
    response: z.object({
      check: pastCheckSchema,
      /** Null for a check of one run, whose findings stand in `run_report`. */
      report: storeReportSchema.nullable(),
      run_report: checkReportSchema.nullable(),
    }),
  }),
  /** Checks the bytes of one file by what the ledger says of it. */
  "check.attachment": operationRow({
    access: "read",
    role: "machinist",
    job: true,
    door: "any",
    request: z.strictObject({ sha256: z.string() }),
    response: checkReportSchema,
  }),
  /** The proof, for anyone with the public key, that the ledger under its newest signed head holds the entry which recorded a run. */
  "proof.run": operationRow({
    access: "read",
    role: "machinist",
    job: true,
    door: "any",
    request: z.strictObject({ run_id: z.string() }),
    response: z.object({
      run_id: z.string(),
      /** Place of the entry in the ledger. */
      index: z.number(),
      /** Of the record. */
      record_sha256: z.string().nullable(),
      head: treeHeadSchema,
      /** The text of a `.tlog-proof` file (C2SP tlog-proof@v1). */
      proof: z.string(),
      /** Keys of the folder as C2SP verifiers, oldest first. */
      public_keys: z.array(z.string()),
    }),
  }),
  /** The newest signed head of the ledger: kept elsewhere, it shows later whether anything before it was changed. */
  "checkpoint.get": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({}),
    response: z.object({
      /** C2SP checkpoint. */
      checkpoint: z.string(),
      head: treeHeadSchema,
      public_keys: z.array(z.string()),
    }),
  }),
  /** Whether the ledger still begins with what an older signed head is about. */
  "checkpoint.verify": operationRow({
    access: "read",
    role: "machinist",
    job: true,
    door: "any",
    request: z.strictObject({
      source: z.union([z.strictObject({ text: z.string().max(1024 * 1024) }), z.strictObject({ file: fileRefSchema })]),
    }),
    response: checkReportSchema.extend({
      /** What the older head says; null when it cannot be read. */
      old_head: treeHeadSchema.nullable(),
      /** What the ledger comes to now; null when damage makes it unknown. */
      head: treeHeadSchema.nullable(),
      /** RFC 9162 consistency proof between the two, in base64; empty where there is none. */
      proof: z.array(z.string()),
    }),
  }),
} as const;
