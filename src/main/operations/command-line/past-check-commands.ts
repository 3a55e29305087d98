import { badField } from "../parse-request.ts";
import { pastCheckTable, reportWords, storeReportWords } from "./check-words.ts";
import { type Arguments, type Command, EXIT } from "./command.ts";
import { verdictWords } from "./verdict-words.ts";

/** `check past`: the checks that the ledger tells of. */
export const checkPastCommand: Command = {
  words: ["check", "past"],
  positionals: [],
  options: {
    limit: { value: "N", help: "checks on a page, 1 to 500; 50 where this is not given", field: "limit" },
    before: { value: "NO", help: "only checks before this one, as the page before it said", field: "before" },
  },
  summary: "Lists the checks that the ledger tells of, newest first.",
  folder: () => "read",
  check: pageOf,
  run: async ({ app, args, output }) => {
    const page = await app.call("check.past", pageOf(args), { door: "command-line" });
    await output.result(page, () => {
      const { checks, next_before: next, unfinished } = page;
      return [
        checks.length === 0 ? "No check was recorded yet." : pastCheckTable(checks),
        ...(next === null ? [] : [`Next page: --before ${next}`]),
        ...(unfinished === null
          ? []
          : [
              `A check was stopped at run ${unfinished.done} of ${unfinished.total}. Write the same with --resume to go on.`,
            ]),
      ].join("\n");
    });
    return EXIT.done;
  },
};

function pageOf(args: Arguments): { limit?: number; before: number | null } {
  const limit = wholeNumber(args, "limit");
  return { ...(limit === null ? {} : { limit }), before: wholeNumber(args, "before") };
}

function wholeNumber(args: Arguments, option: string): number | null {
  const text = args.find(option);
  if (text === null) return null;
  if (!/^\d{1,15}$/.test(text)) throw badField(`--${option}`, "must be a whole number");
  return Number(text);
}

/** `check report`: what a past check found. */
export const checkReportCommand: Command = {
  words: ["check", "report"],
  positionals: ["NO"],
  options: {},
  summary: "Prints the report of a past check, once it is found to be the one that was recorded.",
  folder: () => "read",
  check: seqOf,
  run: async ({ app, args, output }) => {
    const value = await app.call("check.report", { seq: seqOf(args) }, { door: "command-line" });
    await output.result(value, () => {
      const { check, report, run_report: runReport } = value;
      const told =
        runReport === null ? [] : [reportWords(runReport, `${check.run_id}: ${verdictWords(check.verdict)}`)];
      return [
        `Check ${check.seq}, recorded ${check.at} by ${check.by.uid}.`,
        ...(report === null ? told : [storeReportWords(report)]),
      ].join("\n");
    });
    return EXIT.done;
  },
};

function seqOf(args: Arguments): number {
  const text = args.positional(0);
  if (!/^\d{1,15}$/.test(text)) throw badField("NO", "must be the number of a check; check past lists them");
  return Number(text);
}
