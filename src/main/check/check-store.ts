import type { StoreCheckScope, StoreReport } from "../../shared/operations/check-operations.ts";
import type { Verdict } from "../../shared/verdicts.ts";
import { readCentreKeys } from "../store/centre-keys.ts";
import { firstEntry, segmentEpochs } from "../store/ledger-reader.ts";
import { STORE_PATHS } from "../store/store-layout.ts";
import { utcTimestamp } from "../system/clock.ts";
import type { Fs } from "../system/fs.ts";
import { AttachmentDigests } from "./attachment-digests.ts";
import { checkFolderTree } from "./check-folder-tree.ts";
import { journalFindings } from "./check-journals.ts";
import { checkLedger, type WalkedLedger } from "./check-ledger.ts";
import { checkOwnFiles, type FolderContext, findFirstKey, tryReadIdentity } from "./check-own-files.ts";
import { CheckPace } from "./check-pace.ts";
import { checkReserve } from "./check-reserve.ts";
import type { CheckControl, CheckDeps } from "./check-run.ts";
import { checkRuns } from "./check-runs.ts";
import type { StoreCheckControl } from "./check-state.ts";
import { FindingList } from "./finding-list.ts";
import { dropNamedSince } from "./named-since.ts";
import { anchoredSize, findKeptHeads, type KeptHead, type OutsideTrust, outsideFindings } from "./outside-heads.ts";
import type { RunTally } from "./run-tally.ts";
import { runVerdict } from "./run-verdict.ts";

/** What checking everything needs from outside. */
export interface StoreCheckDeps extends CheckDeps {
  readonly fs: Fs;
  /** Where this PC keeps what it noted about the folder. */
  readonly dataDir: string;
}

/**
 * Checks a runs folder: the ledger with every signature, every file that it names, every run as `checkRun` does, and every file that it
 * does not name. Bad data of any kind gives findings, never an error; nothing is written, no link is followed, memory grows by some hundred
 * bytes a run. Throws CANCELLED when stopped, and faults of the drive (IO_FAILED, TOO_MANY_FILES). Source: store-format, "Checks".
 */
export async function checkStore(
  deps: StoreCheckDeps,
  request: StoreCheckScope,
  control: StoreCheckControl,
): Promise<StoreReport> {
  await deps.store.settled();
  const work = startWork(deps, control);
  const { context, findings, pace } = work;
  const { ledger, kept, trust } = await walkLedger(deps, work);
  findings.add(...journalFindings(ledger.pending));
  const knownEpochs = new Set(kept.flatMap(({ head }) => head.place?.epoch ?? []));
  const { what } = request;
  const ownFiles = what === "runs" ? [] : await checkOwnFiles(context, ledger, { what, knownEpochs });
  const isEndMissing = ownFiles.some(({ code }) => code === "LEDGER_MISSING");
  // A segment whose token is still there is missing, not rolled back, and that is said already.
  const past = outsideFindings(kept, ledger, trust).filter(({ code }) => code !== "ROLLED_BACK" || !isEndMissing);
  findings.add(...ownFiles, ...past);
  const anchored = anchoredSize(kept, ledger, trust);
  const runs = { deps, context, ledger, request, pace, anchored, checked: work.checked };
  const tally = await checkRuns(runs, findings, control);
  if (request.what === "store") {
    const known = { isNamed: knownPaths(ledger), isReliable: ledger.isReliable && !isEndMissing };
    const unnamed = await checkFolderTree(context, known, { findings, pace });
    findings.add(...dropNamedSince(deps, ledger, unnamed).map(({ finding }) => finding));
    findings.add(...(await checkReserve(context, pace)));
  }
  return reportOf({ deps, request, work, ledger, tally });
}

interface Work {
  readonly context: FolderContext;
  readonly findings: FindingList;
  readonly pace: CheckPace;
  readonly checked: { files: number; bytes: number };
}

function startWork({ store, fs, hashes }: StoreCheckDeps, { signal }: CheckControl): Work {
  const checked = { files: 0, bytes: 0 };
  const countFile = (sizeBytes: number): void => {
    checked.files += 1;
    checked.bytes += sizeBytes;
  };
  const digests = new AttachmentDigests();
  const context = { store, fs, runsDir: store.runsDir, signal, hashes, countFile, digests };
  return { context, findings: new FindingList(), pace: new CheckPace(signal), checked };
}

async function walkLedger(
  { fs, dataDir }: StoreCheckDeps,
  { context, findings, pace }: Work,
): Promise<{ readonly ledger: WalkedLedger; readonly kept: readonly KeptHead[]; readonly trust: OutsideTrust }> {
  const { runsDir } = context;
  const identity = tryReadIdentity(fs, runsDir);
  const [firstEpoch] = segmentEpochs(fs, runsDir);
  const first = firstEpoch === undefined ? null : firstEntry(fs, runsDir, firstEpoch);
  const keyId = typeof first?.body.key_id === "string" ? first.body.key_id : null;
  const storeId = first?.subject ?? identity?.store_id ?? null;
  const { heads: kept, findings: unread } = await findKeptHeads(context, { dataDir, storeId });
  findings.add(...unread);
  const firstKey = findFirstKey(context, identity, keyId);
  const claims = { fs, runsDir, firstKey, outsideHeads: kept.map(({ head }) => head) };
  const trust = { origin: firstKey?.name ?? identity?.origin ?? null, centreKeys: readCentreKeys({ fs, dataDir }) };
  return { ledger: await checkLedger(claims, findings, pace), kept, trust };
}

function knownPaths({ named, pending, keys }: WalkedLedger): (path: string) => boolean {
  const keyPaths = new Set(keys.map(({ keyId }) => `${STORE_PATHS.keys}/${keyId.toString("hex")}.vkey`));
  return (path) => named.has(path) || pending.files.has(path) || keyPaths.has(path);
}

interface ReportParts {
  readonly deps: StoreCheckDeps;
  readonly request: StoreCheckScope;
  readonly work: Work;
  readonly ledger: WalkedLedger;
  readonly tally: RunTally;
}

function reportOf({ deps, request, work, ledger, tally }: ReportParts): StoreReport {
  const { findings, checked } = work;
  const runs = tally.counted();
  return {
    ...request,
    verdict: worstOf(runVerdict(findings.all()), runs),
    findings: [...findings.all()],
    finding_counts: findings.counts(),
    truncated: findings.isCut || tally.isCut,
    runs: { total: runs.total, verdicts: runs.verdicts },
    odd_runs: runs.odd_runs,
    ledger: {
      ...{ entries: ledger.entries, heads: ledger.heads, root: ledger.root },
      ...{ first_at: ledger.firstAt, last_at: ledger.lastAt },
    },
    checked,
    checked_at: utcTimestamp(deps.clock.nowMs()),
  };
}

/**
 * Runs that could not be looked at, because their changes are not in place yet, are not checked; nothing is then called intact. Where every
 * run is anchored, so is the whole.
 */
function worstOf(verdict: Verdict, { verdicts, total }: ReturnType<RunTally["counted"]>): Verdict {
  if (verdict !== "intact" || total === 0) return verdict;
  const among = (["not-checked", "intact"] as const).find((one) => (verdicts[one] ?? 0) > 0);
  return among ?? "intact-anchored";
}
