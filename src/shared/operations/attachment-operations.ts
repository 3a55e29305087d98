import { z } from "zod";
import { bytesSchema } from "../bytes.ts";
import { operationRow } from "../operation-row.ts";
import { attachmentSchema } from "./run-operations.ts";
import { copyDestinationSchema, fileRefSchema } from "./session-operations.ts";

/** Nobody reads a longer list of runs; a count that reaches it means "or more". */
export const ALSO_IN_LIMIT = 200;

export const listedAttachmentSchema = attachmentSchema.extend({
  /** How many other runs name the same file, counted up to {@link ALSO_IN_LIMIT}. */
  also_in: z.number().int().min(0).max(ALSO_IN_LIMIT),
});

/** One file of a run, and in how many others it is. */
export type ListedAttachment = Readonly<z.infer<typeof listedAttachmentSchema>>;

export const attachmentOperations = {
  "attachment.list": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({ run_id: z.string() }),
    response: z.object({ attachments: z.array(listedAttachmentSchema) }),
  }),
  /**
   * A range of an attachment's bytes; at most 4 MiB a call. The whole file is checked before its first range, and again when it was
   * touched: one that is not what was recorded is refused with CONFLICT, unless the caller says that it knows.
   */
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
      /** True: also bytes that are not what was recorded. */
      accept_changed: z.boolean().default(false),
    }),
    response: z.object({
      bytes: bytesSchema,
      size_bytes: z.number(),
      offset: z.number(),
      /** Whether the whole file is what was recorded. */
      is_recorded: z.boolean(),
    }),
  }),
  /** The runs that name a file, newest first. */
  "attachment.runs": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({
      sha256: z.string(),
      /** The run one looks from: it is left out, and the name its own record has for the file counts too. */
      run_id: z.string().nullable().default(null),
    }),
    response: z.object({
      run_ids: z.array(z.string()).max(ALSO_IN_LIMIT),
      /** True when there may be more than those listed. */
      more: z.boolean(),
    }),
  }),
  /** Adds a file of any size to a run. Safe to repeat: the same content with the same kind and name is added once. */
  "attachment.put": operationRow({
    access: "write",
    role: "machinist",
    job: true,
    door: "any",
    request: z.strictObject({
      run_id: z.string(),
      source: z.union([
        z.strictObject({ bytes: bytesSchema, name: z.string().max(1000).nullable() }),
        z.strictObject({ file: fileRefSchema }),
      ]),
      kind: z.string().trim().min(1).max(60),
      mime: z.string().trim().min(1).max(200).nullable().default(null),
    }),
    response: z.object({
      run_id: z.string(),
      attachment: attachmentSchema,
      /** False when the run had it already. */
      added: z.boolean(),
    }),
  }),
  /** Saves a copy outside the store: hashed on its way, read back, compared. Nothing is replaced. */
  "attachment.save": operationRow({
    access: "read",
    role: "machinist",
    job: true,
    door: "any",
    request: z.strictObject({
      sha256: z.string(),
      to: copyDestinationSchema,
    }),
    response: z.object({
      sha256: z.string(),
      size_bytes: z.number(),
      path: z.string(),
      name: z.string(),
      /** Where the copy was read back from: the drive, or perhaps only the system's memory of it. */
      read_back: z.enum(["drive", "memory"]),
    }),
  }),
} as const;
