import type { OperationInput } from "../../../shared/operation-table.ts";
import { badField } from "../parse-request.ts";
import { type Arguments, type Command, EXIT } from "./command.ts";

/** `run annotate`: adds to a run what people have to say about it. */
export const annotateCommand: Command = {
  words: ["run", "annotate"],
  positionals: ["ID"],
  options: {
    set: { value: "KEY=VALUE", repeats: true, help: "adds a value; the last one of a key counts", field: "set" },
    note: { value: "TEXT", help: "adds a note", field: "note" },
    tag: { value: "TAG", repeats: true, help: "adds a tag", field: "tags" },
    hide: { value: null, help: "leaves the run out of lists; nothing is removed" },
    unhide: { value: null, help: "shows it in lists again" },
    reason: { value: "TEXT", help: "why it is hidden or shown again", field: "reason" },
  },
  summary: "Adds a note, tags or values to a run, or hides it. The record itself cannot be changed.",
  folder: () => "change",
  check: annotationOf,
  run: async ({ app, args, output }) => {
    const value = await app.call("run.annotate", annotationOf(args), { door: "command-line" });
    await output.result(value, () => {
      const kinds = value.events.map((event) => event.kind).join(", ");
      return `Added to ${value.run_id}: ${kinds}.`;
    });
    return EXIT.done;
  },
};

function annotationOf(args: Arguments): OperationInput<"run.annotate"> {
  return {
    run_id: args.positional(0),
    set: Object.fromEntries(args.all("set").map(keyAndValue)),
    note: args.find("note"),
    tags: args.all("tag"),
    hide: hideOf(args),
    reason: args.find("reason"),
  };
}

function keyAndValue(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw badField("--set", "must look like key=value");
  return [text.slice(0, at), text.slice(at + 1)];
}

function hideOf(args: Arguments): boolean | null {
  if (args.has("hide") && args.has("unhide")) throw badField("--unhide", "cannot be used together with --hide");
  if (args.has("hide")) return true;
  return args.has("unhide") ? false : null;
}
