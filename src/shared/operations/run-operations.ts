import { z } from "zod";
import { bytesSchema } from "../bytes.ts";
import { operationRow } from "../operation-row.ts";
import { valueFiltersSchema } from "../query/run-query.ts";
import {
  explanationStatusSchema,
  reviewStateSchema,
  riskLevelSchema,
  runStatusSchema,
  verdictSchema,
} from "../verdicts.ts";
import { copyDestinationSchema, fileRefSchema } from "./session-operations.ts";

const dateOrTimeSchema = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}(T[0-9:.]+(Z|[+-]\d{2}:\d{2})?)?$/,
    "is not a date (2026-11-20) or a time (2026-11-20T08:00:00Z)",
  );

/** What to list. Several values of one filter mean "any of"; different filters all hold. */
export const runFiltersSchema = z.strictObject({
  ...valueFiltersSchema.shape,
  /** Every one of these tags. */
  tag_all: z.array(z.string()).max(200).default([]),
  /** None of these values. */
  without: valueFiltersSchema.prefault({}),
  /** UTC, inclusive; a date stands for its whole day. */
  from: dateOrTimeSchema.nullable().default(null),
  to: dateOrTimeSchema.nullable().default(null),
  exported: z.boolean().nullable().default(null),
  /** Whether the result differs from that of an earlier run with the same inputs. */
  differs: z.boolean().nullable().default(null),
  hidden: z.enum(["exclude", "include", "only"]).default("exclude"),
  /** Words that must all occur in notes, reasons, warnings, names or ids. */
  text: z.string().max(400).default(""),
});

/** What to list. */
export type RunFilters = Readonly<z.output<typeof runFiltersSchema>>;

export const runRowSchema = z.object({
  run_id: z.string(),
  run_number: z.string().nullable(),
  created_at_utc: z.string().nullable(),
  status: runStatusSchema.nullable(),
  risk_level: riskLevelSchema.nullable(),
  mode: z.string().nullable(),
  tool_id: z.string().nullable(),
  material_id: z.string().nullable(),
  machine_id: z.string().nullable(),
  event_type: z.string().nullable(),
  block_reason: z.string().nullable(),
  explanation_status: explanationStatusSchema,
  review: reviewStateSchema,
  verdict: verdictSchema,
  /** When the verdict was found; null while the run was never checked. */
  checked_at: z.string().nullable(),
  advisory_count: z.number(),
  attachment_count: z.number(),
  tags: z.array(z.string()),
  hidden: z.boolean(),
  note: z.string().nullable(),
  batch_label: z.string().nullable(),
  workflow_session: z.string().nullable(),
  /** The highest measured value as a share of its limit, in whole percent; null where none was held against a limit. */
  limit_percent: z.number().nullable(),
  /** True when its result differs from that of an earlier run with the same inputs. */
  differs: z.boolean(),
  /** Where the record lies inside the runs folder. */
  path: z.string(),
  /** Why the record cannot be read; null for a readable one. Such a row keeps its place in the list. */
  problem: z.string().nullable(),
});

/** One row of the list. */
export type RunRow = Readonly<z.infer<typeof runRowSchema>>;

export const facetSchema = z.array(z.object({ value: z.string(), count: z.number() }));

export const runPageSchema = z.object({
  rows: z.array(runRowSchema),
  total: z.number(),
  /** Every run in the store, whatever the filters; and how many of them are hidden by an event. */
  store_total: z.number(),
  hidden_total: z.number(),
  next_cursor: z.string().nullable(),
  facets: z.record(z.string(), facetSchema).optional(),
});

/** One page of the list. */
export type RunPage = Readonly<z.infer<typeof runPageSchema>>;

export const violationSchema = z.object({ field: z.string(), reason: z.string() });

/** One thing a record lacks to be complete. */
export type Violation = Readonly<z.infer<typeof violationSchema>>;

const hashesSchema = z.looseObject({
  feasibility_sha256: z.string().nullable(),
  toolpaths_sha256: z.string().nullable(),
  gcode_sha256: z.string().nullable(),
  opplan_sha256: z.string().nullable(),
});

export const createdRunSchema = z.object({
  run_id: z.string(),
  run_number: z.string(),
  status: runStatusSchema,
  created_at_utc: z.string(),
  path: z.string(),
  hashes: hashesSchema,
  completeness: z.array(violationSchema),
});

/** What a recorded run is answered with, once it is durable. */
export type CreatedRun = Readonly<z.infer<typeof createdRunSchema>>;

export const attachmentSchema = z.object({
  sha256: z.string(),
  kind: z.string().nullable(),
  mime: z.string().nullable(),
  filename: z.string().nullable(),
  size_bytes: z.number().nullable(),
  created_at_utc: z.string().nullable(),
  /** Whether the bytes lie in the store now. Presence, not a check. */
  present: z.boolean(),
});

