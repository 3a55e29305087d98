import { EVIDENCE_LIMITS, readJson, toPlain } from "../canonical/json-tree.ts";
import { canonicalEntryText } from "../canonical/restricted-json.ts";
import { type LedgerEntry, ledgerEntrySchema } from "./ledger-entry.ts";
import { isPlainEntry } from "./plain-entry.ts";

/** How line B, the signed head that closes a group of entries, starts. No line A starts so: its first key is `actor`. */
const HEAD_LINE_START = Buffer.from('{"cp":');

/** Line A without its line feed: canonical, so its digest is the entry's digest. */
export function entryLine(entry: LedgerEntry): Buffer {
  return Buffer.from(canonicalEntryText(entry));
}

/** Line B without its line feed. */
export function headLine(note: string): Buffer {
  return Buffer.from(JSON.stringify({ cp: note }));
}

/** True when a line is a signed head rather than an entry. */
export function isHeadLine(line: Uint8Array): boolean {
  return HEAD_LINE_START.equals(line.subarray(0, HEAD_LINE_START.byteLength));
}

/** The value of a line, or null when it is not JSON. The line is data from disk: it may hold anything. */
function parseLine(line: Uint8Array): unknown {
  try {
    return toPlain(readJson(line, EVIDENCE_LIMITS));
  } catch {
    // A line that cannot be read is an answer here, not a failure: callers report where it stands.
    return null;
  }
}

/** The entry in line A, or null when the line is none of ours. */
export function parseEntryLine(line: Uint8Array): LedgerEntry | null {
  const value = parseLine(line);
  if (isPlainEntry(value)) return value;
  const parsed = ledgerEntrySchema.safeParse(value);
  return parsed.success ? (parsed.data as LedgerEntry) : null;
}

/** The signed note in line B, or null when the line is none. */
export function parseHeadLine(line: Uint8Array): string | null {
  const value = parseLine(line);
  if (typeof value !== "object" || value === null || !("cp" in value)) return null;
  return typeof value.cp === "string" ? value.cp : null;
}
