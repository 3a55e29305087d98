import type { Sha256 } from "../../shared/sha256.ts";
import { sha256Hex } from "../canonical/digest.ts";
import { canonicalEntryText } from "../canonical/restricted-json.ts";
import type { LedgerEntry } from "./ledger-entry.ts";
import { type IntroducedKey, introducedKeys, type LedgerKeys } from "./ledger-keys.ts";
import { headLine, isHeadLine, parseEntryLine, parseHeadLine } from "./ledger-line.ts";
import type { LedgerLine } from "./ledger-lines.ts";
import { leafHash, type MerkleTree } from "./merkle-tree.ts";
import { type JudgedNote, judgeNote } from "./note-signatures.ts";

/** A line as it was found. */
export interface JudgedLine {
  readonly bytes: Buffer;
  readonly offset: number;
  /** Where the next line starts. */
  readonly end: number;
  /** False for the bytes behind the last line feed. */
  readonly isComplete: boolean;
  readonly digest: Sha256;
  /** Null when the bytes are no entry, or not the canonical form of one. */
  readonly entry: LedgerEntry | null;
  /** The note of a signed head, when the bytes are exactly how one is written. */
  readonly note: string | null;
}

/** Lines A up to the line B that closes them. */
export interface LedgerGroup {
  readonly lines: readonly JudgedLine[];
  /** Null where the segment ends without one. */
  readonly head: JudgedLine | null;
  readonly start: number;
  readonly end: number;
}

/** What a line B is worth. */
export interface JudgedHead {
  readonly offset: number;
  readonly note: string | null;
  readonly judged: JudgedNote;
  /** Signed by a key that may, and by no other. */
  readonly isSigned: boolean;
  /** Keys that the entries before it bring in. */
  readonly introduced: readonly IntroducedKey[];
}

const NO_NOTE: JudgedNote = { state: "unreadable", head: null, signers: [], otherSignatures: 0 };
const NOTHING = Buffer.alloc(0);

/** The groups that lines make; the last may have no head. */
export function* ledgerGroups(lines: Iterable<JudgedLine>): Generator<LedgerGroup> {
  let open: JudgedLine[] = [];
  for (const line of lines) {
    if (!line.isComplete || !isHeadLine(line.bytes)) {
      open.push(line);
      continue;
    }
    yield { lines: open, head: line, start: open[0]?.offset ?? line.offset, end: line.end };
    open = [];
  }
  const [first] = open;
  if (first !== undefined) yield { lines: open, head: null, start: first.offset, end: open.at(-1)?.end ?? first.end };
}

/** What a line is. Takes any bytes; null stands for more of them than any line of ours has. */
export function judgeLine({ bytes, offset, end, isComplete }: LedgerLine): JudgedLine {
  const line = bytes ?? NOTHING;
  const isHead = isHeadLine(line);
  return {
    ...{ bytes: line, offset, end, isComplete, digest: sha256Hex(line) },
    entry: isHead ? null : canonicalEntry(line),
    note: isHead ? exactNote(line) : null,
  };
}

/** True for an entry or a signed head, spelled as we write them. */
export function isReadable({ entry, note }: JudgedLine): boolean {
  return entry !== null || note !== null;
}

/** An entry only counts when its line is what we would have written for it: there is one spelling of each. */
function canonicalEntry(line: Buffer): LedgerEntry | null {
  const entry = parseEntryLine(line);
  if (entry === null) return null;
  try {
    return line.equals(Buffer.from(canonicalEntryText(entry))) ? entry : null;
  } catch {
    // A value that no entry can hold: half a character, a number beyond the safe ones.
    return null;
  }
}

function exactNote(bytes: Buffer): string | null {
  const note = parseHeadLine(bytes);
  return note !== null && headLine(note).equals(bytes) ? note : null;
}

/** What a head is. Takes any line. `lines` are the entries it closes: they may bring in the key that signed it. */
export function judgeHead(head: JudgedLine | null, lines: readonly JudgedLine[], keys: LedgerKeys): JudgedHead {
  const introduced = introducedKeys(lines.flatMap(({ entry }) => (entry === null ? [] : [entry])));
  const offset = head?.offset ?? lines.at(-1)?.offset ?? 0;
  const note = head?.note ?? null;
  if (note === null) return { offset, note, judged: NO_NOTE, isSigned: false, introduced };
  const judged = judgeNote(note, keys.allowed(introduced));
  const isByOwnKey = judged.state === "signed" && keys.mayHaveSigned(judged.signers, introduced);
  // Without any key nothing can be said about signatures, and nothing is.
  const isSigned = !keys.isKnown || (isByOwnKey && judged.otherSignatures === 0);
  return { offset, note, judged, isSigned, introduced };
}

/** The tree with these lines behind it. */
export function growTree(tree: MerkleTree, lines: readonly JudgedLine[]): MerkleTree {
  const grown = tree.copy();
  for (const { bytes } of lines) grown.append(leafHash(bytes));
  return grown;
}

/** True when the head is about exactly this tree. */
export function isHeadOf({ judged }: JudgedHead, tree: MerkleTree): boolean {
  return judged.head !== null && judged.head.size === tree.size && judged.head.root.equals(tree.root());
}

/** Where a group should join on. Null: not known, because something before it is damaged. */
export interface JoinPoint {
  readonly tree: MerkleTree | null;
  /** The number of the next entry. */
  readonly size: number;
  readonly previous: Sha256 | null;
}

/** True when every line is an entry of this epoch and joins on to the one before it. */
export function joinsOn(lines: readonly JudgedLine[], before: JoinPoint, epoch: number): boolean {
  let { size, previous } = before;
  for (const { entry, digest } of lines) {
    if (entry === null || entry.epoch !== epoch || entry.seq !== size) return false;
    if (previous !== null && entry.prev !== previous) return false;
    size += 1;
    previous = digest;
  }
  return true;
}
