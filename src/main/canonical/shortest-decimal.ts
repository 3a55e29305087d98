import { DOT, ZERO } from "./json-bytes.ts";

/** A decimal of so many significant digits survives a double, so its digits are the shortest ones already. */
const EXACT_DIGITS = 15;
/** No double needs more digits. */
const MOST_DIGITS = 17;
const HEAD_DIGITS = 8;
/** Powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** Far above the rounding errors of the comparison below (about 1e-7), far below what it has to tell apart. */
const DOUBT = 1e-3;
/** Dekker's constant 2^27 + 1 cuts a double in two halves whose products are exact. */
const SPLITTER = 134_217_729;
/** Added as a part of a positive double, this leads to the next double (Rump and others, 2009). */
const TO_NEXT = 2 ** -53 * (1 + 2 ** -52);

/**
 * True only if no other decimal, shorter or equally long and closer, stands for the same double as the fraction without
 * sign and exponent at `first`..`end`, that is, if CPython's `repr` has the same digits. False where that is not certain.
 *
 * Most measured values have 16 or 17 digits. Converting them there and back costs ten times this check.
 */
export function isShortestDecimal(bytes: Uint8Array, first: number, end: number): boolean {
  let head = 0;
  let tail = 0;
  let digits = 0;
  let dot = end;
  for (let at = first; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === DOT) dot = at;
    else if (digits > 0 || byte !== ZERO) {
      if (digits++ < HEAD_DIGITS) head = head * 10 + byte - ZERO;
      else tail = tail * 10 + byte - ZERO;
    }
  }
  if (digits <= EXACT_DIGITS) return bytes[end - 1] !== ZERO;
  const scale = POWERS[end - dot - 1];
  if (digits > MOST_DIGITS || scale === undefined) return false;
  return isNearestAndAlone(head * (POWERS[digits - HEAD_DIGITS] as number), tail, scale);
}

/**
 * Whether, with D = head + tail and x the double nearest to D / scale, D is the whole number nearest to x * scale, and no
 * multiple of ten, which would be a shorter decimal, also has x as its nearest double. Both parts of D are exact.
 */
function isNearestAndAlone(head: number, tail: number, scale: number): boolean {
  const estimate = (head + tail) / scale;
  const x = estimate + excess(head, tail, { x: estimate, scale }) / scale;
  const gap = x + x * TO_NEXT - x;
  // Next to a power of two the doubles below lie closer than those above.
  if (x - (x - x * TO_NEXT) !== gap) return false;
  const reach = (gap / 2) * scale;
  const distance = excess(head, tail, { x, scale });
  const lastDigit = tail % 10;
  return (
    Math.abs(distance) < Math.min(reach, 0.5) - DOUBT &&
    lastDigit - distance > reach + DOUBT &&
    10 - lastDigit + distance > reach + DOUBT
  );
}

/** head + tail - x * scale, with the product computed exactly in two parts (Dekker 1971). */
function excess(head: number, tail: number, { x, scale }: { x: number; scale: number }): number {
  const product = x * scale;
  const xCut = SPLITTER * x;
  const xHigh = xCut - (xCut - x);
  const xLow = x - xHigh;
  const scaleCut = SPLITTER * scale;
  const scaleHigh = scaleCut - (scaleCut - scale);
  const scaleLow = scale - scaleHigh;
  const rest = xLow * scaleLow - (product - xHigh * scaleHigh - xLow * scaleHigh - xHigh * scaleLow);
  return head - product + (tail - rest);
}
