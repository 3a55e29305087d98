import { AppError } from "../../shared/app-error.ts";
import type { OperationResponse } from "../../shared/operation-table.ts";
import type { CopyDestination } from "../../shared/operations/session-operations.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import { copyOut } from "../store/copy-out.ts";
import type { RunStore } from "../store/run-store.ts";
import { attachmentPath, type StorePath } from "../store/store-layout.ts";
import { openUncached } from "../system/uncached-file.ts";
import { findDestination } from "./copy-destination.ts";
import type { Call } from "./handler.ts";
import type { OpenFolder } from "./open-folder.ts";
import type { OperationDeps } from "./operation-deps.ts";
import { readRun } from "./read-run.ts";

const PIECE_BYTES = 1024 * 1024;

/** The refusal of a fingerprint that no file of the store has. */
export function attachmentNotFound(sha256: Sha256): AppError {
  return new AppError("ATTACHMENT_NOT_FOUND", `No file with the fingerprint ${sha256} is in this store.`, {
    context: { sha256 },
  });
}

/**
 * Saves a copy of a file outside the store: hashed on its way, flushed, read back and compared. Throws ATTACHMENT_NOT_FOUND, STORE_DAMAGED
 * when the stored bytes are not what they are called, ALREADY_EXISTS, BAD_REQUEST, CANCELLED, and the storage codes; no copy is then left.
 */
export async function saveAttachment(
  deps: OperationDeps,
  { sha256, to }: { readonly sha256: Sha256; readonly to: CopyDestination },
  call: Call,
): Promise<OperationResponse<"attachment.save">> {
  const folder = deps.folders.current();
  const path = attachmentPath(sha256);
  const destination = await findDestination(
    {
      ...{ fs: deps.fs, grants: deps.grants, door: call.door, runsDir: folder.runsDir },
      suggestedName: () => recordedName(folder, sha256),
    },
    to,
  );
  const sizeBytes = folder.store.fileSize(path);
  if (sizeBytes === null) throw attachmentNotFound(sha256);
  const copied = await copyOut(
    { fs: deps.fs, ...destination, token: deps.ids.token(), openUncached },
    { title: `The file ${sha256.slice(0, 12)}`, sizeBytes, sha256, chunks: () => storedChunks(folder.store, path) },
    { signal: call.signal, progress: call.progress("bytes") },
  );
  return {
    ...{ sha256: copied.sha256, size_bytes: copied.sizeBytes, path: copied.path },
    ...{ name: destination.name, read_back: copied.readBack },
  };
}

/** What the newest run that names the file calls it, else its fingerprint. */
async function recordedName(folder: OpenFolder, sha256: Sha256): Promise<string> {
  const [runId] = await (await folder.catalog()).runsWithAttachment(sha256, 1);
  if (runId === undefined) return sha256;
  const { attachments } = await readRun(folder, runId);
  return attachments.find((file) => file.sha256 === sha256)?.filename ?? sha256;
}

function* storedChunks(store: RunStore, path: StorePath): Generator<Uint8Array> {
  for (let offset = 0; ; ) {
    const piece = store.readRange(path, offset, PIECE_BYTES);
    if (piece.byteLength === 0) return;
    yield piece;
    offset += piece.byteLength;
  }
}
