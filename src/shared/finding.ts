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
} as const satisfies Readonly<Record<string, "error" | "warning" | "info">>;

/** A code of {@link FINDING_CODES}. */
export type FindingCode = keyof typeof FINDING_CODES;

export const findingSchema = z.object({
  code: z.enum(Object.keys(FINDING_CODES) as [FindingCode, ...FindingCode[]]),
  severity: z.enum(["error", "warning", "info"]),
  /** What it is about: a run id, a field of its record, a file name. */
  subject: z.string(),
  /** Path inside the runs folder, when a file is concerned. */
  path: z.string().nullable(),
  expected: z.string().nullable(),
  found: z.string().nullable(),
  /** One sentence for the person at the machine. */
  what_to_do: z.string(),
});

/** One fact a check found. */
export type Finding = Readonly<z.infer<typeof findingSchema>>;
