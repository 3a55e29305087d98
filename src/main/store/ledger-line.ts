import { Buffer, isUtf8 } from "node:buffer";
import { BACKSLASH } from "../canonical/json-bytes.ts";
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

/** Shorter lines are too short for anything in which JSON.parse and our reader differ: deep nesting, endless digits. */
const PLAIN_LINE_BYTES = 1000;

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
  const plain = parsePlainLine(line);
  if (plain !== null) return plain;
  const parsed = ledgerEntrySchema.safeParse(parseLine(line));
  return parsed.success ? (parsed.data as LedgerEntry) : null;
}

/** The signed note in line B, or null when the line is none. */
export function parseHeadLine(line: Uint8Array): string | null {
  const value = parseLine(line);
  if (typeof value !== "object" || value === null || !("cp" in value)) return null;
  return typeof value.cp === "string" ? value.cp : null;
}

/** The entry in a line as nearly all are, several times quicker; null for every other line. */
function parsePlainLine(line: Uint8Array): LedgerEntry | null {
  const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
  if (text.byteLength > PLAIN_LINE_BYTES || text.includes(BACKSLASH) || !isUtf8(text)) return null;
  try {
    // Short strict UTF-8 without an escape: of equal keys the last counts here as it does for our reader, and no key is spelled twice.
    const value: unknown = JSON.parse(text.toString());
    return isPlainEntry(value) ? value : null;
  } catch {
    return null;
  }
}
