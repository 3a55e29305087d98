import { z } from "zod";
import { sessionSchema } from "../operations/session-operations.ts";
import type { EventName } from "./channel-names.ts";

export const jobProgressSchema = z.object({
  job_id: z.string(),
  operation: z.string(),
  done: z.number(),
  /** Null while the amount of work is not known. */
  total: z.number().nullable(),
  unit: z.enum(["files", "runs", "bytes"]),
  message: z.string().nullable(),
  /** Bytes read so far, where the work reads files and counts something else. */
  bytes: z.number().optional(),
});

/** How far a job is. */
export type JobProgress = Readonly<z.infer<typeof jobProgressSchema>>;

/** What each event carries. */
export const EVENT_SCHEMAS = {
  "store.changed": z.object({ seq: z.number(), run_ids: z.array(z.string()), more: z.boolean() }),
  "session.changed": sessionSchema,
  "job.progress": jobProgressSchema,
} as const satisfies Readonly<Record<EventName, z.ZodType>>;

/** What an event carries. */
export type EventPayload<Name extends EventName> = z.infer<(typeof EVENT_SCHEMAS)[Name]>;
