import { z } from "zod";
import { checkScopeSchema } from "../../shared/operations/check-operations.ts";
import { sha256Schema } from "../../shared/sha256.ts";
import { verdictSchema } from "../../shared/verdicts.ts";

/** An entry names so many odd runs itself; its report names more. A line of the ledger stays a few kilobytes. */
export const MAX_ODD_IN_EVENT = 200;

const count = z.number().int().min(0);

/**
 * Body of a `check.finished` entry. Its subject is the store id for a check of many things and the run id for a check of one run; `path`,
 * `sha256` and `size` of the entry are those of the report, which is kept as an attachment. A check that was stopped leaves no entry.
 */
export const checkEventSchema = z.object({
  /** `run`: one run, that of the subject. The others as in the scope of the check. */
  what: z.union([checkScopeSchema, z.literal("run")]),
  /** Only runs of this UTC date or later; null for no limit, and for one run. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** How many runs were picked by hand; null where they were not. The report lists them. */
  selected: count.nullable(),
  /** The worst that was found, of a run or of the folder. */
  verdict: verdictSchema,
  /** Runs that were checked; 1 for one run. */
  runs: count,
  /** Runs among them that are not intact. */
  odd_runs: count,
  /** Findings that are more than information. */
  bad_findings: count,
  /** Entries of the ledger when the check began: runs recorded in them were looked at, later ones perhaps not. */
  through_seq: count,
  /** The first runs that are not intact. The list is whole when it has `odd_runs` of them; else the report says more. */
  odd: z.array(z.object({ run_id: z.string(), verdict: verdictSchema })).max(MAX_ODD_IN_EVENT),
  report_sha256: sha256Schema,
});

/** What a `check.finished` entry says of a check. */
export type CheckEvent = Readonly<z.infer<typeof checkEventSchema>>;

/** What an entry says of a check, or null where it says nothing that this version understands. Takes any body; never throws. */
export function findCheckEvent(body: unknown): CheckEvent | null {
  const parsed = checkEventSchema.safeParse(body);
  return parsed.success ? parsed.data : null;
}
