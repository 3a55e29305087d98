import type { Sha256 } from "../../shared/sha256.ts";
import {
  growTree,
  isHeadOf,
  type JoinPoint,
  type JudgedHead,
  type JudgedLine,
  joinsOn,
  judgeHead,
  type LedgerGroup,
} from "./judge-group.ts";
import type { LedgerEntry, PlacedEntry } from "./ledger-entry.ts";
import type { FaultList } from "./ledger-fault.ts";
import { LedgerKeys } from "./ledger-keys.ts";
import { CHAIN_START, openingSchema } from "./ledger-tail.ts";
import { mendGroup } from "./mend-group.ts";
import { edgeLength, leafHash, MerkleTree } from "./merkle-tree.ts";
import { type HeadComparison, type OutsideHead, OutsideHeads } from "./outside-head.ts";
import type { NoteVerifier } from "./signed-note.ts";

/** Lines may be put right by trying so many times over the whole ledger; then damage is told without saying what stood there. */
const MEND_TRIES = 4;

/** An entry as it was read. */
export interface VerifiedEntry extends PlacedEntry {
  /** True where the line, or its place, is not confirmed by what stands around it: what it says is not to be relied on. */
  readonly isDoubtful: boolean;
  /** True where the line was put right in memory: its place holds other bytes. */
  readonly isMended: boolean;
}

/** The last signed head. */
export interface VerifiedHead {
  readonly note: string;
  readonly size: number;
  readonly epoch: number;
  /** Where its line ends in the segment. */
  readonly end: number;
}

interface Observed {
  readonly end: number;
  readonly root: string;
}

interface Accepted {
  readonly epoch: number;
  readonly group: LedgerGroup;
  readonly lines: readonly JudgedLine[];
  readonly before: JoinPoint;
  readonly tree: MerkleTree | null;
  readonly head: JudgedHead;
}

/** Goes along a ledger group by group and knows what every next one must join on to. */
export class GroupWalk {
  readonly #faults: FaultList;
  readonly #keys: LedgerKeys;
  readonly #outside: OutsideHeads;
  readonly #observed = new Map<number, Observed>();
  readonly #budget = { tries: MEND_TRIES };
  /** Null tree: damage before this place makes it unknown until a segment says it anew. */
  #at: JoinPoint = { tree: new MerkleTree(), size: 0, previous: CHAIN_START };
  #entries = 0;
  #heads = 0;
  #head: VerifiedHead | null = null;
  #lastAt = "";
  /** False once a group is not what was written, and not put right: files that no line names may have been named there. */
  isReliable = true;
  /** False while what was read last is damaged, so that entries missing after it are no rollback. */
  isEndWhole = true;

  constructor(parts: {
    readonly faults: FaultList;
    readonly firstKey: NoteVerifier | null;
    readonly outsideHeads: readonly OutsideHead[];
  }) {
    this.#faults = parts.faults;
    this.#keys = new LedgerKeys(parts.firstKey);
    this.#outside = new OutsideHeads(parts.outsideHeads);
    this.#outside.compare(new MerkleTree(), null);
  }

