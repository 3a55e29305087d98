import { type Command, EXIT } from "./command.ts";
import { textTable } from "./text-table.ts";

/** `run history`: what happened to a run. */
export const historyCommand: Command = {
  words: ["run", "history"],
  positionals: ["ID"],
  options: {},
  summary: "Lists everything the ledger says about a run, oldest first.",
  folder: () => "read",
  run: async ({ app, args, output }) => {
    const value = await app.call("run.history", { run_id: args.positional(0) }, { door: "command-line" });
    await output.result(value, () => {
      if (value.entries.length === 0) return "The ledger says nothing about this run.";
      const rows = value.entries.map((entry) => [
        entry.seq,
        entry.at,
        entry.kind,
        `${entry.actor.uid} (${entry.actor.role})`,
        Object.keys(entry.body).length === 0 ? "" : JSON.stringify(entry.body),
      ]);
      return textTable(["NO", "AT (UTC)", "WHAT", "WHO", "DETAILS"], rows);
    });
    return EXIT.done;
  },
};
