import { BACKSLASH, LOWER_U, SLASH, SPACE, ZERO } from "./json-bytes.ts";
import { JsonSyntaxError } from "./json-syntax-error.ts";

/** The letter of each short escape, by the character it stands for. */
const SHORT_ESCAPES = new Uint8Array(256);
for (const [character, letter] of ['""', "\\\\", "\bb", "\ff", "\nn", "\rr", "\tt"].map((pair) => [...pair])) {
  if (character && letter) SHORT_ESCAPES[character.charCodeAt(0)] = letter.charCodeAt(0);
}
const HEX_DIGITS = new TextEncoder().encode("0123456789abcdef");

/**
 * Writes the scanned string at `start`..`end` (both quotes included) at `to` as the canonical form spells it, and returns
 * the position behind it. Never longer than the original. Throws for a surrogate without partner.
 */
export function respellString(bytes: Uint8Array, at: { start: number; end: number }, to: number): number {
  let out = to;
  for (let i = at.start; i < at.end; ) {
    const byte = bytes[i] as number;
    if (byte !== BACKSLASH) {
      bytes[out++] = byte;
      i++;
    } else if (bytes[i + 1] === LOWER_U) {
      const unit = hexAt(bytes, i + 2);
      const point = isSurrogate(unit) ? pairAt(bytes, i, unit) : unit;
      out = writeCodePoint(bytes, point, out);
      i += point > 0xffff ? 12 : 6;
    } else {
      if (bytes[i + 1] !== SLASH) bytes[out++] = BACKSLASH;
      bytes[out++] = bytes[i + 1] as number;
      i += 2;
    }
  }
  return out;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** Code point of the surrogate escape at `at` and the one behind it. */
function pairAt(bytes: Uint8Array, at: number, high: number): number {
  const isEscape = bytes[at + 6] === BACKSLASH && bytes[at + 7] === LOWER_U;
  const low = isEscape ? hexAt(bytes, at + 8) : 0;
  if (high >= 0xdc00 || low < 0xdc00 || low > 0xdfff) {
    const reason = "A string holds half of a surrogate pair, which is no character and cannot be written as UTF-8";
    throw new JsonSyntaxError("BAD_JSON", reason, at);
  }
  return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

function hexAt(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) {
    const byte = bytes[i] as number;
    value = value * 16 + (byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57);
  }
  return value;
}

function writeCodePoint(bytes: Uint8Array, point: number, to: number): number {
  let out = to;
  if (point < 0x80) return writeAscii(bytes, point, to);
  if (point < 0x800) bytes[out++] = 0xc0 | (point >> 6);
  else {
    if (point < 0x10000) bytes[out++] = 0xe0 | (point >> 12);
    else {
      bytes[out++] = 0xf0 | (point >> 18);
      bytes[out++] = 0x80 | ((point >> 12) & 0x3f);
    }
    bytes[out++] = 0x80 | ((point >> 6) & 0x3f);
  }
  bytes[out++] = 0x80 | (point & 0x3f);
  return out;
}

function writeAscii(bytes: Uint8Array, point: number, to: number): number {
  let out = to;
  const letter = SHORT_ESCAPES[point] as number;
  if (letter !== 0) {
    bytes[out++] = BACKSLASH;
    bytes[out++] = letter;
  } else if (point >= SPACE) bytes[out++] = point;
  else {
    bytes[out++] = BACKSLASH;
    bytes[out++] = LOWER_U;
    bytes[out++] = ZERO;
    bytes[out++] = ZERO;
    bytes[out++] = ZERO + (point >> 4);
    bytes[out++] = HEX_DIGITS[point & 15] as number;
  }
  return out;
}
