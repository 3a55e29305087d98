/** One bar: how many, and how many of them are of the marked kind. */
export interface BarValue {
  readonly total: number;
  readonly marked: number;
}

/** A bar on a field of 100 by 100, y from above. The marked part stands at the bottom. */
export interface BarBox {
  readonly x: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
  readonly markedY: number;
  readonly markedHeight: number;
}

/** Bars and the numbers at their side. */
export interface BarField {
  readonly bars: readonly BarBox[];
  /** From 0 upwards, each a whole number. */
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
}

/** Part of the room of a bar that stays empty beside it. */
const GAP_SHARE = 0.28;
const ROUND_STEPS = [1, 2, 5, 10] as const;
/** A field has room for at least so many bars: a single one is no block. */
const FEWEST_ROOMS = 10;

/** Where bars stand, under a round number that the highest of them does not pass. */
export function barField(values: readonly BarValue[]): BarField {
  const top = roundAbove(Math.max(0, ...values.map(({ total }) => total)));
  const room = roomOf(values.length);
  const heightOf = (count: number): number => (count / top) * 100;
  const bars = values.map(({ total, marked }, index) => ({
    x: room * index + (room * GAP_SHARE) / 2,
    width: room * (1 - GAP_SHARE),
    y: 100 - heightOf(total),
    height: heightOf(total),
    markedY: 100 - heightOf(marked),
    markedHeight: heightOf(marked),
  }));
  const half = top / 2;
  const ticks = (Number.isInteger(half) ? [0, half, top] : [0, top]).map((value) => ({
    value,
    y: 100 - heightOf(value),
  }));
  return { bars, ticks };
}

/** What each of so many bars has of the width, with the gap beside it. Few bars stand at the left. */
export function roomOf(count: number): number {
  return 100 / Math.max(FEWEST_ROOMS, count);
}

/** The smallest of 1, 2, 5, 10, 20, 50 … that is not below a count. */
export function roundAbove(count: number): number {
  if (count <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(count));
  const step = ROUND_STEPS.find((one) => one * power >= count) ?? 10;
  return step * power;
}

/** Which of many bars get a name below: the first, and evenly on, at most `most`. */
export function namedBars(count: number, most: number): readonly number[] {
  const step = Math.max(1, Math.ceil(count / most));
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
}

/** A point of a line on a field of 100 by 100, y from above. */
export interface SparkPoint {
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

/** A line of shares of a limit: its points, the strokes between neighbours, and where the limits lie. */
export interface SparkField {
  readonly points: readonly SparkPoint[];
  readonly strokes: readonly (readonly [SparkPoint, SparkPoint])[];
  readonly limitY: number;
  readonly nearY: number;
}

/** From this share of the limit on, in percent, a run came near it. */
export const NEAR_PERCENT = 90;
const LIMIT_PERCENT = 100;
/** What the field shows above the limit, so that the line of the limit can be seen. */
const LEAST_TOP = 110;
/** What it shows at least below: how far a quiet tool stays from its limit is seen, too. */
const HIGHEST_FLOOR = 70;
/** Room left and right, so that no point is cut in half. */
const SIDE = 3;

/** Where the points of a line of shares stand. A run where nothing was measured leaves a gap. */
export function sparkField(shares: readonly (number | null)[]): SparkField {
  const known = shares.filter((share) => share !== null);
  const top = Math.max(LEAST_TOP, ...known.map((share) => share * 1.05));
  const floor = Math.max(0, Math.min(HIGHEST_FLOOR, ...known.map((share) => share - 5)));
  const yOf = (percent: number): number => 100 - ((Math.max(floor, percent) - floor) / (top - floor)) * 100;
  const step = shares.length < 2 ? 0 : (100 - 2 * SIDE) / (shares.length - 1);
  const placed = shares.map((value, index) =>
    value === null ? null : { x: shares.length < 2 ? 50 : SIDE + step * index, y: yOf(value), value },
  );
  const strokes = placed.flatMap((point, index) => {
    const next = placed[index + 1] ?? null;
    return point === null || next === null ? [] : [[point, next] as const];
  });
  return {
    points: placed.filter((point) => point !== null),
    strokes,
    limitY: yOf(LIMIT_PERCENT),
    nearY: yOf(NEAR_PERCENT),
  };
}
