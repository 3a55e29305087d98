import { z } from "zod";
import { wireErrorSchema } from "../app-error.ts";

/** A call as it crosses from the window to main. */
export const callEnvelopeSchema = z.strictObject({
  /** Made by the caller, or null to let main make one. */
  request_id: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/)
    .nullable(),
  /** Names the job, so that the caller can follow and cancel it. */
  job_id: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/)
    .nullable(),
  request: z.unknown(),
});

/** A call as it crosses from the window to main. */
export type CallEnvelope = z.infer<typeof callEnvelopeSchema>;

/** An answer as it crosses back: a value, or an error as data. */
export const replyEnvelopeSchema = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: wireErrorSchema }),
]);

/** An answer as it crosses back. */
export type ReplyEnvelope = z.infer<typeof replyEnvelopeSchema>;