  /** Entries and heads seen, the root (hex; null when unknown), the last signed head, and every key. */
  get state() {
    const root = this.#at.tree?.root().toString("hex") ?? null;
    return { entries: this.#entries, heads: this.#heads, root, head: this.#head, keys: this.#keys.all };
  }

  /** How the whole ledger compares with the outside heads. Call it once, at the end. */
  comparisons(): readonly HeadComparison[] {
    if (this.#at.tree === null) this.#outside.skipTo(this.#at.size + 1);
    return this.#outside.finish(this.isEndWhole);
  }

  /** True when the entry is known to follow the last one. */
  follows({ prev }: LedgerEntry): boolean {
    return this.#at.previous !== null && prev === this.#at.previous;
  }

  /** Where nothing is known any more, the opening of a segment says how the tree before it looked. */
  enter(epoch: number, lines: readonly JudgedLine[]): void {
    this.#lastAt = "";
    this.isEndWhole = true;
    if (this.#at.tree !== null) return;
    const entry = lines[0]?.entry ?? null;
    const opening = openingSchema.safeParse(entry?.body);
    if (entry === null || entry.epoch !== epoch || !opening.success) return;
    const { size, edge } = opening.data;
    if (size !== entry.seq || edge.length !== edgeLength(size)) return;
    const tree = new MerkleTree(
      size,
      edge.map((digest) => Buffer.from(digest, "hex")),
    );
    this.#outside.skipTo(size);
    this.#outside.compare(tree, null);
    this.#at = { tree, size, previous: entry.prev };
  }

  /** The entries of one group. `nextPrev`: what the entry behind it says of its predecessor; null where nothing is behind. */
  *group(epoch: number, group: LedgerGroup, nextPrev: Sha256 | null): Generator<VerifiedEntry> {
    const { lines } = group;
    const before = this.#joinPoint(lines);
    const head = judgeHead(group.head, lines, this.#keys);
    const tree = before.tree === null ? null : growTree(before.tree, lines);
    const isConfirmed = lines.length > 0 && head.isSigned && tree !== null && isHeadOf(head, tree);
    const joins = joinsOn(lines, before, epoch);
    if (isConfirmed && !joins) this.#oddButSigned(epoch, lines);
    if (isConfirmed || (joins && this.#fitsUnseen({ before, lines, head, nextPrev }))) {
      yield* this.#accept({ epoch, group, lines, before, tree, head });
      return;
    }
    const mended = mendGroup({
      ...{ lines, before, epoch, nextPrev, budget: this.#budget },
      judgeHead: (judged) => judgeHead(group.head, judged, this.#keys),
    });
    for (const fault of mended.faults) this.#faults.add({ ...fault, epoch, expected: null, found: null });
    if (mended.isWhole && before.tree !== null) {
      const after = {
        tree: growTree(before.tree, mended.lines),
        head: judgeHead(group.head, mended.lines, this.#keys),
      };
      yield* this.#accept({ epoch, group, before, ...after, lines: mended.lines });
      return;
    }
    this.isEndWhole = false;
    this.isReliable = false;
    yield* this.doubtful(epoch, mended.lines);
    this.lose();
  }

  /** After damage the number of the next entry is what that entry says. */
  #joinPoint(lines: readonly JudgedLine[]): JoinPoint {
    const { tree, size, previous } = this.#at;
    if (tree !== null || previous !== null) return this.#at;
    return { tree, previous, size: lines[0]?.entry?.seq ?? size };
  }

  /** True for a group that joins on and is signed, where damage before it keeps its tree unknown. */
  #fitsUnseen(seen: {
    readonly before: JoinPoint;
    readonly lines: readonly JudgedLine[];
    readonly head: JudgedHead;
    readonly nextPrev: Sha256 | null;
  }): boolean {
    const { before, lines, head, nextPrev } = seen;
    const last = lines.at(-1)?.digest;
    if (before.tree !== null || last === undefined || !head.isSigned) return false;
    return head.judged.head?.size === before.size + lines.length && (nextPrev ?? last) === last;
  }

  /** The signature holds, so whoever holds the key wrote this; a newer version may know more kinds of entry than we do. */
  #oddButSigned(epoch: number, lines: readonly JudgedLine[]): void {
    const offset = lines.find(({ entry }) => entry === null)?.offset ?? lines[0]?.offset ?? 0;
    const isUnknown = lines.some(({ entry }) => entry === null);
    const code = isUnknown ? "ENTRY_UNKNOWN" : "LEDGER_REWRITTEN";
    const reason = isUnknown ? "an entry of a newer version" : "signed entries do not join on to those before them";
    this.#faults.add({ code, epoch, offset, reason, expected: null, found: null });
  }

  *#accept(accepted: Accepted): Generator<VerifiedEntry> {
    const { epoch, group, lines, before, tree, head } = accepted;
    this.#compareOutside(accepted);
    if (lines[0]?.offset === 0) this.#checkOpening(epoch, lines[0], before);
    this.#at = { tree, size: before.size + lines.length, previous: lines.at(-1)?.digest ?? before.previous };
    this.#keys.accept(head.introduced);
    this.#heads += 1;
    const size = head.judged.head?.size ?? null;
    if (head.note !== null && size !== null && head.isSigned) {
      this.#head = { note: head.note, size, epoch, end: group.end };
    }
    for (const line of lines) {
      this.#entries += 1;
      if (line.entry === null) continue;
      this.#checkClock(epoch, line);
      const isMended = !group.lines.some(({ bytes, offset }) => offset === line.offset && bytes.equals(line.bytes));
      yield { ...placedAt(epoch, line, line.entry), isDoubtful: false, isMended };
    }
  }

  /** The entries of lines that nothing confirms. */
  *doubtful(epoch: number, lines: readonly JudgedLine[]): Generator<VerifiedEntry> {
    for (const line of lines) {
      if (line.entry === null) continue;
      this.#entries += 1;
      yield { ...placedAt(epoch, line, line.entry), isDoubtful: true, isMended: false };
    }
  }

  #compareOutside({ epoch, group, lines, before }: Accepted): void {
    const end = before.size + lines.length;
    if (before.tree === null || (this.#outside.nextSize ?? Number.POSITIVE_INFINITY) > end) return;
    const tree = before.tree.copy();
    for (const { bytes } of lines) {
      tree.append(leafHash(bytes));
      if (tree.size === this.#outside.nextSize) {
        this.#outside.compare(tree, tree.size === end ? { epoch, end: group.end } : null);
      }
    }
  }

  /** What the first entry of a segment says of everything before it, compared with what was found there. */
  #checkOpening(epoch: number, { entry, offset }: JudgedLine, before: JoinPoint): void {
    const opening = openingSchema.safeParse(entry?.body);
    const edge = before.tree?.edge.map((digest) => digest.toString("hex")).join() ?? null;
    const isRight =
      entry?.kind === "epoch.opened" &&
      opening.success &&
      opening.data.size === before.size &&
      (edge === null || opening.data.edge.join() === edge);
    const odd = (path: number, reason: string): void =>
      this.#faults.add({ code: "LEDGER_REWRITTEN", epoch: path, offset, reason, expected: null, found: null });
    if (!isRight) odd(epoch, "it does not start by opening its epoch");
    for (const seal of opening.success ? opening.data.after : []) {
      const found = this.#observed.get(seal.epoch);
      if (found === undefined || (found.end === seal.length && found.root === seal.root)) continue;
      odd(seal.epoch, `it was closed at ${seal.length} bytes and has ${found.end}`);
    }
  }

  /** Time never runs backwards within an epoch: the writer sees to that. */
  #checkClock(epoch: number, { entry, offset }: JudgedLine): void {
    if (entry === null) return;
    if (entry.at < this.#lastAt) {
      const reason = `entry ${entry.seq} is earlier than the one before it`;
      this.#faults.add({ code: "CLOCK_BACKWARDS", epoch, offset, reason, expected: this.#lastAt, found: entry.at });
    }
    this.#lastAt = entry.at;
  }

  /** A segment was read up to here: what a later one says of it is compared with that. */
  observe(epoch: number, end: number): void {
    const { tree } = this.#at;
    if (tree !== null) this.#observed.set(epoch, { end, root: tree.root().toString("hex") });
  }

  /** Nothing is known from here on. */
  lose(): void {
    this.#at = { tree: null, size: this.#at.size, previous: null };
  }
}

function placedAt(epoch: number, { bytes, offset }: JudgedLine, entry: PlacedEntry["entry"]): PlacedEntry {
  return { entry, place: { epoch, offset, byteLength: bytes.byteLength } };
}
