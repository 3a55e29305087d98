import { basename } from "node:path";
import { AppError } from "../../shared/app-error.ts";
import type { OperationResponse } from "../../shared/operation-table.ts";
import type { CopyDestination } from "../../shared/operations/session-operations.ts";
import { sha256Hex } from "../canonical/digest.ts";
import { copyOut } from "../store/copy-out.ts";
import type { StorePath } from "../store/store-layout.ts";
import { openUncached } from "../system/uncached-file.ts";
import { findDestination } from "./copy-destination.ts";
import type { Call } from "./handler.ts";
import type { OperationDeps } from "./operation-deps.ts";
import { findFile, readRow } from "./read-run.ts";

/** The refusal where no file lies in the place of a record. */
export function recordMissing(runId: string, path: StorePath): AppError {
  return new AppError(
    "PATH_NOT_FOUND",
    `The record of run ${runId} is missing: no file is at ${path}. Tell your supervisor.`,
    { context: { run_id: runId, path } },
  );
}

/**
 * Saves a copy of a record's bytes as they lie there, whether or not they are what was recorded: it is for those who find out what happened
 * to them. Throws RUN_NOT_FOUND, BAD_RUN_ID, PATH_NOT_FOUND, ALREADY_EXISTS, BAD_REQUEST and the storage codes; no copy is then left.
 */
export async function saveRecord(
  deps: OperationDeps,
  { runId, to }: { readonly runId: string; readonly to: CopyDestination },
  call: Call,
): Promise<OperationResponse<"run.save">> {
  const folder = deps.folders.current();
  const { path } = await readRow(folder, runId);
  const place = { fs: deps.fs, grants: deps.grants, door: call.door, runsDir: folder.runsDir };
  const destination = await findDestination({ ...place, suggestedName: async () => basename(path) }, to);
  const bytes = findFile(folder.store, path);
  if (bytes === null) throw recordMissing(runId, path);
  const sha256 = sha256Hex(bytes);
  const copied = await copyOut(
    { fs: deps.fs, ...destination, token: deps.ids.token(), openUncached },
    { title: `The record of run ${runId}`, sizeBytes: bytes.byteLength, sha256, chunks: () => [bytes] },
    { signal: call.signal, progress: call.progress("bytes") },
  );
  return {
    ...{ sha256: copied.sha256, size_bytes: copied.sizeBytes, path: copied.path },
    ...{ name: destination.name, read_back: copied.readBack },
  };
}
