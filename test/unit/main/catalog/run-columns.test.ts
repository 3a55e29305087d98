import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COLUMN_NAMES, type ColumnRow, RunColumns } from "../../../../src/main/catalog/run-columns.ts";

/** Rows as the catalog numbers them: the time, or the next free number above it. */
function rowsOf(times: readonly number[]): readonly ColumnRow[] {
  const taken = new Set<number>();
  return times.map((sortUs, at) => {
    let rid = sortUs;
    while (taken.has(rid)) rid++;
    taken.add(rid);
    const codes = COLUMN_NAMES.map((name) => (name === "bump" ? rid - sortUs : name === "recorded" ? at : 0));
    return { rid, sortUs, codes };
  });
}

/** Ids that do not sort as rows came. */
function idOf(rid: number): string {
  return `run_${(rid * 7919) % 101}_${rid}`;
}

function inOrder(rows: readonly ColumnRow[]): readonly number[] {
  const sorted = [...rows].sort(
    (one, other) => one.sortUs - other.sortUs || (idOf(one.rid) < idOf(other.rid) ? -1 : 1),
  );
  return sorted.map(({ rid }) => rid);
}

function ridsOf(columns: RunColumns): readonly number[] {
  return Array.from({ length: columns.length }, (_, place) => columns.ridAt(place));
}

const someTimes = fc.array(fc.oneof(fc.nat(6), fc.integer({ min: -20, max: 40 })), { minLength: 1, maxLength: 40 });

describe("the order of places", () => {
  it("is that of time and, within a microsecond, of run ids, however rows come", () => {
    fc.assert(
      fc.property(someTimes, fc.nat(40), fc.integer({ min: 1, max: 9 }), (times, first, step) => {
        const rows = rowsOf(times);
        const filled = rows.slice(0, first).sort((one, other) => one.rid - other.rid);
        const columns = new RunColumns(idOf);
        columns.fill(filled);
        for (let from = first; from < rows.length; from += step) columns.apply(rows.slice(from, from + step));
        expect(ridsOf(columns)).toEqual(inOrder(rows));
        for (const [place, rid] of ridsOf(columns).entries()) expect(columns.placeOf(rid)).toBe(place);
        expect(columns.placeOf(9999)).toBe(-1);
      }),
    );
  });

  it("tells where a run would stand", () => {
    const columns = new RunColumns(idOf);
    columns.fill(rowsOf([10, 20, 20, 30]));
    expect([10, 15, 20, 31].map((us) => columns.lowerBound(us))).toEqual([0, 1, 1, 4]);
    const [second, third] = [1, 2].map((place) => idOf(columns.ridAt(place)));
    expect(columns.placeBehind(20, second ?? "")).toBe(1);
    expect(columns.placeBehind(20, third ?? "")).toBe(2);
    expect(columns.placeBehind(20, "zzz")).toBe(3);
  });
});

describe("rows that changed", () => {
  it("keep their place and show what they are now", () => {
    const columns = new RunColumns(idOf);
    const rows = rowsOf([5, 6, 7]);
    columns.fill(rows);
    const [, middle] = rows;
    if (middle === undefined) throw new Error("There is no row");
    columns.apply([
      { ...middle, codes: middle.codes.map((code, at) => (COLUMN_NAMES[at] === "tool_id" ? 300 : code)) },
    ]);
    expect([0, 1, 2].map((place) => columns.column("tool_id").at(place))).toEqual([0, 300, 0]);
    expect([...columns.placesOf(Float64Array.of(7, 5, 5, 99))]).toEqual([0, 2]);
  });
});
