import { describe, expect, it } from "vitest";
import { lineOf, listLines, placesBetween, spotAt } from "../../../../src/renderer/state/list-lines.ts";
import type { RunGroup } from "../../../../src/shared/operations/list-operations.ts";

const group = (value: string | null, from: number, count: number): RunGroup => ({
  ...{ value, from, count },
  counts: { risk: {}, status: {} },
});
const PLAIN = { total: 5, groups: null, more_groups: 0 };
const GROUPED = { total: 10, groups: [group("M1", 0, 3), group(null, 3, 4)], more_groups: 2 };

describe("list lines", () => {
  it("without groups each run has its line", () => {
    const lines = listLines(PLAIN, new Set());
    expect(lines.count).toBe(5);
    expect(spotAt(lines, 3)).toMatchObject({ place: 3, onGroup: false, group: null });
    expect(lineOf(lines, { place: 99, onGroup: true })).toBe(4);
  });

  it("each group has a line above its runs; what was left out stands behind all others", () => {
    const lines = listLines(GROUPED, new Set());
    expect(lines.count).toBe(13);
    expect(lines.groups.map(({ line, rest }) => [line, rest])).toEqual([
      [0, false],
      [4, false],
      [9, true],
    ]);
    for (let line = 0; line < lines.count; line += 1) expect(lineOf(lines, spotAt(lines, line))).toBe(line);
    expect(spotAt(lines, 4)).toMatchObject({ place: 3, onGroup: true });
    expect(spotAt(lines, 12)).toMatchObject({ place: 9, onGroup: false });
  });

  it("runs of a folded group have no line, and are found at the line of the group", () => {
    const all = listLines(GROUPED, new Set());
    const lines = listLines(GROUPED, new Set([all.groups[0]?.key ?? ""]));
    expect(lines.count).toBe(10);
    expect(spotAt(lines, 1)).toMatchObject({ place: 3, onGroup: true });
    expect(lineOf(lines, { place: 2, onGroup: false })).toBe(0);
    expect(lineOf(lines, { place: 3, onGroup: false })).toBe(2);
  });

  it("knows which runs lie between two lines", () => {
    const lines = listLines(GROUPED, new Set());
    expect(placesBetween(lines, -4, 5)).toEqual({ from: 0, to: 3 });
    expect(placesBetween(lines, 2, 99)).toEqual({ from: 1, to: 9 });
    expect(placesBetween(listLines({ ...PLAIN, total: 0 }, new Set()), 0, 5)).toBeNull();
  });
});
