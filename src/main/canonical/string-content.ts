import type { Buffer } from "node:buffer";

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|(.))/g;
const MEANINGS: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/**
 * What the scanned string with escapes at `start`..`end` (quotes included) says, as JavaScript holds it: the escapes of a
 * surrogate pair become one character, half a pair stays half a pair.
 */
export function stringContent(text: Buffer, start: number, end: number): string {
  return text
    .toString("utf8", start + 1, end - 1)
    .replace(ESCAPE, (_, hex: string | undefined, letter: string) =>
      hex === undefined ? (MEANINGS[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
    );
}
