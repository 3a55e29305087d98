import { AppError } from "../../../shared/app-error.ts";
import { makeScanCode } from "../../../shared/scan-code.ts";
import { type Command, EXIT } from "./command.ts";
import { textTable } from "./text-table.ts";

/** `run code`: the text of the barcode of a run. */
export const codeCommand: Command = {
  words: ["run", "code"],
  positionals: ["ID"],
  options: {},
  summary: "Prints the code to scan for a run, as its traveller carries it.",
  folder: () => "read",
  run: async ({ app, args, output }) => {
    const { row } = await app.call("run.get", { run_id: args.positional(0) }, { door: "command-line" });
    const code = makeScanCode(row);
    if (code === null) {
      throw new AppError("BAD_RUN_ID", "This run has no number, and its id is not of run_ and hex: it has no code.", {
        context: { run_id: row.run_id },
      });
    }
    await output.result({ run_id: row.run_id, run_number: row.run_number, code }, () => code);
    return EXIT.done;
  },
};

/** `run find`: the runs that a code, a run number or an id belongs to. */
export const findCommand: Command = {
  words: ["run", "find"],
  positionals: ["CODE"],
  options: {},
  summary: "Finds the run of a scanned code, a run number (572-4) or a run id. Several may have one number.",
  folder: () => "read",
  run: async ({ app, args, output }) => {
    const found = await app.call("run.locate", { code: args.positional(0) }, { door: "command-line" });
    if (found.rows.length === 0) {
      throw new AppError("RUN_NOT_FOUND", "No run in this folder has this code, number or id.", { context: {} });
    }
    await output.result(found, () => {
      const rows = found.rows.map((row) => [row.run_id, row.run_number, row.created_at_utc, row.status, row.path]);
      const table = textTable(["RUN ID", "NUMBER", "MADE", "STATUS", "PATH"], rows);
      return found.more ? `${table}\nMore runs have it.` : table;
    });
    return EXIT.done;
  },
};
