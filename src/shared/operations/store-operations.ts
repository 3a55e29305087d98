import { z } from "zod";
import { bytesSchema } from "../bytes.ts";
import { findingSchema } from "../finding.ts";
import { operationRow } from "../operation-row.ts";
import { verdictSchema } from "../verdicts.ts";
import {
  copyDestinationSchema,
  fileRefSchema,
  keyProtectionSchema,
  lockHolderSchema,
  storeStateSchema,
} from "./session-operations.ts";

/** One named comparison a check made, whether or not it found something. */
export const checkedItemSchema = z.object({
  name: z.string(),
  expected: z.string().nullable(),
  found: z.string().nullable(),
  result: z.enum(["same", "different", "missing", "cannot-check"]),
});

/** One named comparison of a check. */
export type CheckedItem = Readonly<z.infer<typeof checkedItemSchema>>;

export const checkReportSchema = z.object({
  verdict: verdictSchema,
  findings: z.array(findingSchema),
  items: z.array(checkedItemSchema),
  checked: z.object({ files: z.number(), bytes: z.number() }),
  checked_at: z.string(),
});

/** What a check found. Findings empty and verdict `intact` is the only "nothing wrong". */
export type CheckReport = Readonly<z.infer<typeof checkReportSchema>>;

export const importRecordSchema = z.object({
  run_id: z.string(),
  state: z.enum(["new", "already_here", "conflict", "unreadable", "incomplete"]),
  /** Whether the stored feasibility digest holds. */
  verdict: z.enum(["verified", "mismatch", "placeholder", "cannot-check", "unreadable"]),
  reason: z.string().nullable(),
  source: z.string(),
});

/** One record of an older store and what becomes of it. */
export type ImportRecord = Readonly<z.infer<typeof importRecordSchema>>;

export const importReportSchema = z.object({
  layout: z.string(),
  /** Records recorded (commit) or to be recorded (scan), the incomplete and unreadable ones among them. */
  new: z.number(),
  already_here: z.number(),
  conflict: z.number(),
  unreadable: z.number(),
  incomplete: z.number(),
  attachments: z.number(),
  links: z.number(),
  tombstones: z.number(),
  bytes: z.number(),
  notes: z.array(z.string()),
  records: z.array(importRecordSchema),
});

/** What an import found or did. */
export type ImportReport = Readonly<z.infer<typeof importReportSchema>>;

export const latencySchema = z.object({
  operation: z.string(),
  calls: z.number(),
  errors: z.number(),
  p50_ms: z.number().nullable(),
  p95_ms: z.number().nullable(),
  p99_ms: z.number().nullable(),
});

export const healthSchema = z.object({
  store: storeStateSchema,
  runs_dir: z.string(),
  runs: z.number().nullable(),
  ledger_size: z.number().nullable(),
  ledger_root: z.string().nullable(),
  epoch: z.number().nullable(),
  journal_bytes: z.number().nullable(),
  key_protection: keyProtectionSchema,
  disk: z
    .object({ free_bytes: z.number(), total_bytes: z.number(), level: z.enum(["ok", "low", "critical"]) })
    .nullable(),
  catalog: z
    .object({
      rows: z.number(),
      applied_seq: z.number(),
      schema_version: z.number(),
      /** While it is built, lists show the runs that are in it so far. */
      state: z.enum(["ready", "building"]),
      /** Ledger entries that are in it, and about how many there are. */
      done: z.number(),
      total: z.number(),
      /** What was found wrong with it since the folder was opened, and mended. */
      findings: z.array(findingSchema),
    })
    .nullable(),
  /** Estimated from what the ledger says of its files. Null while that is still being read. */
  growth: z
    .object({
      store_bytes: z.number(),
      /** What is recorded a day, over the last thirty; null before the first whole day. */
      bytes_per_day: z.number().nullable(),
      /** Until the disk is full at this pace; null where nobody can tell. */
      days_left: z.number().nullable(),
    })
    .nullable(),
  /** The newest check that the ledger tells of. `subject` is a run id, else the store id. */
  last_check: z.object({ at: z.string(), subject: z.string(), verdict: verdictSchema.nullable() }).nullable(),
  /** The newest check of everything that the ledger tells of. */
  last_full_check: z.object({ at: z.string(), verdict: verdictSchema.nullable() }).nullable(),
  /** The check that runs by itself while nobody works; null where no window is open or the folder is another's. */
  sweep: z.object({ state: z.enum(["waiting", "running", "yielding"]), next_at: z.string().nullable() }).nullable(),
  /** The newest time the PC clock was found set back, as the ledger tells it. */
  clock_step: z.object({ at: z.string(), from: z.string(), to: z.string() }).nullable(),
  /** The newest signed head of the ledger: when it was signed, and over how many entries. */
  last_checkpoint: z.object({ at: z.string(), size: z.number() }).nullable(),
  /** Who may write the folder, as the name card in it says. */
  lock_holder: lockHolderSchema.nullable(),
  /** Where the program says what people do not see. */
  log_path: z.string(),
  notices: z.array(z.string()),
  operations: z.array(latencySchema),
});

