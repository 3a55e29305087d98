import { resolve } from "node:path";
import type { ImportReport } from "../../../shared/operations/store-operations.ts";
import { type Command, EXIT } from "./command.ts";
import { jobOptions } from "./job-options.ts";
import { fieldList, textTable } from "./text-table.ts";

/** `import`: takes over an older store. */
export const importCommand: Command = {
  words: ["import"],
  positionals: ["PATH"],
  options: { "dry-run": { value: null, help: "look and list; write nothing" } },
  summary: "Imports the runs of an older store, byte for byte. Safe to repeat.",
  folder: (args) => (args.has("dry-run") ? "look" : "create"),
  run: async (context) => {
    const isDryRun = context.args.has("dry-run");
    const request = { source: { path: resolve(context.args.positional(0)) } };
    const report = await context.app.call(isDryRun ? "import.scan" : "import.commit", request, jobOptions(context));
    await context.output.result(report, () => reportWords(report, isDryRun));
    return EXIT.done;
  },
};

function reportWords(report: ImportReport, isDryRun: boolean): string {
  const counts = fieldList([
    ["layout", report.layout],
    [isDryRun ? "to be imported" : "imported", report.new],
    ["already here", report.already_here],
    ["kept apart (same id, other bytes)", report.conflict],
    ["cannot be read", report.unreadable],
    ["not complete", report.incomplete],
    ["files", report.attachments],
    ["advice links", report.links],
    ["hidden in the older store", report.tombstones],
    ["bytes", report.bytes],
  ]);
  const rows = report.records.map((one) => [one.state, one.verdict, one.run_id, one.source, one.reason]);
  return [
    textTable(["STATE", "FEASIBILITY", "RUN ID", "FROM", "REASON"], rows),
    "",
    counts,
    ...report.notes,
    ...(isDryRun ? ["", "Nothing was written. Leave out --dry-run to import."] : []),
  ].join("\n");
}
