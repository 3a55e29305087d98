import { badField } from "../parse-request.ts";
import { type Arguments, type Command, EXIT } from "./command.ts";
import { jobOptions } from "./job-options.ts";

/** `catalog rebuild`: derives the catalog anew. */
export const catalogRebuildCommand: Command = {
  words: ["catalog", "rebuild"],
  positionals: [],
  options: {},
  summary: "Throws the catalog away and derives it from records and ledger.",
  folder: () => "change",
  run: async (context) => {
    const value = await context.app.call("catalog.rebuild", {}, jobOptions(context));
    await context.output.result(value, () => `The catalog was made anew: ${value.rows} runs.`);
    return EXIT.done;
  },
};

/** `catalog verify`: compares the catalog with the files. Never the other way round: what files and ledger say is right. */
export const catalogVerifyCommand: Command = {
  words: ["catalog", "verify"],
  positionals: [],
  options: {
    sample: { value: "N", help: "compare so many runs, drawn at random, instead of all", field: "sample" },
    seed: { value: "NUMBER", help: "draw the same runs as the sample that named this number", field: "seed" },
  },
  summary: "Compares every row of the catalog with the files. Exits with 1 when they differ.",
  folder: () => "read",
  run: async (context) => {
    const request = { sample: wholeNumber(context.args, "sample"), seed: wholeNumber(context.args, "seed") };
    const value = await context.app.call("catalog.verify", request, jobOptions(context));
    const drawn = value.seed === null ? "" : ` (drawn by the number ${value.seed})`;
    await context.output.result(value, () =>
      value.agrees
        ? `Catalog and files agree on ${value.rows} runs${drawn}.`
        : [
            `${value.differing.length} of ${value.rows} rows differ from the files${drawn}:`,
            ...value.differing,
            "Write: rmos-runs catalog rebuild",
          ].join("\n"),
    );
    return value.agrees ? EXIT.done : EXIT.foundWrong;
  },
};

function wholeNumber(args: Arguments, option: string): number | null {
  const text = args.find(option);
  if (text === null) return null;
  if (!/^\d{1,10}$/.test(text)) throw badField(`--${option}`, "must be a whole number");
  return Number(text);
}
