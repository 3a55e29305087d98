import type { Finding } from "../../shared/finding.ts";
import type { StoreCheckScope, StoreReport } from "../../shared/operations/check-operations.ts";
import type { Verdict } from "../../shared/verdicts.ts";
import type { LedgerEntry } from "../store/ledger-entry.ts";
import type { WalkedLedger } from "./check-ledger.ts";
import type { FolderContext } from "./check-own-files.ts";
import type { CheckPace } from "./check-pace.ts";
import { type CheckControl, type CheckDeps, checkRunFiles } from "./check-run.ts";
import type { FindingList } from "./finding-list.ts";
import { makeFinding } from "./finding-sentences.ts";
import type { IndexedRun } from "./run-index.ts";
import { runVerdict } from "./run-verdict.ts";

/** A list of more runs than these is not read by anyone; their number is. */
const MAX_ODD_RUNS = 1_000;

/** How the runs came out. */
export interface RunTally {
  readonly total: number;
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  readonly oddRuns: StoreReport["odd_runs"];
  /** True when there are more odd runs than are listed. */
  readonly isCut: boolean;
}

/** The runs to check and what is known of them. */
export interface RunsToCheck {
  readonly deps: CheckDeps;
  readonly context: FolderContext;
  readonly ledger: WalkedLedger;
  readonly request: StoreCheckScope;
  readonly pace: CheckPace;
}

/** Checks every run that the ledger records, one after the other. */
export async function checkRuns(
  { deps, context, ledger, request, pace }: RunsToCheck,
  findings: FindingList,
  progress: CheckControl["progress"],
): Promise<RunTally> {
  const verdicts: Partial<Record<Verdict, number>> = {};
  const oddRuns: { run_id: string; verdict: Verdict }[] = [];
  let total = 0;
  let odd = 0;
  const isWanted = createFilter(request);
  progress(0, ledger.runs.size);
  for (let number = 0; number < ledger.runs.size; number += 1) {
    const run = ledger.runs.read(number, deps.store.ledger);
    progress(number + 1, ledger.runs.size);
    const turn = pace.step();
    if (turn !== null) await turn;
    if (!isWanted(run)) continue;
    const verdict = await checkOne(context, { run, ledger, request }, findings);
    total += 1;
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    if (verdict === "intact") continue;
    odd += 1;
    if (oddRuns.length < MAX_ODD_RUNS) oddRuns.push({ run_id: run.runId, verdict });
  }
  return { total, verdicts, oddRuns, isCut: odd > oddRuns.length };
}

/** Runs belong to the UTC date of their folder. A run whose folder nobody knows belongs to every period. */
function createFilter({ from, to, run_ids: runIds }: StoreCheckScope): (run: IndexedRun) => boolean {
  const selected = runIds === null ? null : new Set(runIds);
  return ({ runId, entries }) => {
    if (selected?.has(runId) === false) return false;
    const date = recordOf(entries)?.path?.slice(0, 10);
    return date === undefined || ((from === null || date >= from) && (to === null || date <= to));
  };
}

function recordOf(entries: IndexedRun["entries"]): LedgerEntry | null {
  return entries.find(({ kind }) => kind === "run.recorded") ?? null;
}

async function checkOne(
  context: FolderContext,
  { run, ledger, request }: Pick<RunsToCheck, "ledger" | "request"> & { readonly run: IndexedRun },
  findings: FindingList,
): Promise<Verdict> {
  const recorded = recordOf(run.entries);
  if (recorded?.path !== undefined && isPending(context, recorded.path, ledger)) return "not-checked";
  const found = recorded === null || run.isDoubtful ? unknown(run, ledger) : await findIn(context, run);
  const wanted = request.what === "attachments" ? found.filter(({ code }) => code.startsWith("ATTACHMENT_")) : found;
  findings.add(...wanted.map((finding) => ({ ...finding, run_id: run.runId })));
  return runVerdict(wanted);
}

/** The journal holds the run whole; the next opening puts it in place. */
function isPending({ store }: FolderContext, path: string, { pending }: WalkedLedger): boolean {
  return pending.files.has(path) && store.fileSize(path) === null;
}

/** Damage in the ledger has its own finding; here it means that nothing can be said of the run. */
function unknown({ entries }: IndexedRun, { isReliable }: WalkedLedger): readonly Finding[] {
  const recorded = recordOf(entries);
  if (recorded === null && isReliable) return [makeFinding("RECORD_MISSING", { name: "Record" })];
  const reason = "a ledger line about it is not what was written";
  return [makeFinding("DIGEST_CANNOT_CHECK", { name: "Record", path: recorded?.path ?? null, reason })];
}

async function findIn(context: FolderContext, { runId, entries }: IndexedRun): Promise<readonly Finding[]> {
  const outcomes = await checkRunFiles(context, { runId, row: null, entries }, () => undefined);
  return outcomes.flatMap((outcome) => outcome.findings);
}
