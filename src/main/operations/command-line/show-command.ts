import type { RunView } from "../../../shared/operations/run-operations.ts";
import { type Command, EXIT } from "./command.ts";
import { fieldList, textTable } from "./text-table.ts";
import { checkedWords, verdictWords } from "./verdict-words.ts";

/** `run show`: everything about one run. */
export const showCommand: Command = {
  words: ["run", "show"],
  positionals: ["ID"],
  options: {},
  summary: "Shows a run: its record, its files, and what was added since.",
  folder: () => "read",
  run: async ({ app, args, output }) => {
    const view = await app.call("run.get", { run_id: args.positional(0) }, { door: "command-line" });
    await output.result(view, () => showWords(view));
    return EXIT.done;
  },
};

function showWords(view: RunView): string {
  return [
    [verdictWords(view.verdict), checkedWords(view.row.checked_at)].filter((words) => words !== null).join(" "),
    ...(view.row.problem === null ? [] : [`The record cannot be read: ${view.row.problem}`]),
    "",
    rowWords(view),
    ...addedWords(view),
    ...filesWords(view),
    ...adviceWords(view),
    "",
    view.record_text === null ? "The record is not text." : "The record as it is stored: run raw ID",
  ].join("\n");
}

function rowWords({ row, folded }: RunView): string {
  return fieldList([
    ["run_id", row.run_id],
    ["run_number", row.run_number],
    ["created_at_utc", row.created_at_utc],
    ["status", row.status],
    ["why it was blocked", row.block_reason],
    ["checks", row.risk_level],
    ["mode", row.mode],
    ["tool", row.tool_id],
    ["material", row.material_id],
    ["machine", row.machine_id],
    ["event type", row.event_type],
    ["explanation", folded.explanation_status],
    ["review", row.review],
    ["path", row.path],
    ["hidden", folded.hidden ? (folded.hidden_reason ?? "yes") : null],
  ]);
}

function addedWords({ folded }: RunView): string[] {
  const tags = folded.tags.length === 0 ? [] : [["tags", folded.tags.join(", ")] as const];
  const values = folded.annotations.map(({ key, value, at, by }) => [key, `${value}  (${by}, ${at})`] as const);
  const notes = folded.notes.map(({ text, at, by }) => ["note", `${text}  (${by}, ${at})`] as const);
  const all = [...tags, ...values, ...notes];
  return all.length === 0 ? [] : ["", "Added since", fieldList(all)];
}

function filesWords({ attachments }: RunView): string[] {
  if (attachments.length === 0) return [];
  const rows = attachments.map((file) => [
    file.filename,
    file.kind,
    file.size_bytes,
    file.present ? "here" : "FILE IS MISSING",
    file.sha256,
  ]);
  return ["", "Files", textTable(["NAME", "KIND", "BYTES", "STATE", "SHA-256"], rows)];
}

function adviceWords({ folded }: RunView): string[] {
  if (folded.advisories.length === 0) return [];
  const rows = folded.advisories.map((one) => [
    one.advisory_id,
    one.kind,
    one.status,
    one.engine_id,
    one.created_at_utc,
  ]);
  return ["", "Advice", textTable(["ID", "KIND", "STATUS", "ENGINE", "MADE"], rows)];
}
