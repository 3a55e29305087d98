import { BACKSLASH, LOWER_U, QUOTE, SLASH, SPACE } from "./json-bytes.ts";
import { JsonSyntaxError } from "./json-syntax-error.ts";
import { ESCAPED, PLAIN, RESPELLED } from "./spelling.ts";

/** What may follow a backslash, and whether the canonical form keeps it: `\/` and `\uXXXX` are respelled. */
const ESCAPES = new Uint8Array(256);
const NO_ESCAPE = 0;
const KEPT = 1;
const DROPPED = 2;
const UNICODE = 3;
for (const letter of '"\\bfnrt') ESCAPES[letter.charCodeAt(0)] = KEPT;
ESCAPES[SLASH] = DROPPED;
ESCAPES[LOWER_U] = UNICODE;

/**
 * Finds the end of the string whose opening quote is at `start`; returns `end << 2 | spelling`. `bytes` must hold a 0 at
 * `length`, which stops every loop. UTF-8 is not checked here.
 */
export function scanString(bytes: Uint8Array, start: number, length: number): number {
  let at = start + 1;
  let byte = bytes[at] as number;
  while (byte !== QUOTE && byte !== BACKSLASH && byte >= SPACE) byte = bytes[++at] as number;
  if (byte === QUOTE) return ((at + 1) << 2) | PLAIN;
  return scanEscapedString(bytes, at, length);
}

function scanEscapedString(bytes: Uint8Array, from: number, length: number): number {
  let spelling = ESCAPED;
  let at = from;
  for (;;) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return ((at + 1) << 2) | spelling;
    if (byte === BACKSLASH) {
      const kind = ESCAPES[bytes[at + 1] as number] as number;
      if (kind !== KEPT) spelling = RESPELLED;
      at += kind === KEPT || kind === DROPPED ? 2 : longEscapeLength(bytes, at, length);
    } else if (byte >= SPACE) at++;
    else throw unfinished(bytes, at, length);
  }
}

/** Length of the `\uXXXX` at `at`; whatever else stands there is refused. */
function longEscapeLength(bytes: Uint8Array, at: number, length: number): number {
  if (at + 1 >= length) throw new JsonSyntaxError("BAD_JSON", "The text ends inside a string", length);
  if (ESCAPES[bytes[at + 1] as number] === NO_ESCAPE) {
    throw new JsonSyntaxError("BAD_JSON", "A string holds a backslash that starts no JSON escape", at);
  }
  for (let i = at + 2; i < at + 6; i++) {
    if (isHexDigit(bytes[i] as number)) continue;
    if (i >= length) throw new JsonSyntaxError("BAD_JSON", "The text ends inside a string", length);
    throw new JsonSyntaxError("BAD_JSON", "A \\u escape is not followed by four hexadecimal digits", at);
  }
  return 6;
}

function isHexDigit(byte: number): boolean {
  const lower = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (lower >= 0x61 && lower <= 0x66);
}

function unfinished(bytes: Uint8Array, at: number, length: number): JsonSyntaxError {
  if (at >= length) return new JsonSyntaxError("BAD_JSON", "The text ends inside a string", length);
  const code = (bytes[at] as number).toString(16).padStart(2, "0");
  return new JsonSyntaxError("BAD_JSON", `A string holds the control character U+00${code} unescaped`, at);
}
