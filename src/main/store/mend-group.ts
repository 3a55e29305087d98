import type { Sha256 } from "../../shared/sha256.ts";
import { sha256Hex } from "../canonical/digest.ts";
import {
  growTree,
  isHeadOf,
  type JoinPoint,
  type JudgedHead,
  type JudgedLine,
  joinsOn,
  judgeLine,
} from "./judge-group.ts";
import { leafHash } from "./merkle-tree.ts";
import { canBeMended, mendOneByte } from "./one-byte-off.ts";

/** Something that is not as it was written: where, why, and whether it is damage or someone's doing. */
export interface GroupFault {
  readonly code: "LEDGER_DAMAGED" | "LEDGER_REWRITTEN";
  readonly offset: number;
  readonly reason: string;
  /** True where a head says what it should and only its signature does not hold. One is damage; many are someone without the key. */
  readonly isSignature?: boolean;
}

/** A group that does not fit, and all that is known around it. */
export interface OddGroup {
  readonly lines: readonly JudgedLine[];
  /** Judges the head again, by the keys that these lines bring in. */
  readonly judgeHead: (lines: readonly JudgedLine[]) => JudgedHead;
  readonly before: JoinPoint;
  readonly epoch: number;
  /** What the entry behind the group says its predecessor's digest is; null at the end of the ledger. */
  readonly nextPrev: Sha256 | null;
  /** Tries left over the whole ledger: each may cost a fraction of a second. */
  readonly budget: { tries: number };
}

/** What is left of the group. */
export interface MendedGroup {
  /** As they were written, as far as that is known. */
  readonly lines: readonly JudgedLine[];
  readonly faults: readonly GroupFault[];
  /** True when the tree can go on from these lines. */
  readonly isWhole: boolean;
}

/**
 * Finds out what is wrong with a group. Each entry holds the digest of the one before it, and the signed head that of all: so one
 * changed byte can be found and put right (in memory), a damaged head is told from damaged entries, and entries that read well but are
 * not those that were signed are told from damage.
 */
export function mendGroup(group: OddGroup): MendedGroup {
  if (group.lines.length === 0) return lonelyHead(group);
  const faults: GroupFault[] = [];
  const mended = mendLast(group, mendFromBehind(group, faults), faults);
  const { before, epoch, nextPrev } = group;
  const head = group.judgeHead(mended);
  const judged: JudgedGroup = { ...group, lines: mended, head, faults };
  const tree = before.tree === null ? null : growTree(before.tree, mended);
  const isConfirmed = tree !== null && head.isSigned && isHeadOf(head, tree);
  if (isConfirmed) return { lines: mended, faults, isWhole: true };
  const last = mended.at(-1)?.digest;
  const fits = joinsOn(mended, before, epoch) && (nextPrev ?? last) === last;
  if (fits) return { lines: mended, ...judgeMisfit(judged) };
  return { lines: mended, faults: [...faults, ...lineFaults(judged)], isWhole: false };
}

interface JudgedGroup extends OddGroup {
  readonly head: JudgedHead;
  /** What is told already. */
  readonly faults: readonly GroupFault[];
}

/** Every head we write closes at least one entry. */
function lonelyHead({ judgeHead, before }: OddGroup): MendedGroup {
  const { offset } = judgeHead([]);
  const fault: GroupFault = { code: "LEDGER_REWRITTEN", offset, reason: "a signed head was put in" };
  return { lines: [], faults: [fault], isWhole: before.tree !== null };
}

function isUnreadable({ entry }: JudgedLine): boolean {
  return entry === null;
}

/** From the last line to the first: what comes behind a line says what its digest was. */
function mendFromBehind(group: OddGroup, faults: GroupFault[]): JudgedLine[] {
  const { lines, before, nextPrev, budget } = group;
  const hasHead = group.judgeHead(lines).note !== null;
  const mended: JudgedLine[] = [];
  let wanted = nextPrev;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const line = lines[index];
    if (line === undefined) continue;
    const earlier = index === 0 ? before.previous : (lines[index - 1]?.digest ?? null);
    const isDroppable =
      line.entry === null && isGarbledHead({ wanted, earlier, isEnd: !hasHead && index === lines.length - 1 });
    if (isDroppable) {
      faults.unshift({ code: "LEDGER_DAMAGED", offset: line.offset, reason: "a signed head cannot be read" });
      continue;
    }
    const isPlaced = line.entry === null || line.entry.prev === earlier || line.entry.seq === before.size + index;
    const original = wanted === null || line.digest === wanted || !isPlaced ? null : tryMend(line, wanted, budget);
    if (original !== null) faults.unshift(oneByte(original.line.offset + original.at));
    mended.unshift(original?.line ?? line);
    wanted = (original?.line ?? line).entry?.prev ?? null;
  }
  return mended;
}

