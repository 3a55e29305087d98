import type { OperationRequest, OperationResponse } from "../../shared/operation-table.ts";
import { checkRun } from "../check/check-run.ts";
import { ReceiptAnchors } from "../check/receipt-anchors.ts";
import type { RunStore } from "../store/run-store.ts";
import { checkMany } from "./check-many.ts";
import { checkNamedFile } from "./check-named-file.ts";
import type { Call, Handlers } from "./handler.ts";
import { findKeptCheck, unfinishedCheck } from "./kept-check.ts";
import type { OperationDeps } from "./operation-deps.ts";
import { parseSha256 } from "./parse-request.ts";
import { listPastChecks, readPastCheck } from "./past-checks.ts";
import { readEntries, readRow } from "./read-run.ts";
import { runCheckEvent, tryRecordCheck } from "./record-check.ts";
import { proveRun, readCheckpoint } from "./signed-heads.ts";
import { verifyCheckpoint } from "./verify-checkpoint.ts";

type CheckOperation =
  | "check.run"
  | "check.store"
  | "check.attachment"
  | "check.past"
  | "check.report"
  | "proof.run"
  | "checkpoint.get"
  | "checkpoint.verify";

/** Whether runs, files and the ledger are what was recorded, and what shows it to others. */
export function createCheckOperations(deps: OperationDeps): Pick<Handlers, CheckOperation> {
  const { folders, fs, clock, dataDir } = deps;
  let running = 0;
  const anchors = new WeakMap<RunStore, ReceiptAnchors>();
  const anchorsOf = (store: RunStore): ReceiptAnchors => {
    const known = anchors.get(store) ?? new ReceiptAnchors({ fs, dataDir, store, runsDir: store.runsDir });
    anchors.set(store, known);
    return known;
  };
  return {
    "check.run": (request, call) =>
      checkOneRun({ ...deps, anchors: anchorsOf(folders.current().store) }, request, call),
    async "check.store"(request, call) {
      running += 1;
      try {
        return await checkMany(deps, request, call);
      } finally {
        running -= 1;
      }
    },
    async "check.attachment"({ sha256 }, call) {
      const control = { signal: call.signal, progress: call.progress("files") };
      return checkNamedFile({ folder: folders.current(), clock, hashes: deps.hashes }, parseSha256(sha256), control);
    },
    async "check.past"(request) {
      const folder = folders.current();
      const page = await listPastChecks(fs, folder, request);
      const storeId = folder.store.identity?.storeId ?? null;
      // The note of a check that is going on is no check that was stopped.
      const kept = storeId === null || running > 0 ? null : findKeptCheck({ fs, dataDir, storeId });
      return { ...page, unfinished: kept === null ? null : unfinishedCheck(kept) };
    },
    "check.report": ({ seq }) => readPastCheck(folders.current(), seq),
    "proof.run": ({ run_id: runId }, { signal }) => proveRun(fs, folders.current(), { runId, signal }),
    "checkpoint.get": () => readCheckpoint(fs, folders.current()),
    "checkpoint.verify": (request, call) => verifyCheckpoint(deps, request, call),
  };
}

async function checkOneRun(
  { anchors, ...deps }: OperationDeps & { readonly anchors: ReceiptAnchors },
  { run_id: runId, record, up_to_bytes: upToBytes }: OperationRequest<"check.run">,
  call: Call,
): Promise<OperationResponse<"check.run">> {
  const folder = deps.folders.current();
  const throughSeq = folder.store.ledgerHead()?.size ?? 0;
  const row = await readRow(folder, runId);
  const entries = await readEntries(folder, runId);
  let leftOut = 0;
  const leavesOut = (sizeBytes: number): boolean => {
    const isLarge = upToBytes !== null && sizeBytes > upToBytes;
    if (isLarge) leftOut += 1;
    return isLarge;
  };
  const control = { signal: call.signal, progress: call.progress("files"), leavesOut };
  const checked = { store: folder.store, clock: deps.clock, hashes: deps.hashes.of(folder.runsDir) };
  const found = await checkRun(checked, { runId, row, entries }, control);
  // Half a check is nothing to keep: its own verdict says only what was looked at.
  if (leftOut > 0) return { ...found, left_out: leftOut };
  const report = { ...found, verdict: await anchors.judge(found.verdict, entries, call.signal) };
  // What is wrong must be seen after a restart too, whoever looked; the rest of checking on opening leaves no trace.
  if (folder.verdicts.isNews(row, report) || record) {
    const event = runCheckEvent(runId, report, throughSeq);
    const check = { subject: runId, event, report };
    if ((await tryRecordCheck({ store: folder.store, logger: deps.logger }, check, call)) !== null) return report;
  }
  const before = folder.verdicts.over(row).verdict;
  folder.verdicts.note(runId, report);
  if (folder.verdicts.over(row).verdict !== before) deps.tellRunChanged(runId);
  return report;
}
