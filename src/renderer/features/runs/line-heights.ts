/** A line of another height than most. */
export interface OddLine {
  readonly line: number;
  readonly px: number;
}

interface PlacedLine extends OddLine {
  /** By how much the odd lines above it are higher than others, all together. */
  readonly extraAbovePx: number;
}

/** Heights of the lines of a list: all of one height, but for some. In CSS pixels. */
export interface LineHeights {
  readonly count: number;
  readonly linePx: number;
  readonly odd: readonly PlacedLine[];
}

/** Heights of `count` lines; the odd ones from the top down. */
export function lineHeights(count: number, linePx: number, odd: readonly OddLine[]): LineHeights {
  let extraAbovePx = 0;
  const placed = odd.map(({ line, px }) => {
    const one = { line, px, extraAbovePx };
    extraAbovePx += px - linePx;
    return one;
  });
  return { count, linePx, odd: placed };
}

/** The height of all lines together. */
export function totalPx(heights: LineHeights): number {
  return topOf(heights, heights.count);
}

/** Where a line begins. */
export function topOf(heights: LineHeights, line: number): number {
  return line * heights.linePx + extraOf(heights, countBelow(heights.odd, line));
}

/** The height of a line. */
export function heightOf({ linePx, odd }: LineHeights, line: number): number {
  const found = odd[countBelow(odd, line)];
  return found?.line === line ? found.px : linePx;
}

/** The line at a height; the first or last one beyond the ends. */
export function lineAt(heights: LineHeights, px: number): number {
  const { count, linePx, odd } = heights;
  const ended = countWhile(odd, (one) => one.line * linePx + one.extraAbovePx + one.px <= px);
  const line = Math.floor((px - extraOf(heights, ended)) / linePx);
  return Math.max(0, Math.min(count - 1, line, odd[ended]?.line ?? Number.POSITIVE_INFINITY));
}

/** By how much the first `count` odd lines are higher than others, all together. */
function extraOf({ linePx, odd }: LineHeights, count: number): number {
  const last = odd[count - 1];
  return last === undefined ? 0 : last.extraAbovePx + last.px - linePx;
}

function countBelow(odd: readonly PlacedLine[], line: number): number {
  return countWhile(odd, (one) => one.line < line);
}

/** How many of the first lines hold, where none after the first that does not hold any more. */
function countWhile(odd: readonly PlacedLine[], holds: (line: PlacedLine) => boolean): number {
  let low = 0;
  let high = odd.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const line = odd[middle];
    if (line !== undefined && holds(line)) low = middle + 1;
    else high = middle;
  }
  return low;
}
