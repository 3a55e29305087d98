import { storeReportSchema } from "../../shared/operations/check-operations.ts";
import type { Verdict } from "../../shared/verdicts.ts";
import { sha256Hex } from "../canonical/digest.ts";
import { JsonSyntaxError } from "../canonical/json-syntax-error.ts";
import { EVIDENCE_LIMITS, readJson, toPlain } from "../canonical/json-tree.ts";
import { type CheckEvent, findCheckEvent } from "../store/check-event.ts";
import type { LedgerEntry } from "../store/ledger-entry.ts";
import type { RecordBytes } from "./apply-entry.ts";
import { type Coverage, dayOf } from "./check-coverage.ts";

/** What a check says of runs, as far as a list shows it. */
export interface ReadCheck {
  readonly seq: number;
  readonly at: string;
  /** Runs with a verdict of their own. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** True where not everything of a run was looked at: such a verdict makes a better one worse, and never a worse one better. */
  readonly isPartial: boolean;
  /** The other runs it looked at, all of them intact; null where it is not known which those are. */
  readonly intact: Coverage | { readonly runIds: readonly string[]; readonly throughSeq: number } | null;
}

const listsSchema = storeReportSchema.pick({ odd_runs: true, run_ids: true });

type Lists = Pick<ReturnType<typeof listsSchema.parse>, "odd_runs" | "run_ids">;

/**
 * What an entry about a finished check says of runs; null when it says nothing that this version understands. The report is read only
 * where the entry does not say it all. Without a whole list of the runs that are not intact, no run is called intact.
 */
export function readCheck(entry: LedgerEntry, report: () => RecordBytes): ReadCheck | null {
  const event = findCheckEvent(entry.body);
  if (event === null) return null;
  const { at, seq, subject } = entry;
  const said = { seq, at, isPartial: event.what === "attachments" };
  if (event.what === "run") return { ...said, verdicts: new Map([[subject, event.verdict]]), intact: null };
  const needsReport = event.selected !== null || event.odd_runs > event.odd.length;
  const lists = needsReport ? findLists(entry, event, report) : { odd_runs: event.odd, run_ids: null };
  const odd = lists?.odd_runs ?? event.odd;
  const verdicts = new Map(odd.map(({ run_id: runId, verdict }) => [runId, verdict]));
  const isWhole = lists !== null && odd.length === event.odd_runs && event.what !== "attachments";
  return { ...said, verdicts, intact: isWhole ? intactRuns(entry, event, lists) : null };
}

function intactRuns({ at, seq }: LedgerEntry, event: CheckEvent, { run_ids: runIds }: Lists): ReadCheck["intact"] {
  // An entry cannot know of others that come after it.
  const throughSeq = Math.min(event.through_seq, seq);
  if (event.selected !== null) return runIds === null ? null : { runIds, throughSeq };
  const [from, to] = [event.from, event.to].map((date) => (date === null ? null : dayOf(date)));
  // A date that is none limits nothing that could be told.
  if (from === undefined || to === undefined || [from, to].some((day) => day !== null && day <= 0)) return null;
  return { seq, at, from, to, throughSeq };
}

/** The lists of a report; null when there is no such report, or its bytes are not the ones that were recorded. */
function findLists({ sha256 }: LedgerEntry, event: CheckEvent, report: () => RecordBytes): Lists | null {
  const file = report();
  if (!("bytes" in file) || sha256 !== event.report_sha256 || sha256Hex(file.bytes) !== sha256) return null;
  try {
    const parsed = listsSchema.safeParse(toPlain(readJson(file.bytes, EVIDENCE_LIMITS)));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return null;
    throw error;
  }
}
