import { badField } from "../parse-request.ts";
import { checkAndPrint } from "./check-command.ts";
import { isFine, reportWords } from "./check-words.ts";
import { type Command, type CommandContext, EXIT } from "./command.ts";
import { jobOptions } from "./job-options.ts";

/** `attachment check`: whether files are the ones that were recorded. */
export const attachmentCheckCommand: Command = {
  words: ["attachment", "check"],
  positionals: ["SHA"],
  fewest: 0,
  options: { all: { value: null, help: "check the files of all runs" } },
  summary: "Checks the bytes of a file, or with --all of every file. Exits with 1 when something is wrong.",
  folder: (args) => (args.has("all") ? "inspect" : "read"),
  check: (args) => {
    const hasName = args.positionals.length > 0;
    if (!hasName && !args.has("all")) throw badField("SHA", "is missing; name a file, or write --all");
    if (hasName && args.has("all")) throw badField("--all", "stands for itself: name no file");
  },
  run: (context) =>
    context.args.has("all") ? checkAndPrint(context, { what: "attachments", record: false }) : checkOne(context),
};

async function checkOne(context: CommandContext): Promise<number> {
  const sha256 = context.args.positional(0);
  const report = await context.app.call("check.attachment", { sha256 }, jobOptions(context));
  await context.output.result(report, () => {
    const [item] = report.items;
    const isSame = isFine(report);
    return reportWords(report, `${item?.name ?? sha256}: ${isSame ? "the bytes that were recorded." : "look below."}`);
  });
  return isFine(report) ? EXIT.done : EXIT.foundWrong;
}
