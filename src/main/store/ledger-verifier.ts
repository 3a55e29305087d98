import type { Sha256 } from "../../shared/sha256.ts";
import type { Fs } from "../system/fs.ts";
import { GroupWalk, type VerifiedEntry, type VerifiedHead } from "./group-walk.ts";
import { type LedgerGroup, ledgerGroups } from "./judge-group.ts";
import { FaultList, type LedgerFault } from "./ledger-fault.ts";
import { ledgerLines, type PendingLines } from "./ledger-lines.ts";
import { planLedger, type Seal, type SegmentPlan } from "./ledger-segments.ts";
import { mendLines } from "./mend-lines.ts";
import type { HeadComparison, OutsideHead } from "./outside-head.ts";
import { type PendingChanges, readPendingChanges } from "./pending-changes.ts";
import type { NoteVerifier } from "./signed-note.ts";
import { ledgerPath, resolveStorePath } from "./store-layout.ts";

/** What a ledger is verified by. */
export interface LedgerClaims {
  readonly fs: Fs;
  readonly runsDir: string;
  /** The key the store was born with; null where no one can say, and signatures are not judged then. */
  readonly firstKey: NoteVerifier | null;
  readonly outsideHeads: readonly OutsideHead[];
}

/** What verifying a whole ledger came to. */
export interface LedgerVerification {
  readonly faults: readonly LedgerFault[];
  readonly entries: number;
  readonly heads: number;
  /** Hex; null where damage at the end of the ledger makes it unknown. */
  readonly root: string | null;
  /** The last signed head; null in an empty ledger. */
  readonly head: VerifiedHead | null;
  /** Every key the store ever had, oldest first. */
  readonly keys: readonly NoteVerifier[];
  readonly comparisons: readonly HeadComparison[];
  /** False when part of it cannot be relied on: files that no line names may have been named there. */
  readonly isReliable: boolean;
  readonly pending: PendingChanges;
  /** Of the newest segment; 0 without one. */
  readonly lastEpoch: number;
}

const NOTHING_PENDING: PendingChanges = { journals: [], lines: new Map(), files: new Map() };

/**
 * Verifies a ledger from its first byte to its last: every line is its own canonical form, every entry joins on to the one before it,
 * every head is signed by a key valid there and is about exactly the entries before it, every segment ends where it was sealed. Total:
 * bytes of any kind give faults, never an error; only faults of the drive are thrown. Reads only. Memory does not grow with the ledger.
 * Source: RFC 6962, 2.1; C2SP tlog-checkpoint; store-format, "The ledger".
 */
export class LedgerVerifier {
  readonly #claims: LedgerClaims;
  readonly #faults = new FaultList();
  readonly #walk: GroupWalk;
  #pending = NOTHING_PENDING;
  #lastEpoch = 0;

  constructor(claims: LedgerClaims) {
    this.#claims = claims;
    this.#walk = new GroupWalk({ ...claims, faults: this.#faults });
  }

  /** Every entry in order. The result is complete when all were taken. */
  *entries(): Generator<VerifiedEntry> {
    const { segments, pending } = planLedger(this.#claims.fs, this.#claims.runsDir);
    this.#pending = pending;
    for (const segment of segments) yield* this.#segment(segment);
  }

  /** From this byte of a segment on, its lines stand in the journal and not in the file yet. */
  pendingFrom(epoch: number): number {
    return this.#pending.lines.get(epoch)?.offset ?? Number.POSITIVE_INFINITY;
  }

  /** What the entries taken so far came to. Call it once, at the end. */
  result(): LedgerVerification {
    return {
      ...this.#walk.state,
      faults: this.#faults.all(),
      comparisons: this.#walk.comparisons(),
      isReliable: this.#walk.isReliable,
      pending: this.#pending,
      lastEpoch: this.#lastEpoch,
    };
  }

  *#segment(segment: SegmentPlan): Generator<VerifiedEntry> {
    const { epoch, seal, nextPrev } = segment;
    this.#lastEpoch = epoch;
    if (!segment.isThere) return this.#missing(segment);
    let held: LedgerGroup | null = null;
    for (const group of this.#groups(epoch, this.#pending.lines.get(epoch) ?? null)) {
      if (held === null && !this.#begin(epoch, group)) return;
      const isLate = group.start === seal?.length;
      if (held !== null) yield* this.#walk.group(epoch, held, isLate ? nextPrev : prevOf(group));
      if (isLate) return this.#late(epoch, group);
      held = group;
    }
    if (held !== null) yield* this.#lastGroup(segment, held);
    else if (seal === null || seal.length > 0) this.#truncated(segment, 0);
  }

  #groups(epoch: number, pending: PendingLines | null): Generator<LedgerGroup> {
    const { fs, runsDir } = this.#claims;
    const path = resolveStorePath(runsDir, ledgerPath(epoch));
    const onMended = (offset: number): void => {
      const reason = `byte ${offset} is not the one that was written`;
      this.#faults.add({ code: "LEDGER_DAMAGED", epoch, offset, reason, expected: null, found: null });
    };
    return ledgerGroups(mendLines(ledgerLines(fs, path, pending), onMended));
  }

