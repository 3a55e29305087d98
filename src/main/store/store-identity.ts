import { z } from "zod";
import { AppError } from "../../shared/app-error.ts";
import { EVIDENCE_LIMITS, readJson, toPlain } from "../canonical/json-tree.ts";
import { type Clock, utcTimestamp } from "../system/clock.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import { createDurableFile, readWhole } from "./durable-file.ts";
import { resolveStorePath, STORE_PATHS } from "./store-layout.ts";

/** The newest format this program writes. A store with a higher number is opened for reading only. */
export const STORE_FORMAT = 1;

const formatSchema = z.looseObject({
  format: z
    .number()
    .int()
    .min(STORE_FORMAT + 1),
});

const identityFileSchema = z.looseObject({
  format: z.number().int().min(1),
  store_id: z.string().min(1),
  origin: z.string().regex(/^[^\s+]+$/),
  workstation_id: z.string().min(1),
  created_at_utc: z.string(),
  first_public_key: z.string(),
});

/** What `store.json` says. Written once, at the birth of the store. */
export type StoreIdentityFile = z.infer<typeof identityFileSchema>;

/**
 * What `store.json` says, or null when there is none. Throws STORE_DAMAGED when it cannot be read (an unreadable identity is never
 * taken for a new store) and STORE_TOO_NEW when a later version wrote it in a form this one does not know.
 */
export function findStoreIdentity(fs: Fs, runsDir: string): StoreIdentityFile | null {
  const path = resolveStorePath(runsDir, STORE_PATHS.identity);
  const bytes = withStorageErrors("read the store's identity", path, () =>
    fs.stat(path) === null ? null : readWhole(fs, path),
  );
  if (bytes === null) return null;
  let cause: unknown;
  try {
    const value = toPlain(readJson(bytes, EVIDENCE_LIMITS));
    const parsed = identityFileSchema.safeParse(value);
    if (parsed.success) return parsed.data;
    if (formatSchema.safeParse(value).success) throw tooNew(path);
    cause = parsed.error;
  } catch (error) {
    if (error instanceof AppError) throw error;
    cause = error;
  }
  throw new AppError("STORE_DAMAGED", `The store's identity cannot be read (${path}). Records can still be read.`, {
    context: { path },
    cause,
  });
}

function tooNew(path: string): AppError {
  return new AppError("STORE_TOO_NEW", `The folder was made by a newer version (${path}). You can read it.`, {
    context: { path },
  });
}

/** Writes `store.json` of a new store; durable when it resolves. */
export async function createStoreIdentity(
  target: { readonly fs: Fs; readonly runsDir: string; readonly clock: Clock },
  identity: {
    readonly storeId: string;
    readonly workstationId: string;
    readonly origin: string;
    readonly firstPublicKey: string;
  },
): Promise<StoreIdentityFile> {
  const file: StoreIdentityFile = {
    format: STORE_FORMAT,
    store_id: identity.storeId,
    origin: identity.origin,
    workstation_id: identity.workstationId,
    created_at_utc: utcTimestamp(target.clock.nowMs()),
    first_public_key: identity.firstPublicKey,
  };
  const path = resolveStorePath(target.runsDir, STORE_PATHS.identity);
  await createDurableFile(target.fs, path, Buffer.from(`${JSON.stringify(file, null, 2)}\n`), `i${process.pid}`);
  return file;
}
