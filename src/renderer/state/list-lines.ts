import type { OpenList, RunGroup } from "../../shared/operations/list-operations.ts";

/** A place in the list where the keyboard can stand: a run by its place, or the line above a group, named by the group's first place. */
export interface Spot {
  readonly place: number;
  readonly onGroup: boolean;
}

/** The first run of a list. */
export const TOP: Spot = { place: 0, onGroup: false };

/** A group with the line it stands on. `key` tells it from the others. */
export interface GroupLine {
  readonly key: string;
  readonly group: RunGroup;
  /** Gathers the runs of groups that were too many to be told apart. */
  readonly rest: boolean;
  readonly line: number;
  readonly folded: boolean;
}

/** What stands on each line: every run, and above each group a line of its own. Runs of folded groups have no line. */
export interface ListLines {
  readonly count: number;
  readonly groups: readonly GroupLine[];
}

type Grouped = Pick<OpenList, "total" | "groups" | "more_groups">;

/** The lines of an open list. */
export function listLines({ total, groups, more_groups: more }: Grouped, folded: ReadonlySet<string>): ListLines {
  if (groups === null) return { count: total, groups: [] };
  const lines: GroupLine[] = [];
  let line = 0;
  const add = (group: RunGroup, rest: boolean): void => {
    const key = groupKey(group, rest);
    lines.push({ key, group, rest, line, folded: folded.has(key) });
    line += 1 + (folded.has(key) ? 0 : group.count);
  };
  for (const group of groups) add(group, false);
  const from = groups.reduce((sum, group) => sum + group.count, 0);
  if (more > 0 && from < total) {
    add({ value: null, from, count: total - from, counts: { risk: {}, status: {} } as RunGroup["counts"] }, true);
  }
  return { count: line, groups: lines };
}

function groupKey(group: RunGroup, rest: boolean): string {
  if (rest) return "rest";
  return group.value === null ? "none" : `=${group.value}`;
}

/** What stands on a line; of a run the group above it too. */
export function spotAt(lines: ListLines, line: number): Spot & { readonly group: GroupLine | null } {
  const group = lastGroup(lines.groups, (one) => one.line <= line);
  if (group === null) return { place: line, onGroup: false, group: null };
  if (group.line === line) return { place: group.group.from, onGroup: true, group };
  return { place: group.group.from + line - group.line - 1, onGroup: false, group };
}

/** The line a spot stands on; of a run in a folded group the line of the group. */
export function lineOf(lines: ListLines, { place, onGroup }: Spot): number {
  const group = lastGroup(lines.groups, (one) => one.group.from <= place);
  if (group === null) return Math.max(0, Math.min(lines.count - 1, place));
  if (onGroup || group.folded) return group.line;
  return group.line + 1 + Math.min(place - group.group.from, group.group.count - 1);
}

/** The places of the runs between two lines, both inclusive; null when there are none. */
export function placesBetween(
  lines: ListLines,
  firstLine: number,
  lastLine: number,
): { readonly from: number; readonly to: number } | null {
  if (lines.count === 0) return null;
  const first = spotAt(lines, Math.max(0, firstLine));
  const last = spotAt(lines, Math.min(lines.count - 1, lastLine));
  return { from: first.place, to: Math.max(first.place, last.place) };
}

/** The last group that fits; groups are in order, so half of them is ruled out at each look. */
function lastGroup(groups: readonly GroupLine[], fits: (group: GroupLine) => boolean): GroupLine | null {
  let found: GroupLine | null = null;
  let low = 0;
  let high = groups.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const group = groups[middle];
    if (group !== undefined && fits(group)) {
      found = group;
      low = middle + 1;
    } else high = middle - 1;
  }
  return found;
}
