import { z } from "zod";
import { bytesSchema } from "../bytes.ts";
import { operationRow } from "../operation-row.ts";
import { attachmentSchema } from "./run-operations.ts";

export const attachmentOperations = {
  "attachment.list": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({ run_id: z.string() }),
    response: z.object({ attachments: z.array(attachmentSchema) }),
  }),
  /** A range of an attachment's bytes; at most 4 MiB a call. `matches` is only said when the whole file was hashed. */
  "attachment.open": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({
      sha256: z.string(),
      offset: z.number().int().min(0).default(0),
      length: z
        .number()
        .int()
        .min(0)
        .max(4 * 1024 * 1024)
        .default(4 * 1024 * 1024),
    }),
    response: z.object({ bytes: bytesSchema, size_bytes: z.number(), offset: z.number() }),
  }),
} as const;
