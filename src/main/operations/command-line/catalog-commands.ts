import { type Command, EXIT } from "./command.ts";
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

/** `catalog verify`: compares the catalog with the files. */
export const catalogVerifyCommand: Command = {
  words: ["catalog", "verify"],
  positionals: [],
  options: {},
  summary: "Compares every row of the catalog with the files. Exits with 1 when they differ.",
  folder: () => "read",
  run: async (context) => {
    const value = await context.app.call("catalog.verify", {}, jobOptions(context));
    await context.output.result(value, () =>
      value.agrees
        ? `Catalog and files agree on ${value.rows} runs.`
        : [
            `${value.differing.length} of ${value.rows} rows differ from the files:`,
            ...value.differing,
            "Write: rmos-runs catalog rebuild",
          ].join("\n"),
    );
    return value.agrees ? EXIT.done : EXIT.foundWrong;
  },
};
