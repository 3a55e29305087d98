import type { Finding } from "../../../shared/finding.ts";
import type { PastCheck, StoreReport } from "../../../shared/operations/check-operations.ts";
import type { CheckReport } from "../../../shared/operations/store-operations.ts";
import type { Verdict } from "../../../shared/verdicts.ts";
import { textTable } from "./text-table.ts";

/** Many runs are told apart by how many there are of each verdict. */
const VERDICT_NOUNS: Readonly<Record<Verdict, string>> = {
  changed: "changed",
  "cannot-check": "cannot be checked",
  incomplete: "not complete",
  "not-checked": "not checked yet",
  checking: "being checked",
  intact: "intact",
  "intact-anchored": "intact, confirmed from outside",
};

const SUMMARY: Readonly<Record<Verdict, string>> = {
  intact: "No change found since it was recorded.",
  "intact-anchored": "No change found since it was recorded; a receipt from outside confirms it.",
  "not-checked": "Some runs are not in place yet and were not checked. Open the folder, then check again.",
  checking: "The check is still going on.",
  incomplete: "Something was not complete from the start.",
  "cannot-check": "Something cannot be checked. Read below what to do.",
  changed: "SOMETHING CHANGED since it was recorded. Read below what to do. Tell your supervisor.",
};

const SCOPES: Readonly<Record<StoreReport["what"], string>> = {
  store: "the whole folder",
  runs: "ledger and runs",
  attachments: "ledger and files of runs",
};

/** What a check of many things found: a sentence, how the runs came out, and the findings, the worst first. */
export function storeReportWords(report: StoreReport): string {
  const { runs, ledger, checked, truncated } = report;
  const counts = Object.entries(VERDICT_NOUNS)
    .map(([verdict, noun]) => [runs.verdicts[verdict as Verdict] ?? 0, noun] as const)
    .filter(([count]) => count > 0)
    .map(([count, noun]) => `${count} ${noun}`);
  return [
    SUMMARY[report.verdict],
    ...findingLines(report.findings),
    ...(truncated ? ["There is more of the same than is listed:", ...countLines(report)] : []),
    `Checked ${SCOPES[report.what]}${periodWords(report)}: ${checked.files} files, ${checked.bytes} bytes.`,
    `Runs: ${counts.length === 0 ? "none" : counts.join(", ")}.`,
    `Ledger: ${ledger.entries} entries, root ${ledger.root ?? "unknown"}.`,
  ].join("\n");
}

/** What a check of one thing found. */
export function reportWords(report: Pick<CheckReport, "findings" | "checked">, heading: string): string {
  const { findings, checked } = report;
  return [heading, ...findingLines(findings), `Checked ${checked.files} files, ${checked.bytes} bytes.`].join("\n");
}

/** True when nothing is wrong; information is not wrong. */
export function isFine({ verdict, findings }: Pick<CheckReport, "verdict" | "findings">): boolean {
  const isIntact = verdict === "intact" || verdict === "intact-anchored";
  return isIntact && findings.every((finding) => finding.severity === "info");
}

/** Past checks as a table, newest first. */
export function pastCheckTable(checks: readonly PastCheck[]): string {
  const rows = checks.map((check) => [
    check.seq,
    check.at.slice(0, 19).replace("T", " "),
    `${check.by.uid} (${check.by.role})`,
    scopeWords(check),
    check.verdict,
    check.runs,
    check.odd_runs,
    check.bad_findings,
  ]);
  return textTable(["NO", "AT (UTC)", "BY", "CHECKED", "VERDICT", "RUNS", "NOT INTACT", "FINDINGS"], rows);
}

function scopeWords({ scope, run_id: runId }: PastCheck): string {
  if (scope === null) return runId ?? "one run";
  const picked = scope.selected === null ? "" : `, ${scope.selected} picked`;
  return `${SCOPES[scope.what]}${picked}${periodWords(scope)}`;
}

function periodWords({ from, to }: { readonly from: string | null; readonly to: string | null }): string {
  return `${from === null ? "" : ` since ${from}`}${to === null ? "" : ` until ${to}`}`;
}

function findingLines(findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return [];
  const hasRuns = findings.some(({ run_id: runId }) => runId !== undefined);
  const rows = findings.map((one) => [
    ...[one.severity, one.code, one.subject],
    ...(hasRuns ? [one.run_id ?? null] : []),
    ...[one.expected, one.found, one.what_to_do],
  ]);
  const run = hasRuns ? ["RUN"] : [];
  return [textTable(["SEVERITY", "CODE", "ABOUT", ...run, "EXPECTED", "FOUND", "WHAT TO DO"], rows)];
}

function countLines({ finding_counts: counts, odd_runs: odd, runs }: StoreReport): readonly string[] {
  const intact = (runs.verdicts.intact ?? 0) + (runs.verdicts["intact-anchored"] ?? 0);
  return [
    ...Object.entries(counts).map(([code, count]) => `${count} of ${code}`),
    `${runs.total - intact} runs not intact, ${odd.length} of them listed`,
  ];
}
