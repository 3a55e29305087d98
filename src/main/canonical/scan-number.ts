import { DOT, LOWER_E, MINUS, NINE, PLUS, ZERO } from "./json-bytes.ts";
import { JsonSyntaxError } from "./json-syntax-error.ts";
import { isShortestDecimal } from "./shortest-decimal.ts";
import { PLAIN, RESPELLED } from "./spelling.ts";

/** CPython refuses to read whole numbers of more digits (`sys.set_int_max_str_digits`). */
const MAX_INTEGER_DIGITS = 4300;
/** A decimal of so many significant digits survives a double, so its digits are the shortest ones already. */
const EXACT_DIGITS = 15;

/**
 * Finds the end of the number that starts at `start`, with `-` or a digit; returns `end << 2 | spelling`. `bytes` must
 * hold a 0 behind the text.
 */
export function scanNumber(bytes: Uint8Array, start: number): number {
  const first = bytes[start] === MINUS ? start + 1 : start;
  const afterInteger = bytes[first] === ZERO ? first + 1 : endOfDigits(bytes, first);
  const byte = bytes[afterInteger] as number;
  if (byte === DOT) return scanFraction(bytes, first, afterInteger);
  if ((byte | 0x20) === LOWER_E) return scanExponent(bytes, afterInteger);
  if (afterInteger - first > MAX_INTEGER_DIGITS) {
    throw new JsonSyntaxError("BAD_JSON", `A whole number has more than ${MAX_INTEGER_DIGITS} digits`, start);
  }
  const isMinusZero = first !== start && bytes[first] === ZERO;
  return (afterInteger << 2) | (isMinusZero ? RESPELLED : PLAIN);
}

function scanFraction(bytes: Uint8Array, first: number, dot: number): number {
  const end = endOfDigits(bytes, dot + 1);
  if (((bytes[end] as number) | 0x20) === LOWER_E) return scanExponent(bytes, end);
  const isShort = end - first - 1 <= EXACT_DIGITS;
  if (isShort && end - dot === ".0".length) return (end << 2) | PLAIN;
  if (bytes[end - 1] === ZERO || isBelowPlainNotation(bytes, first, end)) return (end << 2) | RESPELLED;
  return (end << 2) | (isShort || isShortestDecimal(bytes, first, end) ? PLAIN : RESPELLED);
}

/** CPython writes floats below 1e-4 with an exponent. */
function isBelowPlainNotation(bytes: Uint8Array, first: number, end: number): boolean {
  if (bytes[first] !== ZERO || end - first <= "0.0001".length) return false;
  for (let at = first + "0.".length; at < first + "0.0001".length; at++) if (bytes[at] !== ZERO) return false;
  return true;
}

function scanExponent(bytes: Uint8Array, letter: number): number {
  const sign = bytes[letter + 1];
  return (endOfDigits(bytes, sign === PLUS || sign === MINUS ? letter + 2 : letter + 1) << 2) | RESPELLED;
}

/** Position behind the digits at `from`; at least one digit must stand there. */
function endOfDigits(bytes: Uint8Array, from: number): number {
  let at = from;
  let byte = bytes[at] as number;
  while (byte >= ZERO && byte <= NINE) byte = bytes[++at] as number;
  if (at === from) throw new JsonSyntaxError("BAD_JSON", "A number lacks a digit", from);
  return at;
}
