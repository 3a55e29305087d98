import { randomUUID } from "node:crypto";
import { sha256Hex } from "../../canonical/digest.ts";
import { copyOut } from "../../store/copy-out.ts";
import { createIdSource } from "../../system/ids.ts";
import { nodeFs } from "../../system/node-fs.ts";
import { openUncached } from "../../system/uncached-file.ts";
import { findDestination } from "../copy-destination.ts";
import { createFileGrants } from "../file-grants.ts";

/** A text that was saved. */
export interface SavedText {
  readonly path: string;
  readonly size_bytes: number;
}

/**
 * Saves a text as a new file outside the runs folder: flushed, read back, compared. Throws ALREADY_EXISTS, BAD_REQUEST, PATH_NOT_FOUND and the
 * storage codes; no file is then left.
 */
export async function saveText(
  text: string,
  { path, runsDir }: { readonly path: string; readonly runsDir: string },
): Promise<SavedText> {
  const bytes = Buffer.from(text);
  const grants = createFileGrants(createIdSource());
  const suggestedName = (): Promise<string> => Promise.resolve("text");
  const destination = await findDestination(
    { fs: nodeFs, grants, door: "command-line", runsDir, suggestedName },
    { file: { path } },
  );
  const copied = await copyOut(
    { fs: nodeFs, ...destination, token: randomUUID(), openUncached },
    { title: destination.name, sizeBytes: bytes.byteLength, sha256: sha256Hex(bytes), chunks: () => [bytes] },
    { signal: new AbortController().signal, progress: () => undefined },
  );
  return { path: copied.path, size_bytes: copied.sizeBytes };
}
