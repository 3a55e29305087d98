import type { Finding } from "../../shared/finding.ts";
import type { StoreCheckScope } from "../../shared/operations/check-operations.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import type { Verdict } from "../../shared/verdicts.ts";
import type { LedgerEntry } from "../store/ledger-entry.ts";
import { parseTreeHead } from "../store/signed-note.ts";
import type { WalkedLedger } from "./check-ledger.ts";
import type { FolderContext } from "./check-own-files.ts";
import type { CheckPace } from "./check-pace.ts";
import { type CheckDeps, checkRunFiles } from "./check-run.ts";
import type { CheckState, StoreCheckControl } from "./check-state.ts";
import { FindingList } from "./finding-list.ts";
import { makeFinding } from "./finding-sentences.ts";
import type { IndexedRun } from "./run-index.ts";
import { RunTally } from "./run-tally.ts";
import { anchoredVerdict, runVerdict } from "./run-verdict.ts";

/** What was done is kept so often that little is lost when the PC is switched off. */
const KEEP_EVERY_MS = 10_000;

/** The runs to check and what is known of them. */
export interface RunsToCheck {
  readonly deps: CheckDeps;
  readonly context: FolderContext;
  readonly ledger: WalkedLedger;
  readonly request: StoreCheckScope;
  readonly pace: CheckPace;
  /** How many entries a receipt from outside confirms. */
  readonly anchored: number;
  /** Counts what `context` reads. */
  readonly checked: { files: number; bytes: number };
}

/**
 * Checks every run that the ledger records, one after the other, from the first or from where an earlier check left off. Throws CANCELLED,
 * after handing out how far it came, and faults of the drive.
 */
export async function checkRuns(
  work: RunsToCheck,
  findings: FindingList,
  control: StoreCheckControl,
): Promise<RunTally> {
  const { deps, ledger, request, pace } = work;
  const at = new Progress(work, control);
  const isWanted = createFilter(request);
  const tell = (hashedBytes = 0): void => control.progress(at.next, ledger.runs.size, work.checked.bytes + hashedBytes);
  // On the way through a large file the bytes are all that moves.
  const told = { ...work, context: { ...work.context, onHashed: tell } };
  tell();
  try {
    while (at.next < ledger.runs.size) {
      const run = ledger.runs.read(at.next, deps.store.ledger);
      const turn = pace.step();
      if (turn !== null) await turn;
      const isIn = isWanted(run);
      if (isIn) at.tally.add(run.runId, await checkOne(told, run, at.findings));
      at.done();
      tell();
    }
  } catch (error) {
    if (control.signal.aborted) at.keep();
    throw error;
  }
  // What comes after the runs is done anew; a check that is stopped there has the runs behind it.
  if (at.next > 0) at.keep();
  findings.absorb(at.findings.counted());
  return at.tally;
}

/** How far the runs are done, at the boundary between two of them. */
class Progress {
  readonly tally: RunTally;
  readonly findings = new FindingList();
  next: number;
  readonly #work: RunsToCheck;
  readonly #control: StoreCheckControl;
  readonly #before: CheckState["checked"];
  #checked: CheckState["checked"];
  #keptMs: number;

  constructor(work: RunsToCheck, control: StoreCheckControl) {
    const { from = null } = control;
    this.#work = work;
    this.#control = control;
    this.#before = { ...work.checked };
    this.tally = new RunTally(from?.runs ?? null);
    this.next = from?.next ?? 0;
    this.#keptMs = work.deps.clock.monotonicMs();
    if (from !== null) this.#resume(from);
    this.#checked = { ...work.checked };
  }

  #resume(from: CheckState): void {
    const { checked, context } = this.#work;
    this.findings.absorb(from);
    checked.files += from.checked.files;
    checked.bytes += from.checked.bytes;
    for (const [path, file] of from.hashed) context.digests?.keep(path, file);
    context.digests?.settle();
  }

  /** The next run is done. */
  done(): void {
    const { context, checked, deps } = this.#work;
    this.next += 1;
    this.#checked = { ...checked };
    context.digests?.settle();
    if (deps.clock.monotonicMs() - this.#keptMs >= KEEP_EVERY_MS) this.keep();
  }

  /** Hands out how far it is. Without a signed head there is nothing that could tell later whether it is the same ledger. */
  keep(): void {
    const { ledger, request, context, deps } = this.#work;
    this.#keptMs = deps.clock.monotonicMs();
    const head = this.#control.from?.head ?? headOf(ledger);
    if (head === null) return;
    const { files, bytes } = this.#checked;
    this.#control.keep?.({
      ...{ v: 1, scope: request, head, next: this.next, of: ledger.runs.size, runs: this.tally.counted() },
      ...this.findings.counted(),
      findings: [...this.findings.counted().findings],
      checked: { files: files - this.#before.files, bytes: bytes - this.#before.bytes },
      hashed: context.digests?.settled() ?? [],
    });
  }
}

function headOf({ head }: WalkedLedger): CheckState["head"] | null {
  const parsed = head === null ? undefined : parseTreeHead(head.note)?.head;
  return parsed === undefined ? null : { size: parsed.size, root: parsed.root.toString("hex") as Sha256 };
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
  { context, ledger, request, anchored }: RunsToCheck,
  run: IndexedRun,
  findings: FindingList,
): Promise<Verdict> {
  const recorded = recordOf(run.entries);
  if (recorded?.path !== undefined && isPending(context, recorded.path, ledger)) return "not-checked";
  const found = recorded === null || run.isDoubtful ? unknown(run, ledger) : await findIn(context, run);
  const wanted = request.what === "attachments" ? found.filter(({ code }) => code.startsWith("ATTACHMENT_")) : found;
  findings.add(...wanted.map((finding) => ({ ...finding, run_id: run.runId })));
  return anchoredVerdict(runVerdict(wanted), run.entries, anchored);
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
