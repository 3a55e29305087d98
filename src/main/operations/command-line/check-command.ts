import type { CheckReport } from "../../../shared/operations/store-operations.ts";
import type { Verdict } from "../../../shared/verdicts.ts";
import { badField } from "../parse-request.ts";
import { type Command, type CommandContext, EXIT } from "./command.ts";
import { textTable } from "./text-table.ts";
import { verdictWords } from "./verdict-words.ts";

type RunReport = CheckReport & { readonly run_id: string };

/** From what one hopes for to what one fears. */
const RISING: readonly Verdict[] = [
  "intact-anchored",
  "intact",
  "checking",
  "not-checked",
  "incomplete",
  "cannot-check",
  "changed",
];

/** `check`: whether runs are what was recorded. */
export const checkCommand: Command = {
  words: ["check"],
  positionals: ["ID"],
  repeatsLast: true,
  options: {},
  laterOptions: ["all", "since", "store"],
  summary: "Checks records, links and files of runs. Exits with 1 when something is wrong.",
  folder: () => "read",
  run: async (context) => {
    const reports: RunReport[] = [];
    for (const runId of context.args.positionals) reports.push(await checkOne(context, runId));
    const value = { ...combined(reports), reports };
    await context.output.result(value, () => reports.map(reportWords).join("\n\n"));
    return reports.every(isFine) ? EXIT.done : EXIT.foundWrong;
  },
};

async function checkOne({ app, stop }: CommandContext, runId: string): Promise<RunReport> {
  if (stop.aborted) throw badField("check", "was stopped before it was finished");
  const report = await app.call("check.run", { run_id: runId }, { door: "command-line" });
  return { run_id: runId, ...report };
}

function isFine({ verdict, findings }: RunReport): boolean {
  const isIntact = verdict === "intact" || verdict === "intact-anchored";
  return isIntact && findings.every((finding) => finding.severity === "info");
}

/** All reports as one: the worst verdict, every finding, the sums. */
function combined(reports: readonly RunReport[]): Pick<CheckReport, "verdict" | "findings" | "checked"> {
  const worst = Math.max(...reports.map(({ verdict }) => RISING.indexOf(verdict)));
  return {
    verdict: RISING[worst] ?? "not-checked",
    findings: reports.flatMap(({ findings }) => findings),
    checked: {
      files: reports.reduce((sum, { checked }) => sum + checked.files, 0),
      bytes: reports.reduce((sum, { checked }) => sum + checked.bytes, 0),
    },
  };
}

function reportWords(report: RunReport): string {
  const { run_id: runId, verdict, findings, checked } = report;
  const rows = findings.map((one) => [one.severity, one.code, one.subject, one.expected, one.found, one.what_to_do]);
  return [
    `${runId}: ${verdictWords(verdict)}`,
    ...(rows.length === 0 ? [] : [textTable(["SEVERITY", "CODE", "ABOUT", "EXPECTED", "FOUND", "WHAT TO DO"], rows)]),
    `Checked ${checked.files} files, ${checked.bytes} bytes.`,
  ].join("\n");
}
