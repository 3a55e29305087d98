import { z } from "zod";

/**
 * What may become a file name: the one gate every id passes before it is joined into a path.
 * Source: store-format, "The record".
 */
const SAFE_FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** Device names that Windows reserves whatever the extension (`con`, `con.json`). */
const RESERVED_WINDOWS_NAME = /^(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(\..*)?$/i;

/** True when `text` can be one path component on every system we run on: no separator, no device name, no trailing dot. */
export function isSafeFileName(text: string): boolean {
  return SAFE_FILE_NAME.test(text) && !RESERVED_WINDOWS_NAME.test(text) && !text.endsWith(".");
}

/**
 * A run id that is safe as a file name. Ours are `run_` + 32 lower-case hex (UUIDv7, so they sort by time); older stores hold
 * other spellings. An id never contains `_advisory_`, which is how both systems tell link files from run files.
 */
export const runIdSchema = z
  .string()
  .refine((text) => isSafeFileName(text) && !text.includes("_advisory_"), "is not a run id")
  .brand<"RunId">();

/** A run id that passed {@link runIdSchema}. */
export type RunId = z.infer<typeof runIdSchema>;

/** The run id in `text`, or null when it cannot be one. */
export function findRunId(text: string): RunId | null {
  const parsed = runIdSchema.safeParse(text);
  return parsed.success ? parsed.data : null;
}