/** How the app and its store are doing. */
export type Health = Readonly<z.infer<typeof healthSchema>>;

const importRequest = z.strictObject({ source: fileRefSchema });

export const storeOperations = {
  "check.run": operationRow({
    access: "read",
    role: "machinist",
    job: true,
    door: "any",
    request: z.strictObject({
      run_id: z.string(),
      /** True: the check becomes an entry of the ledger and its report a file, where the folder can be written. */
      record: z.boolean().default(false),
      /** Larger files are left out, so that what can be known soon is known soon; null: none is. */
      up_to_bytes: z.number().int().min(0).nullable().default(null),
    }),
    response: checkReportSchema.extend({
      /** Files that were left out for their size. Not there where none was; else this is no whole check, and nothing keeps it. */
      left_out: z.number().optional(),
    }),
  }),
  /** Looks before importing: counts and lists without writing one byte. */
  "import.scan": operationRow({
    access: "read",
    role: "machinist",
    job: true,
    door: "any",
    request: importRequest,
    response: importReportSchema,
  }),
  /** Imports what a scan would list. Safe to repeat: what is here already stays as it is. */
  "import.commit": operationRow({
    access: "write",
    role: "machinist",
    job: true,
    door: "any",
    request: importRequest,
    response: importReportSchema,
  }),
  "catalog.rebuild": operationRow({
    access: "write",
    role: "machinist",
    job: true,
    door: "any",
    request: z.strictObject({}),
    response: z.object({ rows: z.number(), applied_seq: z.number() }),
  }),
  "catalog.verify": operationRow({
    access: "read",
    role: "machinist",
    job: true,
    door: "any",
    request: z.strictObject({
      /** So many runs drawn at random; null: all of them, and everything that binds them. */
      sample: z.number().int().min(1).max(1_000_000).nullable().default(null),
      /** Draws the same runs again; null: others each time. */
      seed: z.number().int().min(0).max(0xffff_ffff).nullable().default(null),
    }),
    response: z.object({
      agrees: z.boolean(),
      /** Runs that were compared. */
      rows: z.number(),
      differing: z.array(z.string()),
      /** By which number the runs were drawn; null where all were compared. */
      seed: z.number().nullable(),
    }),
  }),
  "hash.canonical": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({
      source: z.union([z.strictObject({ bytes: bytesSchema }), z.strictObject({ file: fileRefSchema })]),
      with_text: z.boolean().default(false),
    }),
    response: z.object({ sha256: z.string(), text: z.string().nullable() }),
  }),
  "health.get": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({}),
    response: healthSchema,
  }),
  /** Saves a file for support: versions, health and the end of the log. No record goes into it. Nothing is replaced. */
  "support.save": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({ to: copyDestinationSchema }),
    response: z.object({ path: z.string(), name: z.string(), size_bytes: z.number() }),
  }),
  /** Asks a running job to stop at its next safe point. True when such a job was running. */
  "job.cancel": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({ job_id: z.string() }),
    response: z.object({ was_running: z.boolean() }),
  }),
} as const;
