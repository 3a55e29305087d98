import type { CodeArray } from "./code-column.ts";

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/**
 * The places in the order of their keys, smallest first; equal keys keep the order they came in. `keys[at]` belongs to `places[at]`.
 * Linear: a sort that compares would take a second for a million.
 */
export function orderByKey(places: Uint32Array, keys: Uint32Array): Uint32Array {
  let [fromPlaces, fromKeys] = [places, keys];
  const highest = keys.reduce((most, key) => (key > most ? key : most), 0);
  for (let shift = 0; shift < 32 && highest >>> shift > 0; shift += DIGIT_BITS) {
    const [toPlaces, toKeys] = [new Uint32Array(places.length), new Uint32Array(places.length)];
    const starts = digitStarts(fromKeys, shift);
    for (let at = 0; at < fromPlaces.length; at++) {
      const key = fromKeys[at] as number;
      const digit = (key >>> shift) & (DIGITS - 1);
      const target = starts[digit] as number;
      starts[digit] = target + 1;
      toPlaces[target] = fromPlaces[at] as number;
      toKeys[target] = key;
    }
    [fromPlaces, fromKeys] = [toPlaces, toKeys];
  }
  return fromPlaces;
}

/** The places from the last to the first. */
export function reversed(places: Uint32Array): Uint32Array {
  return places.slice().reverse();
}

/** For each place the rank of its code. */
export function ranksAt(column: CodeArray, places: Uint32Array, ranks: Uint32Array): Uint32Array {
  const keys = new Uint32Array(places.length);
  for (let at = 0; at < places.length; at++) keys[at] = ranks[column[places[at] as number] as number] as number;
  return keys;
}

/** The codes at the places. */
export function codesAt(column: CodeArray, places: Uint32Array): Uint32Array {
  const codes = new Uint32Array(places.length);
  for (let at = 0; at < places.length; at++) codes[at] = column[places[at] as number] as number;
  return codes;
}

function digitStarts(keys: Uint32Array, shift: number): Uint32Array {
  const starts = new Uint32Array(DIGITS);
  for (let at = 0; at < keys.length; at++) {
    const digit = ((keys[at] as number) >>> shift) & (DIGITS - 1);
    starts[digit] = (starts[digit] as number) + 1;
  }
  let sum = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = starts[digit] as number;
    starts[digit] = sum;
    sum += count;
  }
  return starts;
}
