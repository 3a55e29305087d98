import { describe, expect, it } from "vitest";
import { barField, namedBars, roomOf, roundAbove, sparkField } from "../../../../src/renderer/ui/chart-geometry.ts";

describe("bars", () => {
  it("heights stand to each other as the counts do, under a round number", () => {
    const { bars, ticks } = barField([
      { total: 10, marked: 5 },
      { total: 20, marked: 0 },
      { total: 0, marked: 0 },
    ]);
    expect(ticks.map(({ value }) => value)).toEqual([0, 10, 20]);
    expect(bars.map(({ height }) => height)).toEqual([50, 100, 0]);
    expect(bars[0]).toMatchObject({ y: 50, markedY: 75, markedHeight: 25 });
  });

  it("no bar passes the side of the field or touches the next", () => {
    const { bars } = barField(Array.from({ length: 30 }, () => ({ total: 3, marked: 1 })));
    bars.forEach((bar, index) => {
      expect(bar.x).toBeGreaterThan(0);
      expect(bar.x + bar.width).toBeLessThan(bars[index + 1]?.x ?? 100);
    });
  });

  it("a single bar is as wide as one of many", () => {
    expect(barField([{ total: 3, marked: 1 }]).bars[0]?.width).toBeLessThan(10);
    expect(roomOf(1)).toBe(roomOf(8));
    expect(roomOf(30)).toBeLessThan(roomOf(8));
  });

  it("the numbers at the side are whole, also for a single run", () => {
    expect(barField([{ total: 1, marked: 0 }]).ticks.map(({ value }) => value)).toEqual([0, 1]);
    expect(barField([{ total: 5, marked: 0 }]).ticks.map(({ value }) => value)).toEqual([0, 5]);
    expect(barField([]).bars).toEqual([]);
  });

  it.each([
    [0, 1],
    [1, 1],
    [3, 5],
    [10, 10],
    [11, 20],
    [207, 500],
    [5001, 10_000],
    [999_999, 1_000_000],
  ])("%i is drawn under %i", (count, top) => {
    expect(roundAbove(count)).toBe(top);
  });

  it("few bars are all named, many evenly and never too many", () => {
    expect(namedBars(3, 7)).toEqual([0, 1, 2]);
    expect(namedBars(30, 7)).toEqual([0, 5, 10, 15, 20, 25]);
    for (let count = 0; count < 100; count += 1) expect(namedBars(count, 7).length).toBeLessThanOrEqual(7);
  });
});

describe("spark line", () => {
  it("what was not measured leaves a gap, and is never a zero", () => {
    const { points, strokes } = sparkField([80, 90, null, 95]);
    expect(points.map(({ value }) => value)).toEqual([80, 90, 95]);
    expect(strokes.map(([from, to]) => [from.value, to.value])).toEqual([[80, 90]]);
    expect(points.map(({ x }) => Math.round(x))).toEqual([3, 34, 97]);
  });

  it("a higher share stands higher, and the limit lies between what kept it and what did not", () => {
    const { points, limitY, nearY } = sparkField([50, 92, 104, 300]);
    const heights = points.map(({ y }) => y);
    expect(heights).toEqual([...heights].sort((one, other) => other - one));
    expect(heights[1]).toBeLessThan(nearY);
    expect(heights[1]).toBeGreaterThan(limitY);
    expect(heights[2]).toBeLessThan(limitY);
    for (const y of heights) expect(y).toBeGreaterThanOrEqual(0);
    for (const y of heights) expect(y).toBeLessThanOrEqual(100);
  });

  it("one run stands in the middle, and none leave an empty field", () => {
    expect(sparkField([91]).points.map(({ x }) => x)).toEqual([50]);
    expect(sparkField([null]).points).toEqual([]);
    expect(sparkField([]).strokes).toEqual([]);
  });
});
