import type { GroupKey, RunGroup } from "../../shared/operations/list-operations.ts";
import type { Dimension } from "./catalog-schema.ts";
import type { LabelTable } from "./label-table.ts";
import type { NameTable } from "./name-table.ts";
import { codesAt, orderByKey } from "./place-order.ts";
import type { RunColumns } from "./run-columns.ts";
import { utcMicrosText } from "./utc-micros.ts";

/** More groups than anybody looks through; the rows of the others stand behind them. */
const MAX_GROUPS = 5000;

const GROUP_DIMENSIONS: Readonly<Partial<Record<GroupKey, Dimension>>> = {
  machine: "machine_id",
  tool: "tool_id",
  material: "material_id",
  mode: "mode",
};

/** What gathering needs. `spanStarts` are the instants in milliseconds at which days or shifts begin, ascending. */
export interface GroupParts {
  readonly by: GroupKey;
  readonly columns: RunColumns;
  readonly names: NameTable;
  readonly labels: LabelTable;
  readonly spanStarts: readonly number[];
  /** The name of the day that begins at an instant. */
  readonly dayName: (startMs: number) => string;
}

/** Rows gathered under what they share: places in the new order, and where each group begins. */
export interface Grouped {
  readonly places: Uint32Array;
  readonly groups: readonly RunGroup[];
  readonly moreGroups: number;
}

/**
 * Gathers rows, keeping their order within a group. Groups by name come with the fullest first; by day, shift, session and batch in the order of
 * the list.
 */
export function groupPlaces(places: Uint32Array, parts: GroupParts): Grouped {
  const keys = keysOf(places, parts);
  const { firstKeys, groupAt } = numberGroups(keys);
  const counts = new Uint32Array(firstKeys.length);
  for (let at = 0; at < groupAt.length; at++)
    counts[groupAt[at] as number] = (counts[groupAt[at] as number] as number) + 1;
  const order = firstKeys.map((_, group) => group);
  if (GROUP_DIMENSIONS[parts.by] !== undefined) {
    order.sort((one, other) => (counts[other] ?? 0) - (counts[one] ?? 0) || one - other);
  }
  const rank = new Uint32Array(firstKeys.length);
  order.forEach((group, at) => {
    rank[group] = Math.min(at, MAX_GROUPS);
  });
  const ranks = groupAt.map((group) => rank[group] as number);
  const shown = order.slice(0, MAX_GROUPS);
  const states = {
    risk: stateTable("risk_level", places, ranks, parts),
    status: stateTable("status", places, ranks, parts),
  };
  let from = 0;
  const groups = shown.map((group, at): RunGroup => {
    const count = counts[group] ?? 0;
    from += count;
    const value = groupText(firstKeys[group] ?? 0, parts);
    return { value, from: from - count, count, counts: { risk: states.risk(at), status: states.status(at) } };
  });
  return { places: orderByKey(places, ranks), groups, moreGroups: firstKeys.length - shown.length };
}

/** Gives each key the number of its group, in the order in which they are met. */
function numberGroups(keys: Uint32Array): { readonly firstKeys: readonly number[]; readonly groupAt: Uint32Array } {
  const highest = keys.reduce((most, key) => (key > most ? key : most), 0);
  const groupOfKey = new Int32Array(highest + 1).fill(-1);
  const firstKeys: number[] = [];
  const groupAt = new Uint32Array(keys.length);
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as number;
    let group = groupOfKey[key] as number;
    if (group === -1) {
      group = firstKeys.push(key) - 1;
      groupOfKey[key] = group;
    }
    groupAt[at] = group;
  }
  return { firstKeys, groupAt };
}

/** Counts the codes of a dimension for each group at once; gives the counts of one by their names. */
function stateTable(
  dimension: "risk_level" | "status",
  places: Uint32Array,
  ranks: Uint32Array,
  { columns, names }: GroupParts,
): (rank: number) => Record<string, number> {
  const codes = names.size(dimension) + 1;
  const column = columns.data(dimension);
  const highest = ranks.reduce((most, rank) => (rank > most ? rank : most), 0);
  const table = new Uint32Array((highest + 1) * codes);
  for (let at = 0; at < places.length; at++) {
    const cell = (ranks[at] as number) * codes + (column[places[at] as number] as number);
    table[cell] = (table[cell] as number) + 1;
  }
  return (rank) => {
    const counts: Record<string, number> = {};
    for (let code = 0; code < codes; code++) {
      const count = table[rank * codes + code] as number;
      const name = code === 0 ? "none" : (names.textOf(dimension, code - 1) ?? "none");
      if (count > 0) counts[name] = (counts[name] ?? 0) + count;
    }
    return counts;
  };
}

/** The number by which each row is gathered: a code, or one more than the place of its day or shift. */
function keysOf(places: Uint32Array, { by, columns, spanStarts }: GroupParts): Uint32Array {
  const dimension = GROUP_DIMENSIONS[by];
  if (dimension !== undefined) return codesAt(columns.data(dimension), places);
  if (by === "session" || by === "batch") return codesAt(columns.data(by), places);
  const keys = new Uint32Array(places.length);
  const { sortUs } = columns;
  let span = -1;
  for (let at = 0; at < places.length; at++) {
    const ms = (sortUs[places[at] as number] as number) / 1000;
    // Rows of one day mostly come one after the other.
    const isSame =
      span >= 0 && (spanStarts[span] as number) <= ms && ms < (spanStarts[span + 1] ?? Number.POSITIVE_INFINITY);
    if (!isSame) span = spanOf(spanStarts, ms);
    keys[at] = span + 1;
  }
  return keys;
}

/** The last span that begins at or before an instant; -1 before the first. */
function spanOf(starts: readonly number[], ms: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] as number) <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function groupText(key: number, { by, dayName, labels, names, spanStarts }: GroupParts): string | null {
  if (key === 0) return null;
  if (by === "day" || by === "shift") {
    const start = spanStarts[key - 1] ?? 0;
    return by === "day" ? dayName(start) : utcMicrosText(start * 1000);
  }
  const dimension = GROUP_DIMENSIONS[by];
  return dimension === undefined ? labels.textOf(key - 1) : names.textOf(dimension, key - 1);
}
