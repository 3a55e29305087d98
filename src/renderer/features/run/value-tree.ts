/** How a value stands to its limit, worst last. */
export type Standing = "plain" | "near" | "failed";

/** A value of the check, or a group of them. */
export interface ValueNode {
  /** The name in the record, or the position in a list (1 and on). */
  readonly name: string;
  readonly path: string;
  /** The value as text; null for a group. */
  readonly value: string | null;
  readonly standing: Standing;
  readonly isList: boolean;
  /** Failed and near-limit ones first, the rest in the order of the record. */
  readonly children: readonly ValueNode[];
  /** Entries that are not in `children` because there are too many. */
  readonly left: number;
}

const MOST_CHILDREN = 200;
const DEEPEST = 40;
const NEAR_SHARE = 0.9;
const FAILED_WORDS = new Set(["DANGER", "RED", "FAIL", "FAILED", "ERROR", "OVER", "EXCEEDED", "BLOCKED"]);
const NEAR_WORDS = new Set(["CAUTION", "WARNING", "WARN", "YELLOW", "NEAR", "MARGINAL", "HIGH"]);
const RATING_NAMES = ["rating", "risk_level", "risk_bucket", "status", "level", "severity", "result"];
const LIMIT_NAMES = ["limit", "max", "max_value", "upper_limit"];

/** Values as a tree for reading. Groups stand as their worst value does. */
export function buildValueTree(value: unknown): readonly ValueNode[] {
  return sortedChildren(value, "", 0).children;
}

/** How many single values a tree shows. */
export function countValues(nodes: readonly ValueNode[]): number {
  return nodes.reduce((sum, node) => sum + (node.value === null ? countValues(node.children) : 1), 0);
}

function buildNode(name: string, path: string, value: unknown, depth: number): ValueNode {
  if (typeof value !== "object" || value === null) {
    return { name, path, value: valueText(value), standing: "plain", isList: false, children: [], left: 0 };
  }
  const { children, left } = sortedChildren(value, path, depth + 1);
  const worst = children.map((child) => child.standing).reduce(worse, ownStanding(value));
  return { name, path, value: null, standing: worst, isList: Array.isArray(value), children, left };
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

const STANDING_RANK: Readonly<Record<Standing, number>> = { plain: 0, near: 1, failed: 2 };

function worse(one: Standing, other: Standing): Standing {
  return STANDING_RANK[one] >= STANDING_RANK[other] ? one : other;
}

/** What a group says about itself: a rating word, `ok: false`, or a value beside its limit. */
function ownStanding(group: object): Standing {
  const fields = new Map<string, unknown>(Object.entries(group));
  if (fields.get("ok") === false || fields.get("passed") === false) return "failed";
  const words = RATING_NAMES.map((name) => fields.get(name))
    .filter((word) => typeof word === "string")
    .map((word) => word.toUpperCase());
  if (words.some((word) => FAILED_WORDS.has(word))) return "failed";
  const share = shareOfLimit(fields);
  if (share !== null && share > 1) return "failed";
  if (words.some((word) => NEAR_WORDS.has(word)) || (share !== null && share >= NEAR_SHARE)) return "near";
  return "plain";
}

function shareOfLimit(fields: ReadonlyMap<string, unknown>): number | null {
  const value = fields.get("value");
  const limit = LIMIT_NAMES.map((name) => fields.get(name)).find((item) => typeof item === "number");
  if (typeof value !== "number" || limit === undefined || limit <= 0) return null;
  return value / limit;
}

function valueText(value: unknown): string {
  return typeof value === "string" ? value : String(value);
}
