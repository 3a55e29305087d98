import type { BatchNode, BatchTree, Related } from "../../../shared/operations/relation-operations.ts";
import type { RunRow } from "../../../shared/operations/run-operations.ts";
import { type Command, EXIT } from "./command.ts";
import { printable } from "./printable.ts";
import { fieldList, textTable } from "./text-table.ts";
import { briefVerdict } from "./verdict-words.ts";

/** `run related`: the runs around a run. */
export const relatedCommand: Command = {
  words: ["run", "related"],
  positionals: ["ID"],
  options: {},
  summary: "Lists what a run is based on, what is based on it, and runs with the same inputs.",
  folder: () => "read",
  run: async ({ app, args, output }) => {
    const related = await app.call("run.related", { run_id: args.positional(0) }, { door: "command-line" });
    await output.result(related, () => relatedWords(related));
    return EXIT.done;
  },
};

/** `batch tree`: the runs of a batch, each below what it was made from. */
export const batchTreeCommand: Command = {
  words: ["batch", "tree"],
  positionals: ["LABEL"],
  options: { session: { value: null, help: "LABEL is a workflow session" } },
  summary: "Shows the runs of a batch or a session as a tree, with what they come to.",
  details: ["ALL BELOW is the worst of a run and everything made from it."],
  folder: () => "read",
  run: async ({ app, args, output }) => {
    const request = { by: args.has("session") ? "session" : "batch", value: args.positional(0) } as const;
    const tree = await app.call("batch.tree", request, { door: "command-line" });
    await output.result(tree, () => treeWords(tree));
    return EXIT.done;
  },
};

type Runs = Related["children"];

function relatedWords(related: Related): string {
  const { batches, children, last_ok: lastOk, parents, same_inputs: same, sessions } = related;
  const others = new Set(same.other_result);
  const missing = parents.missing.map(printable).map((id) => `Based on run ${id}, which is not in this folder.`);
  const groups = [
    ...batches.map(({ label, total }) => printable(`Batch ${label}: ${runCount(total)}. See: batch tree ${label}`)),
    ...sessions.map(({ id, total }) => printable(`Session ${id}: ${runCount(total)}. See: batch tree ${id} --session`)),
  ];
  const parts = [
    [...runsWords("Based on", parents), ...missing],
    runsWords("Runs based on this", children),
    groups,
    runsWords("Same inputs", same, ({ run_id: id }) => (others.has(id) ? "OTHER RESULT" : "")),
    ...differingWords(same.differing).map((sentence) => [sentence]),
    lastOk === null ? [] : runsWords("Last OK run of this tool on this machine", { rows: [lastOk], total: 1 }),
  ];
  const shown = parts.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return shown.length === 0 ? "No other run here belongs to this run." : shown.join("\n\n");
}

/** The sentences about earlier runs whose result was another; none where there are none. */
export function differingWords(differing: readonly RunRow[]): string[] {
  const [newest] = differing;
  if (newest === undefined) return [];
  const name = newest.run_number ?? newest.run_id;
  return [`Result differs from the earlier run ${name}. Same inputs, different toolpaths or G-code.`];
}

function runCount(count: number): string {
  return count === 1 ? "1 run" : `${count} runs`;
}

function runsWords(title: string, { rows, total }: Runs, remark: (row: RunRow) => string = () => ""): string[] {
  if (rows.length === 0) return [];
  const headings = ["NUMBER", "RECORDED (UTC)", "STATUS", "CHECKS", "TOOL", "MACHINE", "RECORD", "RUN ID", ""];
  const cells = rows.map((row) => [
    ...[row.run_number, timeOf(row), row.status, row.risk_level, row.tool_id, row.machine_id],
    ...[briefVerdict(row.verdict), row.run_id, remark(row)],
  ]);
  const more = total > rows.length ? [`The newest ${rows.length} of ${total} are shown.`] : [];
  return [title, textTable(headings, cells), ...more];
}

function timeOf(row: RunRow): string | null {
  return row.created_at_utc?.slice(0, 19).replace("T", " ") ?? null;
}

function treeWords(tree: BatchTree): string {
  if (tree.total === 0) return "No run here belongs to it.";
  const { counts } = tree;
  const summary = fieldList([
    ["runs", tree.total],
    ["worst status", tree.status],
    ["worst checks", tree.risk_level],
    ["status", countWords(counts.status)],
    ["checks", countWords(counts.risk)],
    ["steps", countWords(counts.step)],
  ]);
  const headings = ["RUN", "STEP", "STATUS", "CHECKS", "ALL BELOW", "TOOL", "RECORDED (UTC)", "RECORD", "RUN ID"];
  return [
    summary,
    "",
    textTable(headings, tree.nodes.map(nodeCells)),
    ...(tree.left_out === 0 ? [] : ["", `${runCount(tree.left_out)} more, recorded later, not shown.`]),
    ...(tree.has_circle ? ["", "Some runs name each other in a circle. The circle was cut before its first run."] : []),
  ].join("\n");
}

function nodeCells(node: BatchNode): (string | null)[] {
  const { below, depth, row, step } = node;
  const state = [node.status ?? "-", node.risk_level ?? "-"].join(" ");
  return [
    `${"  ".repeat(depth)}${row.run_number ?? row.run_id}`,
    ...[step, row.status, row.risk_level, below === 0 ? "" : `${state} (${below})`],
    ...[row.tool_id, timeOf(row), briefVerdict(row.verdict), row.run_id],
  ];
}

function countWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");
}
