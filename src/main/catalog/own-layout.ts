import type { ByteRange } from "../canonical/json-value.ts";

const OPENING = '{\n  "';
const CLOSING = "\n}\n";
const NEXT_MEMBER = '\n  "';
const COLON_AND_BLANK = '": ';

/**
 * Where the values of some members stand in a record that this program wrote: there, a line that begins with two blanks and a quote begins
 * a member of the outermost object, and nothing else does. The rest is not looked at, so this is only for bytes whose digest is the one
 * that was recorded. `text` has one character for each byte. Null for another layout.
 */
export function ownMembers(text: string, wanted: ReadonlySet<string>): ReadonlyMap<string, ByteRange> | null {
  const end = text.length - CLOSING.length;
  if (!text.startsWith(OPENING) || !text.endsWith(CLOSING)) return null;
  const found = new Map<string, ByteRange>();
  for (let line = OPENING.indexOf("\n"); line >= 0; ) {
    const keyStart = line + NEXT_MEMBER.length;
    const keyEnd = text.indexOf('"', keyStart);
    if (keyEnd < 0 || !text.startsWith(COLON_AND_BLANK, keyEnd)) return null;
    const start = keyEnd + COLON_AND_BLANK.length;
    const next = text.indexOf(NEXT_MEMBER, start);
    const key = text.slice(keyStart, keyEnd);
    if (key.includes("\\")) return null;
    // A comma stands before the line of the next member.
    if (wanted.has(key)) found.set(key, { start, end: next < 0 ? end : next - 1 });
    line = next;
  }
  return found;
}
