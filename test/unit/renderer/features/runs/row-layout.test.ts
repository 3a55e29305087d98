import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CONTROL_PX, ROW_PX, rowLayout, TEXT_PX } from "../../../../../src/renderer/features/runs/row-layout.ts";
import { COLUMN_NAMES, USUAL_COLUMNS } from "../../../../../src/renderer/state/list-columns.ts";
import { DENSITIES } from "../../../../../src/renderer/state/settings-store.ts";

const css = readFileSync(new URL("../../../../../src/renderer/ui/styles/tokens.css", import.meta.url), "utf8");
const gridCss = readFileSync(
  new URL("../../../../../src/renderer/features/runs/run-grid.css", import.meta.url),
  "utf8",
);
const WITHOUT_REVIEW = USUAL_COLUMNS.filter((name) => name !== "review");

function tokenPx(density: string, name: string): number {
  const block = new RegExp(`data-density="${density}"\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? "";
  return Number(new RegExp(`--${name}: (\\d+)px`).exec(block)?.[1]);
}

describe("row layout", () => {
  it.each(DENSITIES)("%s has the sizes of the style sheet", (density) => {
    expect(TEXT_PX[density]).toBe(tokenPx(density, "text"));
    expect(ROW_PX[density]).toBe(tokenPx(density, "row-height"));
    expect(CONTROL_PX[density]).toBe(tokenPx(density, "control-height"));
  });

  it("desk sizes fit on one line at 1280 and on two at 1024; larger letters and reviews need more", () => {
    expect(rowLayout(WITHOUT_REVIEW, 1172, "desk").lines).toBe(1);
    expect(rowLayout(WITHOUT_REVIEW, 892, "desk").lines).toBe(2);
    expect(rowLayout(USUAL_COLUMNS, 1172, "desk").lines).toBe(2);
    expect(rowLayout(WITHOUT_REVIEW, 888, "touch").lines).toBe(3);
    expect(rowLayout(WITHOUT_REVIEW, 800, "glove").lines).toBe(3);
  });

  it("a row is never lower than its density asks for, and grows with its lines", () => {
    expect(rowLayout(WITHOUT_REVIEW, 3000, "desk").rowPx).toBeGreaterThanOrEqual(36);
    expect(rowLayout(WITHOUT_REVIEW, 3000, "touch").rowPx).toBe(56);
    expect(rowLayout(WITHOUT_REVIEW, 3000, "glove").rowPx).toBe(76);
    expect(rowLayout(WITHOUT_REVIEW, 800, "glove").rowPx).toBeGreaterThan(90);
  });

  it.each(DENSITIES)("a damaged record has room for its two lines and its buttons in %s", (density) => {
    const { damagedPx, rowPx } = rowLayout(WITHOUT_REVIEW, 900, density);
    expect(damagedPx).toBeGreaterThan(CONTROL_PX[density] + 2 * TEXT_PX[density]);
    expect(damagedPx).toBeGreaterThanOrEqual(rowPx);
  });

  it("every chosen column has one cell, on any number of lines", () => {
    for (const width of [4000, 1600, 1000, 500]) {
      const { areas, tracks } = rowLayout(COLUMN_NAMES, width, "desk");
      for (const name of COLUMN_NAMES) expect(areas.split(/[" ]+/).filter((word) => word === name)).toHaveLength(1);
      const columns = tracks.split(/em(?:, [\d.]+fr\))? ?/).filter((track) => track !== "").length;
      expect(areas.split('" "')[0]?.split(" ")).toHaveLength(columns);
    }
  });

  it("the style sheet puts every column where its name stands", () => {
    for (const name of COLUMN_NAMES) expect(gridCss).toMatch(new RegExp(`\\.cell-${name} \\{[^}]*grid-area: ${name};`));
  });
});
