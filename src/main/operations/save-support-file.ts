import { release } from "node:os";
import type { OperationResponse } from "../../shared/operation-table.ts";
import type { CopyDestination } from "../../shared/operations/session-operations.ts";
import type { Health } from "../../shared/operations/store-operations.ts";
import { sha256Hex } from "../canonical/digest.ts";
import { copyOut } from "../store/copy-out.ts";
import { utcTimestamp } from "../system/clock.ts";
import { lastLogLines } from "../system/logger.ts";
import { openUncached } from "../system/uncached-file.ts";
import { findDestination } from "./copy-destination.ts";
import type { Call } from "./handler.ts";
import type { OperationDeps } from "./operation-deps.ts";

/** Enough to see what came before a fault. */
const LOG_LINES = 500;

/**
 * Saves what support asks for first: versions, health, the end of the log; plain JSON and no record. Throws ALREADY_EXISTS, BAD_REQUEST and
 * the storage codes.
 */
export async function saveSupportFile(
  deps: OperationDeps,
  { to, health }: { readonly to: CopyDestination; readonly health: Health },
  call: Call,
): Promise<OperationResponse<"support.save">> {
  const madeAt = utcTimestamp(deps.clock.nowMs());
  const { app_version: appVersion, workstation_id: workstationId } = await deps.describeSession();
  const { node, v8, electron = null, chrome = null } = process.versions;
  const text = JSON.stringify(
    {
      made_at: madeAt,
      versions: { app: appVersion, node, v8, electron, chrome },
      machine: { platform: process.platform, arch: process.arch, release: release(), workstation_id: workstationId },
      health,
      log: lastLogLines(deps.logFolder, LOG_LINES),
    },
    null,
    2,
  );
  const bytes = Buffer.from(`${text}\n`);
  const runsDir = deps.folders.currentRunsDir;
  const suggestedName = async () => `rmos-runs-support-${madeAt.slice(0, 19).replaceAll(":", "")}.json`;
  const { fs, grants } = deps;
  const destination = await findDestination({ fs, grants, door: call.door, runsDir, suggestedName }, to);
  const copied = await copyOut(
    { fs, ...destination, token: deps.ids.token(), openUncached },
    { title: "The support file", sizeBytes: bytes.byteLength, sha256: sha256Hex(bytes), chunks: () => [bytes] },
    { signal: call.signal, progress: () => undefined },
  );
  return { path: copied.path, name: destination.name, size_bytes: copied.sizeBytes };
}
