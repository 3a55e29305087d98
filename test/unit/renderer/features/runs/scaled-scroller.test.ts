import { describe, expect, it } from "vitest";
import {
  EDGE_PX,
  isAdrift,
  lastSpacePx,
  lastTruePx,
  MOST_SPACE_PX,
  type Position,
  revealed,
  scrolled,
  spaceHeight,
  toSpace,
  toTrue,
} from "../../../../../src/renderer/features/runs/scaled-scroller.ts";

const SHORT = { truePx: 36 * 1000, viewPx: 600 };
/** A million rows of the largest size. */
const LONG = { truePx: 76 * 1_000_000, viewPx: 600 };
/** What Chromium draws no element above, at 150 % zoom. */
const CAP_PX = 33_554_432 / 1.5;

const at = (truePx: number): Position => ({ truePx, spacePx: toSpace(LONG, truePx) });

describe("scaled scroller", () => {
  it("a short list is scrolled as it is", () => {
    expect(spaceHeight(SHORT)).toBe(SHORT.truePx);
    for (const px of [0, 1, 17_000, 35_400]) expect([toTrue(SHORT, px), toSpace(SHORT, px)]).toEqual([px, px]);
  });

  it("a long list fits under the height that Chromium draws, also when zoomed", () => {
    expect(spaceHeight(LONG)).toBe(MOST_SPACE_PX);
    expect(MOST_SPACE_PX).toBeLessThan(CAP_PX / 2);
  });

  it("both ends of the bar are both ends of the list, to the pixel", () => {
    expect(toTrue(LONG, 0)).toBe(0);
    expect(toTrue(LONG, lastSpacePx(LONG))).toBe(lastTruePx(LONG));
    expect(toTrue(LONG, lastSpacePx(LONG) - 10)).toBe(lastTruePx(LONG) - 10);
    expect(toSpace(LONG, lastTruePx(LONG))).toBe(lastSpacePx(LONG));
  });

  it("every place of the list has one of the bar, and back, in order", () => {
    let before = -1;
    for (let step = 0; step <= 1000; step += 1) {
      const truePx = (lastTruePx(LONG) * step) / 1000;
      const spacePx = toSpace(LONG, truePx);
      expect(toTrue(LONG, spacePx)).toBeCloseTo(truePx, 3);
      expect(spacePx).toBeGreaterThan(before);
      before = spacePx;
    }
  });

  it("wheel and finger move the rows by as much as they moved, in the middle of the list too", () => {
    const start = at(40_000_000);
    const next = scrolled(LONG, start, start.spacePx + 120);
    expect(next.truePx).toBe(40_000_120);
    expect(scrolled(LONG, next, next.spacePx - 120).truePx).toBe(40_000_000);
  });

  it("a drag of the bar goes to the place in proportion", () => {
    const next = scrolled(LONG, at(0), MOST_SPACE_PX / 2);
    expect(next.truePx).toBe(toTrue(LONG, MOST_SPACE_PX / 2));
    expect(next.truePx).toBeGreaterThan(30_000_000);
  });

  it("wheeling to an end reaches it without a jump, and goes no further", () => {
    let position = at(lastTruePx(LONG) - 1000);
    for (let turn = 0; turn < 20; turn += 1) {
      const spacePx = Math.min(lastSpacePx(LONG), position.spacePx + 120);
      const next = scrolled(LONG, position, spacePx);
      expect(next.truePx - position.truePx).toBeLessThanOrEqual(120);
      position = next;
    }
    expect(position.truePx).toBe(lastTruePx(LONG));
  });

  it("knows when small movements have taken the bar far from its place, long before it runs out", () => {
    let position = at(40_000_000);
    let turns = 0;
    while (!isAdrift(LONG, position)) {
      position = scrolled(LONG, position, position.spacePx + 600);
      turns += 1;
    }
    expect(turns * 600).toBeLessThan(EDGE_PX);
    expect(isAdrift(LONG, at(position.truePx))).toBe(false);
  });

  it("brings a line into sight by the least movement", () => {
    expect(revealed(LONG, 1000, { topPx: 1100, bottomPx: 1176 })).toBe(1000);
    expect(revealed(LONG, 1000, { topPx: 900, bottomPx: 976 })).toBe(900);
    expect(revealed(LONG, 1000, { topPx: 1590, bottomPx: 1666 })).toBe(1066);
    expect(revealed(LONG, 1000, { topPx: 2000, bottomPx: 2700 })).toBe(2000);
  });
});
