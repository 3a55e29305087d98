import type { Related } from "../../shared/operations/relation-operations.ts";
import type { RunRow } from "../../shared/operations/run-operations.ts";
import type { Handlers } from "./handler.ts";
import type { OperationDeps } from "./operation-deps.ts";
import { readRow } from "./read-run.ts";

type Covered = "run.related" | "batch.tree";

/** The runs around a run, and the runs of a batch or a session as a tree. */
export function createRelationOperations({ folders }: OperationDeps): Pick<Handlers, Covered> {
  return {
    async "run.related"({ run_id: runId }) {
      const folder = folders.current();
      const { run_id: knownId } = await readRow(folder, runId);
      const related = await (await folder.catalog()).related(knownId);
      if (related === null) throw new Error(`Run ${knownId} left the catalog while it was read`);
      return withRows(related, (row) => folder.verdicts.over(row));
    },
    async "batch.tree"(which) {
      const folder = folders.current();
      const tree = await (await folder.catalog()).batchTree(which);
      return { ...tree, nodes: tree.nodes.map((node) => ({ ...node, row: folder.verdicts.over(node.row) })) };
    },
  };
}

function withRows(related: Related, over: (row: RunRow) => RunRow): Related {
  const { parents, children, same_inputs: same, last_ok: lastOk } = related;
  return {
    ...related,
    parents: { ...parents, rows: parents.rows.map(over) },
    children: { ...children, rows: children.rows.map(over) },
    same_inputs: { ...same, rows: same.rows.map(over), differing: same.differing.map(over) },
    last_ok: lastOk === null ? null : over(lastOk),
  };
}
