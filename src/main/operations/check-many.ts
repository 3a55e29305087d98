import { AppError } from "../../shared/app-error.ts";
import type { OperationRequest, OperationResponse } from "../../shared/operation-table.ts";
import type { StoreCheckScope, StoreReport } from "../../shared/operations/check-operations.ts";
import { addCatalogFindings, type ComparedCatalog } from "../check/catalog-findings.ts";
import type { Call } from "./handler.ts";
import type { OpenFolder } from "./open-folder.ts";
import type { OperationDeps } from "./operation-deps.ts";
import { badField } from "./parse-request.ts";
import { type RecordedCheck, storeCheckEvent, tryRecordCheck } from "./record-check.ts";
import { runStoreCheck } from "./run-store-check.ts";

/** What checking many things needs of the application. */
export type CheckManyDeps = Pick<OperationDeps, "folders" | "fs" | "clock" | "dataDir" | "logger">;

/**
 * Checks many things of the open folder and, where it can be written and the caller wants it, makes the check an entry of the ledger. Throws
 * BAD_REQUEST for a scope that makes no sense, CANCELLED, which records nothing, and faults of the drive.
 */
export async function checkMany(
  deps: CheckManyDeps,
  { record, what, from, to, run_ids }: OperationRequest<"check.store">,
  call: Call,
): Promise<OperationResponse<"check.store">> {
  const scope = { what, from, to, run_ids };
  refuseSenseless(scope);
  const folder = deps.folders.current();
  const throughSeq = folder.store.ledgerHead()?.size ?? 0;
  await folder.store.settled();
  const found = await runStoreCheck(
    deps,
    { runsDir: folder.runsDir, dataDir: deps.dataDir, scope },
    { signal: call.signal, progress: call.progress("runs") },
  );
  const report = what === "store" ? addCatalogFindings(found, await compareCatalog(folder, call)) : found;
  return { ...report, recorded: record ? await recordMany(deps, folder, { report, throughSeq, call }) : null };
}

async function recordMany(
  { logger }: CheckManyDeps,
  { store }: OpenFolder,
  done: { readonly report: StoreReport; readonly throughSeq: number; readonly call: Call },
): Promise<RecordedCheck | null> {
  const { report, throughSeq, call } = done;
  const subject = store.identity?.storeId ?? null;
  if (subject === null) return null;
  return tryRecordCheck({ store, logger }, { subject, event: storeCheckEvent(report, throughSeq), report }, call);
}

function refuseSenseless({ what, from, to, run_ids: runIds }: StoreCheckScope): void {
  if (runIds !== null && what !== "runs") throw badField("run_ids", 'can only be given where "what" is "runs"');
  if (from !== null && to !== null && from > to) throw badField("to", "must not be earlier than the first date");
}

/** How the catalog compares. One that cannot be compared is a finding: nothing is lost with it. */
async function compareCatalog(folder: OpenFolder, { signal }: Call): Promise<ComparedCatalog> {
  try {
    const catalog = await folder.catalog();
    const { agrees, differing } = await catalog.verify({ progress: () => undefined, signal });
    return { agrees, differing, trouble: null };
  } catch (error) {
    const isOurs = error instanceof AppError && ["STORE_DAMAGED", "CONFLICT"].includes(error.code);
    if (!isOurs) throw error;
    return { agrees: false, differing: [], trouble: "it could not be compared" };
  }
}
