import { z } from "zod";
import { operationRow } from "../operation-row.ts";
import { runRowSchema } from "./run-operations.ts";

/** More runs than this are never shown to choose from. */
export const MOST_LOCATED = 10;

export const scanOperations = {
  /**
   * The runs that a scanned code, a run number or a run id belongs to, newest first; hidden ones too. None when nothing here has it.
   * Text that is none of the three is `BAD_RUN_ID`.
   */
  "run.locate": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({ code: z.string().min(1).max(400) }),
    response: z.object({
      rows: z.array(runRowSchema).max(MOST_LOCATED),
      /** True when more runs fit than are named. */
      more: z.boolean(),
    }),
  }),
} as const;
