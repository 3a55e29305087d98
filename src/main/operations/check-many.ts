import { AppError } from "../../shared/app-error.ts";
import type { OperationRequest, OperationResponse } from "../../shared/operation-table.ts";
import type { StoreCheckScope, StoreReport } from "../../shared/operations/check-operations.ts";
import { addCatalogFindings } from "../check/catalog-findings.ts";
import type { CheckState } from "../check/check-state.ts";
import { utcTimestamp } from "../system/clock.ts";
import { compareCatalog } from "./compare-catalog.ts";
import type { Call } from "./handler.ts";
import { canGoOn, findKeptCheck, forgetCheck, type KeptChecks, keepCheck } from "./kept-check.ts";
import type { OpenFolder } from "./open-folder.ts";
import type { OperationDeps } from "./operation-deps.ts";
import { badField } from "./parse-request.ts";
import { type RecordedCheck, storeCheckEvent, tryRecordCheck } from "./record-check.ts";

/** What checking many things needs of the application. */
export type CheckManyDeps = Pick<OperationDeps, "folders" | "fs" | "clock" | "dataDir" | "logger" | "checks">;

/**
 * Checks many things of the open folder and, where it can be written and the caller wants it, makes the check an entry of the ledger. Throws
 * BAD_REQUEST for a scope that makes no sense, CANCELLED, which records nothing, and faults of the drive.
 */
export async function checkMany(
  deps: CheckManyDeps,
  { record, resume, what, from, to, run_ids }: OperationRequest<"check.store">,
  call: Call,
): Promise<OperationResponse<"check.store">> {
  const scope = { what, from, to, run_ids };
  refuseSenseless(scope);
  const folder = deps.folders.current();
  const size = folder.store.ledgerHead()?.size ?? 0;
  await folder.store.settled();
  const notes = notesOf(deps, folder);
  const state = resume ? notes.find(scope) : null;
  if (state === null) notes.forget();
  const found = await deps.checks.check(
    { runsDir: folder.runsDir, dataDir: deps.dataDir, scope, from: state },
    { signal: call.signal, progress: call.progress("runs"), keep: notes.keep },
  );
  const report = what === "store" ? addCatalogFindings(found, await compareCatalog(folder, call.signal)) : found;
  notes.forget();
  // Of runs that were looked at before it was stopped, only what stood in the ledger then is known.
  const throughSeq = state?.head.size ?? size;
  return { ...report, recorded: record ? await recordMany(deps, folder, { report, throughSeq, call }) : null };
}

/** Notes of how far the check came. A check is worth more than its notes: a drive that refuses them does not end it. */
function notesOf({ fs, dataDir, clock, logger }: CheckManyDeps, { runsDir, store }: OpenFolder) {
  const storeId = store.identity?.storeId ?? null;
  const kept = storeId === null ? null : { fs, dataDir, storeId };
  const attempt = <Result>(work: (place: KeptChecks) => Result): Result | null => {
    try {
      return kept === null ? null : work(kept);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      logger.fault("how far a check came could not be noted", error);
      return null;
    }
  };
  return {
    find: (scope: StoreCheckScope): CheckState | null =>
      attempt((place) => {
        const state = findKeptCheck(place)?.state ?? null;
        return state !== null && canGoOn({ fs, runsDir }, state, scope) ? state : null;
      }),
    forget: () => attempt(forgetCheck),
    keep: (state: CheckState) =>
      attempt((place) => keepCheck(place, { stopped_at: utcTimestamp(clock.nowMs()), state })),
  };
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
