import type { BatchNode } from "../../../shared/operations/relation-operations.ts";

/** A node that can be seen, and its place among those that hang from the same run. */
export interface ShownNode {
  readonly node: BatchNode;
  readonly isFolded: boolean;
  /** From 1. */
  readonly place: number;
  readonly siblings: number;
}

/** The nodes that no fold hides, in their order. */
export function shownNodes(nodes: readonly BatchNode[], folded: ReadonlySet<string>): readonly ShownNode[] {
  const siblings = new Map<string | null, number>();
  const places = nodes.map(({ parent }) => {
    const place = (siblings.get(parent) ?? 0) + 1;
    siblings.set(parent, place);
    return place;
  });
  const shown: ShownNode[] = [];
  for (let at = 0; at < nodes.length; ) {
    const node = nodes[at] as BatchNode;
    const isFolded = node.below > 0 && folded.has(node.row.run_id);
    shown.push({ node, isFolded, place: places[at] ?? 1, siblings: siblings.get(node.parent) ?? 1 });
    at += isFolded ? node.below + 1 : 1;
  }
  return shown;
}

/** What a key does in the tree. */
export type TreeMove =
  | { readonly what: "activate"; readonly runId: string }
  | { readonly what: "fold"; readonly runId: string; readonly isFolded: boolean }
  | { readonly what: "open"; readonly runId: string };

/** What a key means at the active run; null where it means nothing here. Source: ARIA authoring practices, treegrid. */
export function treeMove(key: string, shown: readonly ShownNode[], activeId: string | null): TreeMove | null {
  const found = shown.findIndex(({ node }) => node.row.run_id === activeId);
  const at = Math.max(0, found);
  const active = shown[at];
  if (active === undefined) return null;
  const { node, isFolded } = active;
  const runId = node.row.run_id;
  const go = (index: number): TreeMove | null => {
    const target = shown[Math.min(shown.length - 1, Math.max(0, index))];
    return target === undefined ? null : { what: "activate", runId: target.node.row.run_id };
  };
  switch (key) {
    case "ArrowDown":
      return go(at + 1);
    case "ArrowUp":
      return go(at - 1);
    case "PageDown":
      return go(at + 10);
    case "PageUp":
      return go(at - 10);
    case "Home":
      return go(0);
    case "End":
      return go(shown.length - 1);
    case "ArrowRight":
      if (node.below === 0) return null;
      return isFolded ? { what: "fold", runId, isFolded: false } : go(at + 1);
    case "ArrowLeft":
      if (node.below > 0 && !isFolded) return { what: "fold", runId, isFolded: true };
      return node.parent === null ? null : { what: "activate", runId: node.parent };
    case "Enter":
      return { what: "open", runId };
    default:
      return null;
  }
}
