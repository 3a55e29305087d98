import { type ColumnName, USUAL_COLUMNS } from "../../state/list-columns.ts";
import type { Density } from "../../state/settings-store.ts";

/** Base text of each density in CSS pixels; the same as in `tokens.css`. */
export const TEXT_PX: Readonly<Record<Density, number>> = { desk: 15, touch: 18, glove: 20 };
/** Least height of a row of each density in CSS pixels. Source: experience 3.6. */
export const ROW_PX: Readonly<Record<Density, number>> = { desk: 36, touch: 56, glove: 76 };
/** Height of a button of each density in CSS pixels. */
export const CONTROL_PX: Readonly<Record<Density, number>> = { desk: 32, touch: 48, glove: 76 };

/** How the cells of a row are laid out. */
export interface RowLayout {
  /** Cells above each other. */
  readonly lines: number;
  /** As `grid-template-areas` and `grid-template-columns` take them. */
  readonly areas: string;
  readonly tracks: string;
  readonly rowPx: number;
  /** Of a record that cannot be read. */
  readonly damagedPx: number;
  /** Of the line above a group. */
  readonly groupPx: number;
}

interface Width {
  /** So much is needed, in em. */
  readonly em: number;
  /** Its share of what is left; 0 for a cell whose words are always as long. */
  readonly grow: number;
}

const WIDTHS: Readonly<Record<ColumnName, Width>> = {
  run: { em: 5.4, grow: 0 },
  time: { em: 8.9, grow: 0 },
  decision: { em: 13.6, grow: 0 },
  status: { em: 5.6, grow: 0 },
  tool: { em: 9, grow: 2.2 },
  machine: { em: 5.4, grow: 0.8 },
  review: { em: 9, grow: 1 },
  check: { em: 14.6, grow: 0 },
  note: { em: 3, grow: 1.2 },
  mode: { em: 5, grow: 0.8 },
  material: { em: 6, grow: 1 },
  event: { em: 7, grow: 0.8 },
  batch: { em: 7, grow: 1 },
  session: { em: 7, grow: 1 },
  limit: { em: 7.2, grow: 0 },
  advice: { em: 4.6, grow: 0 },
  files: { em: 3.8, grow: 0 },
  tags: { em: 6, grow: 1 },
  id: { em: 11, grow: 1.2 },
};

/** On several lines the usual cells stand so that those of one width are above each other. */
const USUAL_STACKED: readonly ColumnName[] = [
  ...(["run", "time", "status"] as const),
  ...(["decision", "check", "note"] as const),
  ...(["tool", "machine", "review"] as const),
];

const GAP_EM = 0.7;
/** The box to select stands before all lines of a row. */
const PADDING_EM = 2.4 + 0.8;
const LINE_EM = 1.6;
const ROW_PADDING_PX = 14;
const MOST_LINES = 8;

/** The layout with the fewest lines at which no word of the verdicts is cut. */
export function rowLayout(columns: readonly ColumnName[], widthPx: number, density: Density): RowLayout {
  const textPx = TEXT_PX[density];
  const widthEm = widthPx / textPx;
  let lines = 1;
  while (lines < MOST_LINES && lines < columns.length && neededEm(stacks(columns, lines)) > widthEm) lines += 1;
  const stacked = stacks(columns, lines);
  return {
    lines,
    areas: areasOf(stacked, lines),
    tracks: stacked.map(trackOf).join(" "),
    rowPx:
      lines === 1 ? ROW_PX[density] : Math.max(ROW_PX[density], Math.ceil(textPx * LINE_EM * lines) + ROW_PADDING_PX),
    groupPx: ROW_PX[density],
    damagedPx: Math.max(
      Math.ceil(textPx * LINE_EM * Math.max(2, lines)) + ROW_PADDING_PX,
      Math.ceil(textPx * LINE_EM * 2) + CONTROL_PX[density] + ROW_PADDING_PX,
    ),
  };
}

/** The columns, each a stack of cells from top to bottom. */
function stacks(columns: readonly ColumnName[], lines: number): readonly (readonly ColumnName[])[] {
  const usual = USUAL_COLUMNS.filter((name) => columns.includes(name));
  const isUsual = columns.length >= USUAL_COLUMNS.length - 1 && columns.join() === usual.join();
  const order = lines > 1 && isUsual ? USUAL_STACKED.filter((name) => columns.includes(name)) : columns;
  return Array.from({ length: Math.ceil(order.length / lines) }, (_none, index) =>
    order.slice(index * lines, (index + 1) * lines),
  );
}

function neededEm(stacked: readonly (readonly ColumnName[])[]): number {
  const cells = stacked.reduce((sum, stack) => sum + stackEm(stack), 0);
  return cells + GAP_EM * (stacked.length - 1) + PADDING_EM;
}

function stackEm(stack: readonly ColumnName[]): number {
  return Math.max(...stack.map((name) => WIDTHS[name].em));
}

function trackOf(stack: readonly ColumnName[]): string {
  const grow = Math.max(...stack.map((name) => WIDTHS[name].grow));
  return grow === 0 ? `${stackEm(stack)}em` : `minmax(${stackEm(stack)}em, ${grow}fr)`;
}

function areasOf(stacked: readonly (readonly ColumnName[])[], lines: number): string {
  return Array.from(
    { length: lines },
    (_none, line) => `"${stacked.map((stack) => stack[line] ?? ".").join(" ")}"`,
  ).join(" ");
}
