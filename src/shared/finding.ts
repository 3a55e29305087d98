import { z } from "zod";

/**
 * The closed table of what a check can find, with its severity. A finding is data about stored bytes; it is returned, never thrown.
 * `error`: the record can no longer be relied on. `warning`: something cannot be confirmed. `info`: worth knowing.
 */
export const FINDING_CODES = {
  RECORD_MISSING: "error",
  RECORD_CHANGED: "error",
  RECORD_UNREADABLE: "error",
  RECORD_FOREIGN: "warning",
  RECORD_SCHEMA: "warning",
  DIGEST_MISMATCH: "error",
  DIGEST_PLACEHOLDER: "warning",
  DIGEST_CANNOT_CHECK: "warning",
  ATTACHMENT_MISSING: "error",
  ATTACHMENT_CHANGED: "error",
  ATTACHMENT_CANONICAL_MATCH: "info",
  LINK_MISSING: "error",
  LINK_CHANGED: "error",
  INCOMPLETE: "warning",
  DUPLICATE_RUN_ID: "error",
  LEDGER_DAMAGED: "error",
  LEDGER_TORN: "error",
  LEDGER_TRUNCATED: "error",
  LEDGER_MISSING: "error",
  LEDGER_LATE: "warning",
  LEDGER_REWRITTEN: "error",
  ROLLED_BACK: "error",
  ENTRY_UNKNOWN: "info",
  KEY_RESET: "warning",
  CLOCK_STEPPED: "info",
  CLOCK_BACKWARDS: "warning",
  DAMAGE_RECORDED: "info",
  JOURNAL_PENDING: "info",
  JOURNAL_TORN: "warning",
  JOURNAL_DAMAGED: "error",
  STORE_FILE_MISSING: "error",
  STORE_FILE_CHANGED: "error",
  FOREIGN_FILE: "warning",
  FILE_UNVOUCHED: "warning",
  ORPHAN_ATTACHMENT: "info",
  LEFTOVER: "info",
  QUARANTINED: "info",
  CATALOG_DIFFERS: "warning",
  OUTSIDE_HEAD_UNREADABLE: "warning",
  OUTSIDE_HEAD_UNSIGNED: "error",
} as const satisfies Readonly<Record<string, "error" | "warning" | "info">>;

/** A code of {@link FINDING_CODES}. */
export type FindingCode = keyof typeof FINDING_CODES;

export const findingCodeSchema = z.enum(Object.keys(FINDING_CODES) as [FindingCode, ...FindingCode[]]);

export const findingSchema = z.object({
  code: findingCodeSchema,
  severity: z.enum(["error", "warning", "info"]),
  /** What it is about: a run id, a field of its record, a file name. */
  subject: z.string(),
  /** The run it is about, where many things are checked at once. */
  run_id: z.string().optional(),
  /** Path inside the runs folder, when a file is concerned. */
  path: z.string().nullable(),
  expected: z.string().nullable(),
  found: z.string().nullable(),
  /** One sentence for the person at the machine. */
  what_to_do: z.string(),
});

/** One fact a check found. */
export type Finding = Readonly<z.infer<typeof findingSchema>>;