  #missing({ epoch, seal }: SegmentPlan): void {
    const reason = "a later part of the ledger names it";
    this.#faults.add({ code: "LEDGER_MISSING", epoch, reason, expected: `${seal?.length ?? 0} bytes`, found: null });
    this.#walk.isReliable = false;
    this.#walk.lose();
  }

  /** False for a file that holds another segment: files were swapped or renamed, and nothing in it can be in its place. */
  #begin(epoch: number, { lines }: LedgerGroup): boolean {
    const first = lines.find(({ entry }) => entry !== null)?.entry ?? null;
    const found = first?.epoch ?? epoch;
    if (first === null || found === epoch || this.#walk.follows(first)) {
      this.#walk.enter(epoch, lines);
      return true;
    }
    const reason = `it holds the entries of epoch ${found}`;
    this.#faults.add({ code: "LEDGER_DAMAGED", epoch, offset: 0, reason, expected: `${epoch}`, found: `${found}` });
    this.#walk.isReliable = false;
    this.#walk.isEndWhole = false;
    this.#walk.lose();
    return false;
  }

  /** The last group of a segment, behind which nothing stands that could confirm it but the next segment. */
  *#lastGroup(segment: SegmentPlan, group: LedgerGroup): Generator<VerifiedEntry> {
    const { epoch, seal, nextPrev } = segment;
    if (group.head !== null || isHeadInTatters(group, seal)) {
      yield* this.#walk.group(epoch, group, nextPrev);
      if (seal !== null && group.end < seal.length) this.#truncated(segment, group.end);
      else this.#walk.observe(epoch, group.end);
      return;
    }
    const rest = seal === null ? this.#reread(epoch, group.start) : null;
    if (rest !== null) {
      yield* this.#continue(epoch, rest);
      return;
    }
    if (seal === null) this.#torn(epoch, group);
    else this.#truncated(segment, group.start);
    yield* this.#walk.doubtful(epoch, group.lines);
    this.#walk.lose();
  }

  /** A program may be writing just now: what it is putting in place stands whole in its journal. */
  #reread(epoch: number, offset: number): PendingLines | null {
    const { fs, runsDir } = this.#claims;
    const pending = readPendingChanges(fs, runsDir, () => null).lines.get(epoch) ?? null;
    return pending !== null && pending.offset <= offset ? pending : null;
  }

  *#continue(epoch: number, pending: PendingLines): Generator<VerifiedEntry> {
    for (const group of this.#groups(epoch, pending)) {
      if (group.start >= pending.offset && group.head !== null) yield* this.#walk.group(epoch, group, null);
    }
  }

  #late(epoch: number, first: LedgerGroup): void {
    this.#walk.observe(epoch, first.start);
    const code = first.head === null ? "LEDGER_TORN" : "LEDGER_LATE";
    const reason = `bytes stand behind byte ${first.start}, where it was closed`;
    this.#faults.add({ code, epoch, offset: first.start, reason, expected: null, found: null, severity: "warning" });
  }

  #torn(epoch: number, { start, end, lines }: LedgerGroup): void {
    this.#walk.isEndWhole = false;
    if (lines.some(({ isComplete }) => !isComplete)) this.#walk.isReliable = false;
    const reason = `the last ${end - start} bytes are not signed`;
    this.#faults.add({ code: "LEDGER_TORN", epoch, offset: start, reason, expected: null, found: null });
  }

  #truncated({ epoch, seal }: SegmentPlan, end: number): void {
    // Everything up to the seal is here: then the seal, or a head, is not what was written, and that is told there.
    if (seal !== null && this.#walk.state.root === seal.root) {
      this.#walk.observe(epoch, end);
      return;
    }
    // The first lines of an epoch are there from the moment its file is: a file without any was emptied.
    const expected = seal === null ? null : `${seal.length} bytes`;
    const reason = seal === null ? "it is empty" : `it was closed at ${expected}`;
    // Lines that were taken out leave it shorter too, and that is told already.
    if (!this.#faults.has(epoch)) {
      this.#faults.add({ code: "LEDGER_TRUNCATED", epoch, offset: end, reason, expected, found: `${end} bytes` });
    }
    this.#walk.isEndWhole = false;
    this.#walk.isReliable = false;
    this.#walk.lose();
  }
}

function prevOf({ lines }: LedgerGroup): Sha256 | null {
  return lines[0]?.entry?.prev ?? null;
}

/** A whole line at the end that is no entry stands where a head belongs. A sealed segment ends with a head, whatever it looks like. */
function isHeadInTatters({ lines, end }: LedgerGroup, seal: Seal | null): boolean {
  const last = lines.at(-1);
  return last?.isComplete === true && last.entry === null && (seal === null || seal.length === end);
}
