import {
  findMeasuredValue,
  judgeGroup,
  type MeasuredValue,
  type Standing,
  type StandingReason,
} from "./measured-value.ts";

/** A value of the check, or a group of them. */
export interface ValueNode {
  /** The name in the record, or the position in a list (1 and on). */
  readonly name: string;
  readonly path: string;
  /** The value as text; null for a group and for a measured value. */
  readonly value: string | null;
  readonly measured: MeasuredValue | null;
  /** A group stands as its worst value does. */
  readonly standing: Standing;
  /** Why it stands so by itself; null when only something inside it does. */
  readonly reason: StandingReason | null;
  /** Failed and near-limit ones first, the rest in the order of the record. */
  readonly children: readonly ValueNode[];
  /** Entries that are not in `children` because there are too many. */
  readonly left: number;
}

const MOST_CHILDREN = 200;
const DEEPEST = 40;
const NOTHING_INSIDE = "–";
const STANDING_RANK: Readonly<Record<Standing, number>> = { plain: 0, near: 1, failed: 2 };

/** Values as a tree for reading. */
export function buildValueTree(value: unknown): readonly ValueNode[] {
  return sortedChildren(value, "", 0).children;
}

/** How many single values a tree shows. */
export function countValues(nodes: readonly ValueNode[]): number {
  return nodes.reduce((sum, node) => sum + (isGroup(node) ? countValues(node.children) : 1), 0);
}

/** True for a node that holds others. */
export function isGroup(node: ValueNode): boolean {
  return node.value === null && node.measured === null;
}

function buildNode(name: string, path: string, value: unknown, depth: number): ValueNode {
  const leaf = { name, path, measured: null, standing: "plain", reason: null, children: [], left: 0 } as const;
  if (typeof value !== "object" || value === null) return { ...leaf, value: String(value) };
  if (Object.keys(value).length === 0) return { ...leaf, value: NOTHING_INSIDE };
  const { standing, reason } = judgeGroup(value);
  const measured = findMeasuredValue(value);
  if (measured !== null) return { ...leaf, value: null, measured, standing, reason };
  const { children, left } = sortedChildren(value, path, depth + 1);
  const worst = children.map((child) => child.standing).reduce(worse, standing);
  return { ...leaf, value: null, standing: worst, reason, children, left };
}

function sortedChildren(value: unknown, path: string, depth: number): Pick<ValueNode, "children" | "left"> {
  if (typeof value !== "object" || value === null || depth > DEEPEST) return { children: [], left: 0 };
  const entries = Array.isArray(value)
    ? value.map((item, index): [string, unknown] => [String(index + 1), item])
    : Object.entries(value);
  const nodes = entries
    .slice(0, MOST_CHILDREN)
    .map(([name, child], index) => buildNode(name, `${path}/${index}`, child, depth));
  const rank = (node: ValueNode): number => STANDING_RANK[node.standing];
  const children = nodes.toSorted((one, other) => rank(other) - rank(one));
  return { children, left: entries.length - nodes.length };
}

function worse(one: Standing, other: Standing): Standing {
  return STANDING_RANK[one] >= STANDING_RANK[other] ? one : other;
}
