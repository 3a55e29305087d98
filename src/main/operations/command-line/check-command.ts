import { AppError } from "../../../shared/app-error.ts";
import type { OperationInput, OperationResponse } from "../../../shared/operation-table.ts";
import type { CheckReport } from "../../../shared/operations/store-operations.ts";
import { worstVerdict } from "../../check/run-verdict.ts";
import { badField } from "../parse-request.ts";
import { isFine, reportWords, storeReportWords } from "./check-words.ts";
import { type Arguments, type Command, type CommandContext, EXIT } from "./command.ts";
import { jobOptions } from "./job-options.ts";
import { verdictWords } from "./verdict-words.ts";

type RunReport = CheckReport & { readonly run_id: string };

/** `check`: whether runs, or the whole folder, are what was recorded. */
export const checkCommand: Command = {
  words: ["check"],
  positionals: ["ID"],
  repeatsLast: true,
  fewest: 0,
  options: {
    store: { value: null, help: "check everything: ledger, runs, every file, what does not belong there" },
    all: { value: null, help: "check the ledger and all runs" },
    since: { value: "DATE", help: "only runs of this UTC date or later", field: "from" },
    until: { value: "DATE", help: "only runs of this UTC date or earlier", field: "to" },
    record: { value: null, help: "make the check an entry of the ledger; the folder is opened for writing" },
    resume: { value: null, help: "go on where the same check was stopped" },
  },
  summary: "Checks runs, or with --store the whole folder. Exits with 1 when something is wrong.",
  details: [
    "--all and --store without --record write nothing: not even what a program left half done is put in place.",
  ],
  folder: (args) => {
    if (args.has("record")) return "change";
    return args.positionals.length > 0 ? "read" : "inspect";
  },
  check: refuseMixed,
  run: (context) => (context.args.positionals.length > 0 ? checkNamed(context) : checkMany(context)),
};

/** One thing to check, and only the options that go with it. */
function refuseMixed(args: Arguments): void {
  const hasIds = args.positionals.length > 0;
  const asked = [hasIds, args.has("store"), args.has("all")].filter(Boolean).length;
  if (asked === 0) throw badField("ID", "is missing; name runs, or write --all or --store");
  if (asked > 1)
    throw badField(args.has("store") ? "--store" : "--all", "stands for itself: name no other things to check");
  if (!hasIds) return;
  for (const option of ["since", "until", "resume"]) {
    if (args.has(option) || args.find(option) !== null)
      throw badField(`--${option}`, "goes only with --all or --store");
  }
}

async function checkNamed(context: CommandContext): Promise<number> {
  const reports: RunReport[] = [];
  for (const runId of context.args.positionals) reports.push(await checkOne(context, runId));
  const value = { ...combined(reports), reports };
  await context.output.result(value, () =>
    reports.map((report) => reportWords(report, `${report.run_id}: ${verdictWords(report.verdict)}`)).join("\n\n"),
  );
  return reports.every(isFine) ? EXIT.done : EXIT.foundWrong;
}

async function checkOne(context: CommandContext, runId: string): Promise<RunReport> {
  if (context.stop.aborted) throw new AppError("CANCELLED", "The check was stopped before it was finished.");
  const request = { run_id: runId, record: context.args.has("record") };
  return { run_id: runId, ...(await context.app.call("check.run", request, jobOptions(context))) };
}

/** All reports as one: the worst verdict, every finding, the sums. */
function combined(reports: readonly RunReport[]): Pick<CheckReport, "verdict" | "findings" | "checked"> {
  return {
    verdict: worstVerdict(reports.map(({ verdict }) => verdict)),
    findings: reports.flatMap(({ findings }) => findings),
    checked: {
      files: reports.reduce((sum, { checked }) => sum + checked.files, 0),
      bytes: reports.reduce((sum, { checked }) => sum + checked.bytes, 0),
    },
  };
}

function checkMany(context: CommandContext): Promise<number> {
  const { args } = context;
  const record = args.has("record");
  return checkAndPrint(context, {
    what: args.has("store") ? "store" : "runs",
    ...{ from: args.find("since"), to: args.find("until"), record, resume: args.has("resume") },
  });
}

/** Runs a check of many things and prints what it found. */
export async function checkAndPrint(context: CommandContext, request: OperationInput<"check.store">): Promise<number> {
  const { app, output } = context;
  const report = await app.call("check.store", request, jobOptions(context)).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "CANCELLED") {
      output.problem("Write the same with --resume to go on where it was stopped.");
    }
    throw error;
  });
  if (request.record === true && report.recorded === null) {
    output.problem(
      "The check is not in the ledger: the folder could not be written. What it found stands all the same.",
    );
  }
  await output.result(report, () => [storeReportWords(report), ...recordedWords(report)].join("\n"));
  return isFine(report) ? EXIT.done : EXIT.foundWrong;
}

function recordedWords({ recorded }: OperationResponse<"check.store">): readonly string[] {
  return recorded === null ? [] : [`Recorded as check ${recorded.seq}. Its report: check report ${recorded.seq}`];
}
