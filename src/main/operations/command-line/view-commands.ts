import { resolve } from "node:path";
import type { OperationResponse } from "../../../shared/operation-table.ts";
import type { SavedView } from "../../../shared/operations/view-operations.ts";
import { badField } from "../parse-request.ts";
import { type Command, EXIT } from "./command.ts";
import { viewNamed } from "./query-option.ts";
import { cut, textTable } from "./text-table.ts";

const QUERY_WIDTH = 60;

/** `view list`: built-in and saved views. */
export const viewListCommand: Command = {
  words: ["view", "list"],
  positionals: [],
  options: {},
  summary: "Lists the views of the list of runs: those built in and those you saved.",
  details: ["run list --view NAME shows the runs of one."],
  folder: () => "none",
  run: async ({ app, output }) => {
    const views = await app.call("view.list", {}, { door: "command-line" });
    await output.result(views, () => viewWords(views));
    return EXIT.done;
  },
};

/** `view export NAME --out FILE`: a view for another workstation. */
export const viewExportCommand: Command = {
  words: ["view", "export"],
  positionals: ["NAME"],
  options: { out: { value: "FILE", help: "where to; nothing is replaced", field: "to.file" } },
  summary: "Writes a view to a file that another workstation can take in.",
  folder: () => "none",
  check: (args) => {
    if (args.find("out") === null) throw badField("--out", "is missing; name the file to write");
  },
  run: async ({ app, args, output }) => {
    const { view_id: viewId } = await viewNamed(app, args.positional(0));
    const to = { file: { path: resolve(args.find("out") ?? "") } };
    const saved = await app.call("view.export", { view_id: viewId, to }, { door: "command-line" });
    await output.result(saved, () => `Saved as ${saved.path}.`);
    return EXIT.done;
  },
};

/** `view import FILE`: a view that another workstation wrote. */
export const viewImportCommand: Command = {
  words: ["view", "import"],
  positionals: ["FILE"],
  options: {},
  summary: "Takes in a view from a file. A name that is taken gets a number behind it.",
  folder: () => "none",
  run: async ({ app, args, output }) => {
    const request = { source: { path: resolve(args.positional(0)) } };
    const view = await app.call("view.import", request, { door: "command-line" });
    await output.result(view, () => `The view "${view.name}" is here now.`);
    return EXIT.done;
  },
};

function viewWords({ views, unreadable }: OperationResponse<"view.list">): string {
  const rows = views.map((view) => [view.name, kindOf(view), cut(view.query, QUERY_WIDTH), view.view_id]);
  return [
    textTable(["NAME", "KIND", "QUERY", "ID"], rows),
    ...unreadable.map(({ file, reason }) => `CANNOT READ ${file}: ${reason}`),
  ].join("\n");
}

function kindOf({ builtin, read_only: readOnly }: SavedView): string {
  if (builtin) return "built in";
  return readOnly ? "newer version" : "saved";
}
