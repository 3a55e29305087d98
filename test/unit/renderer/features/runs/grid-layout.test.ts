import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  CONTROL_PX,
  damagedRowPx,
  gridLines,
  movedIndex,
  ROW_PX,
  rowHeightPx,
  TEXT_PX,
} from "../../../../../src/renderer/features/runs/grid-layout.ts";
import { DENSITIES } from "../../../../../src/renderer/state/settings-store.ts";

const css = readFileSync(new URL("../../../../../src/renderer/ui/styles/tokens.css", import.meta.url), "utf8");

function tokenPx(density: string, name: string): number {
  const block = new RegExp(`data-density="${density}"\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? "";
  return Number(new RegExp(`--${name}: (\\d+)px`).exec(block)?.[1]);
}

describe("grid layout", () => {
  it.each(DENSITIES)("%s has the sizes of the style sheet", (density) => {
    expect(TEXT_PX[density]).toBe(tokenPx(density, "text"));
    expect(ROW_PX[density]).toBe(tokenPx(density, "row-height"));
    expect(CONTROL_PX[density]).toBe(tokenPx(density, "control-height"));
    expect(damagedRowPx(density)).toBeGreaterThan(CONTROL_PX[density] + 2 * TEXT_PX[density]);
  });

  it("desk sizes fit on one line at 1280 and on two at 1024; larger letters and reviews need more", () => {
    expect(gridLines(1172, "desk", false)).toBe(1);
    expect(gridLines(916, "desk", false)).toBe(2);
    expect(gridLines(1172, "desk", true)).toBe(2);
    expect(gridLines(888, "touch", false)).toBe(2);
    expect(gridLines(616, "desk", false)).toBe(3);
  });

  it("a row is never lower than its density asks for, and grows with its lines", () => {
    expect(rowHeightPx(1, "desk")).toBeGreaterThanOrEqual(36);
    expect(rowHeightPx(1, "touch")).toBe(56);
    expect(rowHeightPx(1, "glove")).toBe(76);
    expect(rowHeightPx(3, "glove")).toBeGreaterThan(rowHeightPx(2, "glove"));
  });

  it.each([
    ["ArrowDown", 4, 5],
    ["ArrowDown", 99, 99],
    ["ArrowUp", 0, 0],
    ["PageDown", 5, 15],
    ["PageUp", 5, 0],
    ["Home", 50, 0],
    ["End", 5, 99],
  ])("%s moves row %i to %i of 100", (key, from, to) => {
    expect(movedIndex(key, from, { count: 100, pageRows: 10 })).toBe(to);
  });

  it("other keys move nothing, and an empty list has no row to move to", () => {
    expect(movedIndex("a", 5, { count: 100, pageRows: 10 })).toBeNull();
    expect(movedIndex("End", 0, { count: 0, pageRows: 10 })).toBe(0);
  });
});
