import { describe, expect, it } from "vitest";
import {
  damagedRows,
  findRow,
  MOST_ROWS,
  PAGE_ROWS,
  pagesBetween,
  pagesOf,
  type RowPages,
  rowAt,
  rowsFrom,
  rowsInOrder,
  withPage,
} from "../../../../src/renderer/state/row-pages.ts";
import { makeColumns, makeRow, makeRows } from "../sample-data.ts";

const PAGES: RowPages = new Map([
  [0, makeRows(900, 801)],
  [7, [...makeRows(200, 199), null, makeRow({ run_id: "run_bad", problem: "It ends in the middle." })]],
]);

describe("row pages", () => {
  it("finds rows by their place and by their run, and knows those that are not here", () => {
    expect(rowAt(PAGES, 99)?.run_id).toBe("run_801");
    expect(rowAt(PAGES, 701)?.run_id).toBe("run_199");
    expect(rowAt(PAGES, 702)).toBeNull();
    expect(rowAt(PAGES, 100)).toBeUndefined();
    expect(findRow(PAGES, "run_199")).toMatchObject({ place: 701 });
    expect(findRow(PAGES, "run_5")).toBeNull();
    expect(pagesOf(PAGES, new Set(["run_199", "run_5"]))).toEqual([7]);
    expect(damagedRows(PAGES)).toMatchObject([{ place: 703, row: { run_id: "run_bad" } }]);
  });

  it("knows the pages of places", () => {
    expect(pagesBetween(0, 99)).toEqual([0]);
    expect(pagesBetween(99, 200)).toEqual([0, 1, 2]);
  });

  it("keeps no more rows than its bound, and lets go of those furthest away", () => {
    let pages: RowPages = new Map();
    for (let page = 0; page < 200; page += 1) pages = withPage(pages, page, makeRows(1, 1));
    expect(pages.size).toBe(MOST_ROWS / PAGE_ROWS);
    expect([...pages.keys()].at(0)).toBe(200 - MOST_ROWS / PAGE_ROWS);
    expect(pages.has(199)).toBe(true);
  });

  it("makes rows of columns, and puts them in the order of ids", () => {
    const rows = makeRows(3, 1);
    expect(rowsFrom(makeColumns(rows))).toEqual(rows);
    expect(rowsInOrder(rows, ["run_1", "run_9", "run_3"]).map((row) => row?.run_id ?? null)).toEqual([
      "run_1",
      null,
      "run_3",
    ]);
  });
});
