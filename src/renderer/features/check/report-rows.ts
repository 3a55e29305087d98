import type { Finding } from "../../../shared/finding.ts";
import type { StoreReport } from "../../../shared/operations/check-operations.ts";
import { VERDICTS, type Verdict } from "../../../shared/verdicts.ts";
import type { CheckResult } from "../../state/record-check-store.ts";
import { en } from "../../text/en.ts";

const words = en.recordCheck.report;

/** One line of the table: a finding, or a run of which only the verdict is told. */
export interface ReportRow {
  readonly key: string;
  readonly severity: Finding["severity"];
  readonly runId: string | null;
  /** Of the run; null where the report does not tell it. */
  readonly verdict: Verdict | null;
  /** Empty where the run itself is meant. */
  readonly subject: string;
  readonly path: string | null;
  readonly expected: string | null;
  readonly found: string | null;
  readonly whatToDo: string;
  readonly code: string | null;
}

/** How many came out in which way. */
export interface ReportCounts {
  readonly total: number;
  /** Neither intact nor still to be looked at. */
  readonly odd: number;
  readonly notYet: number;
  /** Findings about the folder itself that are more than information, as far as they are listed. */
  readonly folder: number;
}

const SEVERITY_RANK: Readonly<Record<Finding["severity"], number>> = { error: 0, warning: 1, info: 2 };

/** The verdicts of runs as a list of them is read: what needs a person first. */
export const WORST_FIRST: readonly Verdict[] = [
  "changed",
  "cannot-check",
  "incomplete",
  ...VERDICTS.filter((verdict) => !["changed", "cannot-check", "incomplete"].includes(verdict)).toReversed(),
];

/** What was found, bad rows first; among equals a run that changed stands before others, else as the check told it. */
export function reportRows(result: CheckResult): readonly ReportRow[] {
  const verdicts = runVerdicts(result);
  const rows = result.report.findings.map((finding, index) => findingRow(finding, index, { result, verdicts }));
  const told = new Set(rows.map((row) => row.runId));
  const silent = [...verdicts].filter(([runId, verdict]) => !told.has(runId) && !isIntact(verdict));
  const all = [...rows, ...silent.map(([runId, verdict]) => verdictRow(runId, verdict))];
  return all.toSorted(
    (one, other) => SEVERITY_RANK[one.severity] - SEVERITY_RANK[other.severity] || rank(one) - rank(other),
  );
}

/** How the report comes out in numbers. */
export function reportCounts(result: CheckResult): ReportCounts {
  if (result.kind === "run") {
    const { verdict } = result.report;
    const notYet = verdict === "not-checked" ? 1 : 0;
    return { total: 1, odd: isIntact(verdict) ? 0 : 1 - notYet, notYet, folder: 0 };
  }
  const { runs, findings } = result.report;
  const of = (verdict: Verdict): number => runs.verdicts[verdict] ?? 0;
  const notYet = of("not-checked");
  return {
    total: runs.total,
    odd: runs.total - of("intact") - of("intact-anchored") - notYet,
    notYet,
    folder: findings.filter(({ run_id: runId, severity }) => runId === undefined && severity !== "info").length,
  };
}

/** The result in plain words: how many runs, how many of them not intact, and what is odd in the folder around them. */
export function reportSentence(result: CheckResult): string {
  const { total, odd, notYet, folder } = reportCounts(result);
  const runs =
    total === 0
      ? words.noRuns
      : odd > 0
        ? words.odd(total, odd)
        : notYet > 0
          ? words.looked(total)
          : words.allIntact(total);
  return [runs, notYet > 0 ? words.notYet(notYet) : "", folder > 0 ? words.folder(folder) : ""]
    .filter(Boolean)
    .join(" ");
}

/** How many runs have which verdict, what needs a person first. Empty for a single run. */
export function verdictCounts({ runs }: Pick<StoreReport, "runs">): readonly (readonly [Verdict, number])[] {
  return WORST_FIRST.flatMap((verdict) => {
    const count = runs.verdicts[verdict] ?? 0;
    return count === 0 ? [] : [[verdict, count] as const];
  });
}

function runVerdicts(result: CheckResult): ReadonlyMap<string, Verdict> {
  if (result.kind === "run") return new Map([[result.runId, result.report.verdict]]);
  return new Map(result.report.odd_runs.map(({ run_id: runId, verdict }) => [runId, verdict]));
}

function findingRow(
  finding: Finding,
  index: number,
  { result, verdicts }: { readonly result: CheckResult; readonly verdicts: ReadonlyMap<string, Verdict> },
): ReportRow {
  const runId = result.kind === "run" ? result.runId : (finding.run_id ?? null);
  return {
    key: `${index} ${finding.code}`,
    severity: finding.severity,
    runId,
    verdict: runId === null ? null : (verdicts.get(runId) ?? null),
    subject: finding.subject,
    path: finding.path,
    expected: finding.expected,
    found: finding.found,
    whatToDo: finding.what_to_do,
    code: finding.code,
  };
}

function verdictRow(runId: string, verdict: Verdict): ReportRow {
  const isNotYet = verdict === "not-checked" || verdict === "checking";
  return {
    key: runId,
    severity: verdict === "changed" ? "error" : "warning",
    runId,
    verdict,
    subject: "",
    path: null,
    expected: null,
    found: null,
    whatToDo: isNotYet ? words.notYetRow : words.noReason,
    code: null,
  };
}

function rank({ verdict }: ReportRow): number {
  return verdict === "changed" ? 0 : 1;
}

function isIntact(verdict: Verdict): boolean {
  return verdict === "intact" || verdict === "intact-anchored";
}
