import { z } from "zod";
import { violationSchema } from "../../shared/operations/run-operations.ts";
import { explanationStatusSchema, runStatusSchema } from "../../shared/verdicts.ts";

/** Any of the spellings of a time that occur in the field: space or T, with or without fraction and offset. */
const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/;

const text = z.string();
const mayBeText = z.string().nullish();
const object = z.looseObject({});
const digest = z.string().nullish();

const decisionSchema = z.looseObject({
  risk_level: text,
  score: z.number().nullish(),
  block_reason: mayBeText,
  warnings: z.array(text).optional(),
  details: object.optional(),
});

const hashesSchema = z.looseObject({
  feasibility_sha256: digest,
  toolpaths_sha256: digest,
  gcode_sha256: digest,
  opplan_sha256: digest,
  snapshot_sha256: digest,
});

const outputsSchema = z.looseObject({
  gcode_text: mayBeText,
  opplan_json: object.nullish(),
  gcode_path: mayBeText,
  opplan_path: mayBeText,
  preview_svg_path: mayBeText,
});

const attachmentSchema = z.looseObject({
  sha256: text,
  kind: mayBeText,
  mime: mayBeText,
  filename: mayBeText,
  size_bytes: z.number().nullish(),
  created_at_utc: mayBeText,
});

/**
 * A record as the older system's readers took it, in every form it was ever written: fields that came later may be missing, and
 * fields nobody knows are let be. Source: older-stores 3 and 10.
 */
export const olderRecordSchema = z.looseObject({
  run_id: text.min(1),
  created_at_utc: text.regex(TIME, "is not a time"),
  request_id: mayBeText,
  mode: text,
  tool_id: text,
  status: runStatusSchema,
  request_summary: object.optional(),
  feasibility: object,
  decision: decisionSchema,
  hashes: hashesSchema,
  outputs: outputsSchema.optional(),
  lineage: object.nullish(),
  advisory_inputs: z.array(object).optional(),
  explanation_status: explanationStatusSchema.optional(),
  explanation_summary: mayBeText,
  attachments: z.array(attachmentSchema).nullish(),
  meta: object.optional(),
  workflow_session_id: mayBeText,
  material_id: mayBeText,
  machine_id: mayBeText,
  event_type: text.optional(),
  parent_run_id: mayBeText,
  notes: mayBeText,
  errors: z.array(text).nullish(),
});

/** A record written here: the older system's fields all there, ours at the end. Source: store-format, "The record". */
export const ownRecordSchema = olderRecordSchema.extend({
  created_at_utc: text.regex(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/,
    "is not a time with six fraction digits and Z",
  ),
  outputs: outputsSchema,
  advisory_inputs: z.array(object).max(0, "must be empty: advice is added beside the record"),
  explanation_status: z.literal("NONE"),
  event_type: text,
  schema_version: z.literal("rmos.run/3"),
  store_id: text,
  workstation_id: text,
  run_number: text,
  request_hash: text.nullable(),
  completeness: z.array(violationSchema),
  // Came later: records without it stay whole.
  inputs_hash: digest,
});