/** A line that is no entry, and whose neighbours join without it, was the head between two groups. */
function isGarbledHead(around: {
  readonly wanted: Sha256 | null;
  readonly earlier: Sha256 | null;
  readonly isEnd: boolean;
}): boolean {
  if (around.earlier !== null && around.wanted === around.earlier) return true;
  // At the end of the ledger nothing follows that could tell. A line in the place of a head is taken for one.
  return around.isEnd && around.wanted === null;
}

function oneByte(offset: number): GroupFault {
  return { code: "LEDGER_DAMAGED", offset, reason: `byte ${offset} is not the one that was written` };
}

interface Original {
  readonly line: JudgedLine;
  /** Where in the line the byte stands. */
  readonly at: number;
}

function tryMend(line: JudgedLine, wanted: Sha256, budget: { tries: number }): Original | null {
  return spend(budget) ? mendLine(line, (candidate) => sha256Hex(candidate) === wanted) : null;
}

function mendLine(line: JudgedLine, isWanted: (candidate: Buffer) => boolean): Original | null {
  const found = mendOneByte(line.bytes, isWanted);
  if (found === null) return null;
  const original = judgeLine({ ...line, bytes: found.bytes });
  return original.entry === null ? null : { line: original, at: found.offset };
}

function spend(budget: { tries: number }): boolean {
  budget.tries -= 1;
  return budget.tries >= 0;
}

/** Behind the last line of the ledger stands only the head: its root tells what the line was. */
function mendLast(group: OddGroup, lines: JudgedLine[], faults: GroupFault[]): JudgedLine[] {
  const { before, nextPrev, budget } = group;
  const head = group.judgeHead(lines);
  const last = lines.at(-1);
  const wanted = head.judged.head;
  if (nextPrev !== null || before.tree === null || last === undefined || wanted === null || !head.isSigned)
    return lines;
  const rest = growTree(before.tree, lines.slice(0, -1));
  if (wanted.size !== rest.size + 1 || isHeadOf(head, growTree(rest, [last])) || !spend(budget)) return lines;
  const original = mendLine(last, (candidate) => {
    const tree = rest.copy();
    tree.append(leafHash(candidate));
    return tree.root().equals(wanted.root);
  });
  if (original === null) return lines;
  faults.push(oneByte(last.offset + original.at));
  return [...lines.slice(0, -1), original.line];
}

/** Every entry joins, so it is between them and the head. */
function judgeMisfit(group: JudgedGroup): Pick<MendedGroup, "faults" | "isWhole"> {
  const { head, before, lines, faults } = group;
  const { offset } = head;
  const withFault = (code: GroupFault["code"], reason: string) => [...faults, { code, offset, reason }];
  const isMatched = before.tree === null ? !isCountOther(group) : isHeadOf(head, growTree(before.tree, lines));
  if (head.isSigned && !isMatched) {
    const reason = `a signed head over ${head.judged.head?.size ?? 0} entries says that other entries stood here`;
    return { faults: withFault("LEDGER_REWRITTEN", reason), isWhole: false };
  }
  const isWhole = before.tree !== null;
  if (head.isSigned) return { faults, isWhole };
  if (head.judged.state === "unknown-key") {
    return { faults: withFault("LEDGER_REWRITTEN", "a head is signed with a key that this folder never had"), isWhole };
  }
  // Where a head was dropped its fault is told already.
  if (head.note === null && faults.length > 0) return { faults, isWhole };
  if (head.note === null) return { faults: withFault("LEDGER_DAMAGED", "a signed head cannot be read"), isWhole };
  const reason = "the signature under a head does not hold";
  return { faults: [...faults, { code: "LEDGER_DAMAGED", offset, reason, isSignature: isMatched }], isWhole };
}

/** Lines that are not those that were written, and that nothing puts right. One fault of a kind is enough for a group. */
function lineFaults(group: JudgedGroup): GroupFault[] {
  const { lines, faults: told } = group;
  const unreadable = lines.find(isUnreadable);
  if (unreadable !== undefined) {
    return [{ code: "LEDGER_DAMAGED", offset: unreadable.offset, reason: "a line cannot be read" }];
  }
  const { size, previous } = group.before;
  const displaced = lines.find(({ entry }, index) => {
    const earlier = index === 0 ? previous : lines[index - 1]?.digest;
    return earlier !== null && entry?.seq !== size + index && entry?.prev !== earlier;
  });
  const [first] = lines;
  const offset = (displaced ?? first)?.offset ?? group.head.offset;
  if (displaced !== undefined || isCountOther(group)) {
    return [{ code: "LEDGER_REWRITTEN", offset, reason: "lines were taken out, put in or moved" }];
  }
  if (told.length > 0) return [];
  const isTooLong = lines.some(({ bytes }) => !canBeMended(bytes));
  if (isTooLong) return [{ code: "LEDGER_DAMAGED", offset, reason: "a line is not the one that was signed" }];
  return [{ code: "LEDGER_REWRITTEN", offset, reason: "a line reads well, but is not the one that was signed" }];
}

function isCountOther({ head, before, lines }: JudgedGroup): boolean {
  return head.isSigned && head.judged.head !== null && head.judged.head.size !== before.size + lines.length;
}
