import { join } from "node:path";
import { AppError } from "../../shared/app-error.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import { cosignerText, parseCosigner } from "./cosignature.ts";
import { createDurableFile, makeFolders, readWhole } from "./durable-file.ts";
import type { NoteVerifier } from "./signed-note.ts";

const FOLDER = "centre-keys";
const MAX_KEY_BYTES = 4_096;

/** Where this PC keeps what it trusts: outside every runs folder, so that whoever rewrites one cannot bring in a key of their own. */
export interface TrustPlace {
  readonly fs: Fs;
  readonly dataDir: string;
}

/** Keys of the central audit that an admin of this PC trusts. Files that are no such key are passed over. Throws the storage codes. */
export function readCentreKeys({ fs, dataDir }: TrustPlace): readonly NoteVerifier[] {
  const folder = join(dataDir, FOLDER);
  return withStorageErrors("read the keys of the central audit", folder, () => {
    if (fs.stat(folder)?.kind !== "folder") return [];
    const names = fs.list(folder).flatMap(({ name }) => (name.endsWith(".vkey") ? [name] : []));
    return names.sort().flatMap((name) => readKey(fs, join(folder, name)) ?? []);
  });
}

function readKey(fs: Fs, path: string): NoteVerifier | null {
  const stat = fs.stat(path);
  if (stat?.kind !== "file" || stat.sizeBytes > MAX_KEY_BYTES) return null;
  return parseCentreKey(readWhole(fs, path).toString("utf8"));
}

/** The key in the text of a verifier, or null for any other text. */
export function parseCentreKey(text: string): NoteVerifier | null {
  try {
    return parseCosigner(text);
  } catch {
    // A key that the crypto library refuses is no key.
    return null;
  }
}

/** Trusts a key from now on; durable when it resolves, and a no-op when it is trusted already. Throws the storage codes. */
export async function addCentreKey({ fs, dataDir }: TrustPlace, key: NoteVerifier): Promise<void> {
  for (const folder of makeFolders(fs, dataDir, FOLDER)) await fs.syncFolder(folder);
  const path = join(dataDir, FOLDER, `${key.keyId.toString("hex")}.vkey`);
  try {
    await createDurableFile(fs, path, Buffer.from(`${cosignerText(key)}\n`), `t${process.pid}`);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "CONFLICT") throw error;
    const message = `Another key is trusted under the same id (${path}). Take that file away first.`;
    throw new AppError("CONFLICT", message, { context: { path } });
  }
}
