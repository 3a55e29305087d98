import type { GroupKey, RunGroup } from "../../shared/operations/list-operations.ts";
import type { Dimension } from "./catalog-schema.ts";
import type { LabelTable } from "./label-table.ts";
import type { NameTable } from "./name-table.ts";
import { orderByKey } from "./place-order.ts";
import type { RunColumns } from "./run-columns.ts";
import type { StateCounts } from "./run-counts.ts";
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
  readonly states: (places: Uint32Array) => StateCounts;
}

/** Rows gathered under what they share: places in the new order, and where each group begins. */
export interface Grouped {
  readonly places: Uint32Array;
  readonly groups: readonly RunGroup[];
  readonly moreGroups: number;
}

interface GroupValue {
  readonly value: string | null;
  count: number;
  /** Where the group was met first; groups of time and of labels come in this order. */
  readonly met: number;
}

/**
 * Gathers rows, keeping their order within a group. Groups by name come with the fullest first; by day, shift, session and batch in the order of
 * the list.
 */
export function groupPlaces(places: Uint32Array, parts: GroupParts): Grouped {
  const keyOf = keyReader(parts);
  const groupOfKey = new Map<number, number>();
  const values: GroupValue[] = [];
  const groupAt = new Uint32Array(places.length);
  for (let at = 0; at < places.length; at++) {
    const key = keyOf(places[at] as number);
    let group = groupOfKey.get(key);
    if (group === undefined) {
      const value = groupValue(key, parts);
      // A name may have several numbers; there are few names, while there may be any number of labels.
      group = isName(parts.by) ? values.findIndex((known) => known.value === value) : -1;
      if (group === -1) group = values.push({ value, count: 0, met: at }) - 1;
      groupOfKey.set(key, group);
    }
    groupAt[at] = group;
    (values[group] as GroupValue).count++;
  }
  return arrange(places, groupAt, values, parts);
}

function arrange(places: Uint32Array, groupAt: Uint32Array, values: readonly GroupValue[], parts: GroupParts): Grouped {
  const order = values.map((_, group) => group);
  if (isName(parts.by)) {
    order.sort((one, other) => (values[other]?.count ?? 0) - (values[one]?.count ?? 0) || one - other);
  }
  const rank = new Uint32Array(values.length);
  order.forEach((group, at) => {
    rank[group] = Math.min(at, MAX_GROUPS);
  });
  const gathered = orderByKey(
    places,
    groupAt.map((group) => rank[group] as number),
  );
  let from = 0;
  const groups = order.slice(0, MAX_GROUPS).map((group): RunGroup => {
    const { count, value } = values[group] as GroupValue;
    const counts = parts.states(gathered.subarray(from, from + count));
    from += count;
    return { value, from: from - count, count, counts };
  });
  return { places: gathered, groups, moreGroups: Math.max(0, values.length - MAX_GROUPS) };
}

function isName(by: GroupKey): boolean {
  return GROUP_DIMENSIONS[by] !== undefined;
}

/** Gives the number by which rows are gathered. */
function keyReader({ by, columns, spanStarts }: GroupParts): (place: number) => number {
  const dimension = GROUP_DIMENSIONS[by];
  if (dimension !== undefined || by === "session" || by === "batch") {
    const column = columns.data(dimension ?? (by === "session" ? "session" : "batch"));
    return (place) => column[place] as number;
  }
  const { sortUs } = columns;
  return (place) => spanOf(spanStarts, (sortUs[place] as number) / 1000);
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

function groupValue(key: number, parts: GroupParts): string | null {
  const { by, dayName, labels, names, spanStarts } = parts;
  if (by === "day" || by === "shift") {
    const start = spanStarts[key];
    if (start === undefined) return null;
    return by === "day" ? dayName(start) : utcMicrosText(start * 1000);
  }
  if (key === 0) return null;
  const dimension = GROUP_DIMENSIONS[by];
  return dimension === undefined ? labels.textOf(key - 1) : names.textOf(dimension, key - 1);
}
