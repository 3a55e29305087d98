import { resolve } from "node:path";
import type { OperationResponse } from "../../../shared/operation-table.ts";
import { isFine, reportWords } from "./check-words.ts";
import { type Command, type CommandContext, EXIT } from "./command.ts";
import { jobOptions } from "./job-options.ts";
import { saveText } from "./save-text.ts";

const OUT = { value: "FILE", help: "save it there: read back and compared; replaces nothing", field: "to" } as const;

/** `proof`: what shows others that a run is in the ledger. */
export const proofCommand: Command = {
  words: ["proof"],
  positionals: ["ID"],
  options: { out: OUT },
  summary: "Prints the proof that the ledger records a run, for anyone who has the public key.",
  details: ["A .tlog-proof file (C2SP tlog-proof@v1). The public keys stand in _integrity/keys."],
  folder: () => "read",
  run: async (context) => {
    const value = await context.app.call("proof.run", { run_id: context.args.positional(0) }, jobOptions(context));
    return printOrSave(context, value, value.proof);
  },
};

/** `checkpoint`: the newest signed head. */
export const checkpointCommand: Command = {
  words: ["checkpoint"],
  positionals: [],
  options: { out: OUT },
  summary: "Prints the newest signed head of the ledger. Kept elsewhere, it shows later whether history was changed.",
  folder: () => "read",
  run: async (context) => {
    const value = await context.app.call("checkpoint.get", {}, { door: "command-line" });
    return printOrSave(context, value, value.checkpoint);
  },
};

async function printOrSave(context: CommandContext, value: object, text: string): Promise<number> {
  const { args, output, app } = context;
  const out = args.find("out");
  if (out !== null) {
    const { runs_dir: runsDir } = await app.call("session.get", {}, { door: "command-line" });
    const saved = await saveText(text, { path: resolve(out), runsDir });
    await output.result({ ...value, saved }, () => `Saved ${saved.path} (${saved.size_bytes} bytes).`);
  } else if (output.isJson) await output.result(value, () => "");
  else await output.bytes(text);
  return EXIT.done;
}

/** `checkpoint verify`: whether the ledger goes on from an older head. */
export const checkpointVerifyCommand: Command = {
  words: ["checkpoint", "verify"],
  positionals: ["FILE"],
  options: {},
  summary:
    "Compares the ledger with an older signed head. Exits with 1 when history was changed, or cannot be compared.",
  details: ["FILE is what checkpoint printed earlier, or a .tlog-proof file."],
  folder: () => "inspect",
  run: async (context) => {
    const request = { source: { file: { path: resolve(context.args.positional(0)) } } };
    const report = await context.app.call("checkpoint.verify", request, jobOptions(context));
    await context.output.result(report, () => reportWords(report, comparedWords(report)));
    return isFine(report) ? EXIT.done : EXIT.foundWrong;
  },
};

function comparedWords({ items, old_head: old, head, findings }: OperationResponse<"checkpoint.verify">): string {
  if (old === null) return "The older head cannot be read. Nothing was compared.";
  const now = head === null ? "what it comes to now is unknown" : `it has ${head.size} now`;
  const begins = items.every(({ result }) => result === "same") && findings.length === 0;
  return begins
    ? `The ledger begins with the ${old.size} entries of the older head; ${now}.`
    : `The ledger was compared with the ${old.size} entries of the older head; ${now}.`;
}