/** One file of a run. */
export type Attachment = Readonly<z.infer<typeof attachmentSchema>>;

const actorSchema = z.object({ uid: z.string(), role: z.string(), sid: z.string() });

export const historyEntrySchema = z.object({
  seq: z.number(),
  at: z.string(),
  kind: z.string(),
  actor: actorSchema,
  station: z.string(),
  app: z.string(),
  request_id: z.string(),
  epoch: z.number(),
  path: z.string().nullable(),
  sha256: z.string().nullable(),
  size: z.number().nullable(),
  body: z.record(z.string(), z.unknown()),
});

/** One ledger entry about a run. */
export type HistoryEntry = Readonly<z.infer<typeof historyEntrySchema>>;

export const annotationSchema = z.object({ key: z.string(), value: z.string(), at: z.string(), by: z.string() });
export const noteSchema = z.object({ text: z.string(), at: z.string(), by: z.string() });

/** An advisory link as far as both link shapes of the older system agree. */
export const advisorySchema = z.object({
  advisory_id: z.string(),
  kind: z.string().nullable(),
  created_at_utc: z.string().nullable(),
  engine_id: z.string().nullable(),
  engine_version: z.string().nullable(),
  status: z.string().nullable(),
  sha256: z.string().nullable(),
  /** Where the link lies; null when it stands inside the record. */
  path: z.string().nullable(),
});

export const foldedSchema = z.object({
  explanation_status: explanationStatusSchema,
  explanation_summary: z.string().nullable(),
  advisories: z.array(advisorySchema),
  reviews: z.array(z.record(z.string(), z.unknown())),
  annotations: z.array(annotationSchema),
  notes: z.array(noteSchema),
  tags: z.array(z.string()),
  hidden: z.boolean(),
  /** Why it is hidden, in the words of the event; null when it is not. */
  hidden_reason: z.string().nullable(),
});

/** What a run looks like now: record, links and ledger events folded. */
export type Folded = Readonly<z.infer<typeof foldedSchema>>;

export const runViewSchema = z.object({
  /** The parsed record; null when its bytes cannot be read as JSON. */
  record: z.unknown(),
  /** The stored bytes as text, number for number. Null when they are not UTF-8. */
  record_text: z.string().nullable(),
  row: runRowSchema,
  folded: foldedSchema,
  attachments: z.array(attachmentSchema),
  verdict: verdictSchema,
});

/** Everything the Run page shows. */
export type RunView = Readonly<z.infer<typeof runViewSchema>>;

const runIdRequest = z.strictObject({ run_id: z.string() });

export const runOperations = {
  /** Every request leaves a record: what cannot be read becomes an ERROR record with the bytes attached. */
  "run.create": operationRow({
    access: "write",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({
      source: z.union([
        z.strictObject({ bytes: bytesSchema, name: z.string().nullable() }),
        z.strictObject({ file: fileRefSchema }),
      ]),
      /** The folder that relative `files[].path` of the request start from. Null: files cannot be named by path. */
      files_base: fileRefSchema.nullable().default(null),
    }),
    response: createdRunSchema,
  }),
  "run.get": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: runIdRequest,
    response: runViewSchema,
  }),
  "run.query": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({
      filters: runFiltersSchema.prefault({}),
      limit: z.number().int().min(1).max(500).default(50),
      cursor: z.string().nullable().default(null),
      facets: z.boolean().default(false),
    }),
    response: runPageSchema,
  }),
  /** The stored bytes of the record, exactly. */
  "run.raw": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: runIdRequest,
    response: z.object({ bytes: bytesSchema, path: z.string(), sha256: z.string() }),
  }),
  /** Saves a copy of the stored bytes of the record outside the store, whatever they are, read back and compared. Nothing is replaced. */
  "run.save": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({ run_id: z.string(), to: copyDestinationSchema }),
    response: z.object({
      sha256: z.string(),
      size_bytes: z.number(),
      path: z.string(),
      name: z.string(),
      read_back: z.enum(["drive", "memory"]),
    }),
  }),
  /** Adds notes, tags, key-values, hides or shows again. Nothing is changed: each is an added event. */
  "run.annotate": operationRow({
    access: "write",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({
      run_id: z.string(),
      set: z.record(z.string().min(1).max(100), z.string().max(4000)).default({}),
      note: z.string().trim().min(1).max(4000).nullable().default(null),
      tags: z.array(z.string().trim().min(1).max(60)).max(20).default([]),
      hide: z.boolean().nullable().default(null),
      reason: z.string().max(400).nullable().default(null),
    }),
    response: z.object({ run_id: z.string(), events: z.array(historyEntrySchema), folded: foldedSchema }),
  }),
  "run.history": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: runIdRequest,
    response: z.object({ entries: z.array(historyEntrySchema) }),
  }),
} as const;
