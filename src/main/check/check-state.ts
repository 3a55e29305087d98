import { z } from "zod";
import { findingCodeSchema, findingSchema } from "../../shared/finding.ts";
import { storeCheckScopeSchema } from "../../shared/operations/check-operations.ts";
import { sha256Schema } from "../../shared/sha256.ts";
import { verdictSchema } from "../../shared/verdicts.ts";
import type { CheckControl } from "./check-run.ts";

const count = z.number().int().min(0);

const hashedFileSchema = z.union([
  z.object({ state: z.literal("read"), sha256: sha256Schema, sizeBytes: count }),
  z.object({ state: z.literal("missing") }),
  z.object({ state: z.literal("closed"), reason: z.string() }),
]);

/**
 * How far a check of many things has come: plain data, from which it can go on later. Only the runs are kept in it, which take the time; the
 * ledger and the names in the folder are always looked at anew.
 */
export const checkStateSchema = z.object({
  v: z.literal(1),
  scope: storeCheckScopeSchema,
  /** The ledger when the check began. Runs keep their numbers while it still begins with that. */
  head: z.object({ size: count, root: sha256Schema }),
  /** Number of the run that is next, and how many there were. */
  next: count,
  of: count,
  runs: z.object({
    total: count,
    odd: count,
    verdicts: z.partialRecord(verdictSchema, count),
    odd_runs: z.array(z.object({ run_id: z.string(), verdict: verdictSchema })),
  }),
  findings: z.array(findingSchema),
  finding_counts: z.partialRecord(findingCodeSchema, count),
  checked: z.object({ files: count, bytes: count }),
  /** Files that runs share, by path: they are not read and not counted again. */
  hashed: z.array(z.tuple([z.string(), hashedFileSchema])),
});

/** How far a check of many things has come. */
export type CheckState = Readonly<z.infer<typeof checkStateSchema>>;

/** How a caller follows, stops and resumes a check of many things. */
export interface StoreCheckControl extends CheckControl {
  /** Runs looked at so far, how many there are, and bytes read. */
  readonly progress: (done: number, total: number | null, bytes?: number) => void;
  /** Where an earlier check of the same things left off; left out, the check begins with the first run. */
  readonly from?: CheckState | null;
  /** Told every ten seconds, when the check is stopped among the runs, and when the last of them is done. */
  readonly keep?: (state: CheckState) => void;
}
