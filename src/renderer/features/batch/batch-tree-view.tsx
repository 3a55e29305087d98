import { type KeyboardEvent, type MouseEvent, memo, useEffect, useId, useMemo, useRef } from "react";
import type { BatchNode } from "../../../shared/operations/relation-operations.ts";
import { countText } from "../../format/number-text.ts";
import { runName } from "../../format/run-name.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { decisionLook, FactChip, statusLook, UNREADABLE_LOOK } from "../../ui/fact-chips.tsx";
import { Icon } from "../../ui/icon.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { type ShownNode, shownNodes, type TreeMove, treeMove } from "./tree-moves.ts";

const words = en.related.tree;
const COLUMNS = ["run", "step", "time", "own", "all", "tool"] as const;
/** Deeper nodes are not moved in any further: their level is said in words. */
const DEEPEST_INDENT = 8;

/** The runs as a treegrid; keys move one active row. */
export function BatchTreeView({ nodes, label }: { readonly nodes: readonly BatchNode[]; readonly label: string }) {
  const prefix = useId();
  const table = useRef<HTMLTableElement>(null);
  const folded = useWindowStore("batch", (state) => state.folded);
  const wantedId = useWindowStore("batch", (state) => state.activeId);
  const shown = useMemo(() => shownNodes(nodes, folded), [nodes, folded]);
  const names = useMemo(() => new Map(nodes.map(({ row }) => [row.run_id, runName(row)])), [nodes]);
  const active = shown.find(({ node }) => node.row.run_id === wantedId) ?? shown[0];
  const activeId = active?.node.row.run_id ?? null;
  const listeners = useTreeMoves(shown, activeId);
  useEffect(() => {
    if (wantedId === null) return;
    table.current?.querySelector('[data-active="true"]')?.scrollIntoView({ block: "nearest" });
  }, [wantedId]);
  return (
    <table
      ref={table}
      className="batch-tree"
      {...treeAttributes(label, shown.length, activeId === null ? undefined : `${prefix}${activeId}`)}
      {...listeners}
    >
      <thead>
        <tr className="batch-row batch-row-head">
          {COLUMNS.map((name) => (
            <th key={name} scope="col" className={`batch-cell-${name}`}>
              {words.columns[name]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((one, index) => (
          <NodeRow
            key={one.node.row.run_id}
            id={`${prefix}${one.node.row.run_id}`}
            shown={one}
            index={index}
            active={one.node.row.run_id === activeId}
            also={one.node.also_based_on.map((id) => names.get(id) ?? id).join(", ")}
          />
        ))}
      </tbody>
    </table>
  );
}

/** One stop for the keyboard that names its active row. Source: ARIA authoring practices, treegrid. */
function treeAttributes(label: string, count: number, activeRowId: string | undefined) {
  return {
    role: "treegrid",
    tabIndex: 0,
    "aria-label": label,
    "aria-rowcount": count + 1,
    "aria-activedescendant": activeRowId,
  } as const;
}

/** What keys and taps do: move, fold, open. */
function useTreeMoves(shown: readonly ShownNode[], activeId: string | null) {
  const { batch, place } = useStores();
  const carryOut = (move: TreeMove): void => {
    batch.getState().activate(move.runId);
    if (move.what === "fold") batch.getState().fold(move.runId, move.isFolded);
    if (move.what === "open") place.getState().go({ name: "run", runId: move.runId, created: null });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const move = treeMove(event.key, shown, activeId);
    if (move === null) return;
    event.preventDefault();
    carryOut(move);
  };
  const onClick = (event: MouseEvent): void => {
    if (!(event.target instanceof Element)) return;
    const index = event.target.closest<HTMLElement>("tr[data-index]")?.dataset.index;
    const tapped = index === undefined ? undefined : shown[Number(index)];
    if (tapped === undefined) return;
    const runId = tapped.node.row.run_id;
    const isFold = event.target.closest(".batch-fold") !== null;
    carryOut(isFold ? { what: "fold", runId, isFolded: !tapped.isFolded } : { what: "open", runId });
  };
  return { onKeyDown, onClick };
}

interface NodeProps {
  readonly id: string;
  readonly shown: ShownNode;
  readonly index: number;
  readonly active: boolean;
  readonly also: string;
}

const NodeRow = memo(function NodeRow({ id, shown, index, active, also }: NodeProps) {
  const { node, isFolded, place, siblings } = shown;
  const { row } = node;
  return (
    <tr
      id={id}
      className="batch-row"
      data-index={index}
      data-active={active}
      aria-rowindex={index + 2}
      aria-level={node.depth + 1}
      aria-posinset={place}
      aria-setsize={siblings}
      aria-expanded={node.below === 0 ? undefined : !isFolded}
      style={{ "--depth": Math.min(node.depth, DEEPEST_INDENT) } as React.CSSProperties}
    >
      <td className="batch-cell-run">
        <FoldMark node={node} isFolded={isFolded} />
        <span className="batch-number">
          <SafeName text={runName(row)} />
        </span>
        {node.depth > DEEPEST_INDENT ? <span className="soft">{words.level(countText(node.depth + 1))}</span> : null}
        {also === "" ? null : (
          <span className="soft batch-also">
            <SafeName text={words.alsoBasedOn(also)} />
          </span>
        )}
      </td>
      <td className="batch-cell-step">{words.step[node.step]}</td>
      <td className="batch-cell-time">
        <TimeText at={row.created_at_utc} />
      </td>
      <td className="batch-cell-own">
        <OwnState node={node} />
      </td>
      <td className="batch-cell-all">
        <StateOfAll node={node} />
      </td>
      <td className="batch-cell-tool">
        {row.tool_id === null ? <span className="soft">{en.words.none}</span> : <SafeName text={row.tool_id} />}
      </td>
    </tr>
  );
});

/** Not a stop of its own for the keyboard: the tree has one, and keys for this. */
function FoldMark({ node, isFolded }: { readonly node: BatchNode; readonly isFolded: boolean }) {
  if (node.below === 0) return <span className="batch-fold-none" />;
  return (
    <button
      type="button"
      className="batch-fold"
      tabIndex={-1}
      aria-label={isFolded ? words.unfold : words.fold}
      title={isFolded ? words.unfold : words.fold}
    >
      <Icon name={isFolded ? "chevron-right" : "chevron-down"} size="1em" />
    </button>
  );
}

function OwnState({ node: { row } }: { readonly node: BatchNode }) {
  if (row.problem !== null) return <FactChip fact="decision" look={UNREADABLE_LOOK} size="row" />;
  return (
    <>
      <FactChip fact="decision" look={decisionLook(row.risk_level)} size="row" />
      <FactChip fact="status" look={statusLook(row.status)} size="row" />
    </>
  );
}

/** Framed and with its number of runs, so that nobody takes it for the run's own state. */
function StateOfAll({ node }: { readonly node: BatchNode }) {
  if (node.below === 0) return null;
  return (
    <span className="batch-all">
      <span className="batch-below">{words.below(node.below)}</span>
      <FactChip fact="decision" look={decisionLook(node.risk_level)} size="row" />
      <FactChip fact="status" look={statusLook(node.status)} size="row" />
    </span>
  );
}
