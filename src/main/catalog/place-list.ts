import type { CodeArray } from "./code-column.ts";

/** A row passes when the byte for its code is 1. */
export interface CodeTest {
  readonly column: CodeArray;
  readonly allowed: Uint8Array;
}

/** The places from `from` up to, not including, `to` that pass all tests, ascending. Tests come with the rarest first. */
export function placesInSpan(from: number, to: number, tests: readonly CodeTest[]): Uint32Array {
  const [first, ...rest] = tests;
  const places = new Uint32Array(Math.max(0, to - from));
  let count = 0;
  if (first === undefined) {
    for (let place = from; place < to; place++) places[count++] = place;
  } else {
    const { allowed, column } = first;
    for (let place = from; place < to; place++) {
      // Written every time and kept only where it counts: no branch that the processor could guess wrong.
      places[count] = place;
      count += allowed[column[place] as number] as number;
    }
  }
  return passing(places.subarray(0, count), rest);
}

/** Those of the places that pass all tests. The list that comes in is overwritten. */
export function passing(places: Uint32Array, tests: readonly CodeTest[]): Uint32Array {
  let left = places;
  for (const { allowed, column } of tests) {
    let count = 0;
    for (let at = 0; at < left.length; at++) {
      const place = left[at] as number;
      left[count] = place;
      count += allowed[column[place] as number] as number;
    }
    left = left.subarray(0, count);
  }
  return left;
}

/** True when the place passes all tests. */
export function passes(place: number, tests: readonly CodeTest[]): boolean {
  return tests.every(({ allowed, column }) => allowed[column[place] as number] === 1);
}

/** Places in two ascending lists, ascending. */
export function inBoth(one: Uint32Array, other: Uint32Array): Uint32Array {
  const both = new Uint32Array(Math.min(one.length, other.length));
  let [left, right, count] = [0, 0, 0];
  while (left < one.length && right < other.length) {
    const [a, b] = [one[left] as number, other[right] as number];
    if (a === b) both[count++] = a;
    if (a <= b) left++;
    if (b <= a) right++;
  }
  return both.subarray(0, count);
}

/** Places of the first list that are not in the second; both ascending. */
export function inFirstOnly(one: Uint32Array, other: Uint32Array): Uint32Array {
  const only = new Uint32Array(one.length);
  let [right, count] = [0, 0];
  for (const place of one) {
    while (right < other.length && (other[right] as number) < place) right++;
    if (other[right] !== place) only[count++] = place;
  }
  return only.subarray(0, count);
}

/** The part of an ascending list from `from` up to, not including, `to`. */
export function within(places: Uint32Array, from: number, to: number): Uint32Array {
  return places.subarray(firstNotBelow(places, from), firstNotBelow(places, to));
}

/** How often each code occurs at the places. */
export function countCodes(column: CodeArray, places: Uint32Array, codes: number): Uint32Array {
  const counts = new Uint32Array(codes);
  for (let at = 0; at < places.length; at++) {
    const code = column[places[at] as number] as number;
    counts[code] = (counts[code] as number) + 1;
  }
  return counts;
}

/** Where in an ascending list the first place stands that is not below a bound; looked for from `from` on. */
export function firstNotBelow(places: Uint32Array, bound: number, from = 0): number {
  let [low, high] = [from, places.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle] as number) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
