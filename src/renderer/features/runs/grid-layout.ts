import type { Density } from "../../state/settings-store.ts";

/** How the nine cells of a row are laid out: on one, two or three lines. */
export type GridLines = 1 | 2 | 3;

/** Base text of each density in CSS pixels; the same as in `tokens.css`. */
export const TEXT_PX: Readonly<Record<Density, number>> = { desk: 15, touch: 18, glove: 20 };
/** Least height of a row of each density in CSS pixels. Source: experience 3.6. */
export const ROW_PX: Readonly<Record<Density, number>> = { desk: 36, touch: 56, glove: 76 };

/** Height of a button of each density in CSS pixels. */
export const CONTROL_PX: Readonly<Record<Density, number>> = { desk: 32, touch: 48, glove: 76 };

const ONE_LINE_EM = 74;
const TWO_LINES_EM = 47;
/** The column of reviews takes room only where one was asked for. */
const REVIEW_EM = 10;
const LINE_EM = 1.5;
const ROW_PADDING_PX = 14;

/** Lines a row needs at a width, so that no word of the verdicts is cut. */
export function gridLines(widthPx: number, density: Density, hasReviews: boolean): GridLines {
  const widthEm = widthPx / TEXT_PX[density] - (hasReviews ? REVIEW_EM : 0);
  if (widthEm >= ONE_LINE_EM) return 1;
  return widthEm >= TWO_LINES_EM ? 2 : 3;
}

/** Height of a row in CSS pixels. */
export function rowHeightPx(lines: GridLines, density: Density): number {
  return Math.max(ROW_PX[density], Math.ceil(TEXT_PX[density] * LINE_EM * lines) + ROW_PADDING_PX);
}

/** The same of a record that cannot be read: two lines that say what is left of it, and a line of buttons. */
export function damagedRowPx(density: Density): number {
  return Math.ceil(TEXT_PX[density] * LINE_EM * 2) + CONTROL_PX[density] + ROW_PADDING_PX;
}

/** Where a key moves the active row; null when the key does not move it. */
export function movedIndex(
  key: string,
  index: number,
  list: { readonly count: number; readonly pageRows: number },
): number | null {
  const last = Math.max(0, list.count - 1);
  switch (key) {
    case "ArrowDown":
      return Math.min(last, index + 1);
    case "ArrowUp":
      return Math.max(0, index - 1);
    case "PageDown":
      return Math.min(last, index + list.pageRows);
    case "PageUp":
      return Math.max(0, index - list.pageRows);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}
