import { MerkleTree, nodeHash } from "./merkle-tree.ts";

/** Leaves `start` up to, not including, `end`. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** The claim that one leaf stands at `index` of the tree with this size and root. */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  /** The digest of the leaf, not its bytes. */
  readonly leaf: Buffer;
  readonly root: Buffer;
}

/** The claim that a tree of `oldSize` leaves is the beginning of one of `newSize`. */
export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Buffer;
  readonly newSize: number;
  readonly newRoot: Buffer;
}

/** The largest power of two below `size`, which must be above 1. Sizes go beyond 32 bits, so this is arithmetic, not bit work. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** The subtrees whose roots are the inclusion proof of a leaf, in the order of the proof. Source: RFC 6962, 2.1.1 (PATH). */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  requireCount(size);
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw new RangeError("the leaf is not in the tree");
  const ranges: LeafRange[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    const isLeft = index < middle;
    ranges.push(isLeft ? { start: middle, end } : { start, end: middle });
    [start, end] = isLeft ? [start, middle] : [middle, end];
  }
  return ranges.reverse();
}

/** The subtrees whose roots are the consistency proof of two sizes, in the order of the proof. Source: RFC 6962, 2.1.2 (PROOF). */
export function consistencyRanges(oldSize: number, newSize: number): readonly LeafRange[] {
  requireCount(newSize);
  if (!Number.isSafeInteger(oldSize) || oldSize < 0 || oldSize > newSize)
    throw new RangeError("the old tree is larger");
  if (oldSize === 0 || oldSize === newSize) return [];
  const ranges: LeafRange[] = [];
  let [start, end] = [0, newSize];
  while (end !== oldSize) {
    const middle = start + splitOf(end - start);
    const isLeft = oldSize <= middle;
    ranges.push(isLeft ? { start: middle, end } : { start, end: middle });
    [start, end] = isLeft ? [start, middle] : [middle, end];
  }
  // Where the old tree is a whole subtree of the new one, whoever checks has its root already.
  if (start > 0) ranges.push({ start, end });
  return ranges.reverse();
}

/** The roots of ranges of leaves that do not overlap, in the order asked for, in one pass over the leaves. */
export class RangeRoots {
  readonly #ranges: readonly LeafRange[];
  readonly #byStart: readonly LeafRange[];
  readonly #roots = new Map<LeafRange, Buffer>();
  #tree = new MerkleTree();
  #next = 0;
  #leaves = 0;

  constructor(ranges: readonly LeafRange[]) {
    this.#ranges = ranges;
    this.#byStart = [...ranges].sort((left, right) => left.start - right.start);
  }

  /** Takes the digests of the leaves, one after the other from leaf 0 on. */
  add(leaf: Buffer): void {
    const range = this.#byStart[this.#next];
    const index = this.#leaves;
    this.#leaves += 1;
    if (range === undefined || index < range.start) return;
    this.#tree.append(leaf);
    if (index + 1 < range.end) return;
    this.#roots.set(range, this.#tree.root());
    this.#tree = new MerkleTree();
    this.#next += 1;
  }

  /** Null while leaves of a range are missing. */
  roots(): readonly Buffer[] | null {
    const roots = this.#ranges.map((range) => this.#roots.get(range));
    return roots.every((root) => root !== undefined) ? roots : null;
  }
}

/** True when `proof` shows the claim. Takes any numbers and digests, and never throws. Source: RFC 9162, 2.1.3.2. */
export function verifyInclusion(claim: InclusionClaim, proof: readonly Uint8Array[]): boolean {
  const { index, size, leaf, root } = claim;
  if (!isCount(size) || !isCount(index) || index >= size || !areDigests([leaf, root, ...proof])) return false;
  let [fn, sn] = [index, size - 1];
  let node: Buffer = leaf;
  for (const step of proof) {
    if (sn === 0) return false;
    const sibling = Buffer.from(step);
    if (fn % 2 === 1 || fn === sn) {
      node = nodeHash(sibling, node);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, half(sn)];
    } else {
      node = nodeHash(node, sibling);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && node.equals(root);
}

/** True when `proof` shows the claim. Takes any numbers and digests, and never throws. Source: RFC 9162, 2.1.4.2. */
export function verifyConsistency(claim: ConsistencyClaim, proof: readonly Uint8Array[]): boolean {
  const { oldSize, newSize, oldRoot, newRoot } = claim;
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) return false;
  if (!areDigests([oldRoot, newRoot, ...proof])) return false;
  if (oldSize === newSize) return proof.length === 0 && Buffer.from(oldRoot).equals(newRoot);
  // Every tree begins with the empty one, whose root is known.
  if (oldSize === 0) return proof.length === 0 && new MerkleTree().root().equals(oldRoot);
  const [first, ...steps] = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof;
  return first !== undefined && climb(claim, Buffer.from(first), steps);
}

/** Climbs both trees at once from the last node they share. */
function climb(claim: ConsistencyClaim, first: Buffer, steps: readonly Uint8Array[]): boolean {
  let [fn, sn] = [claim.oldSize - 1, claim.newSize - 1];
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  let oldNode: Buffer = first;
  let newNode: Buffer = first;
  for (const step of steps) {
    if (sn === 0) return false;
    const sibling = Buffer.from(step);
    if (fn % 2 === 1 || fn === sn) {
      oldNode = nodeHash(sibling, oldNode);
      newNode = nodeHash(sibling, newNode);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, half(sn)];
    } else {
      newNode = nodeHash(newNode, sibling);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && oldNode.equals(claim.oldRoot) && newNode.equals(claim.newRoot);
}

const DIGEST_BYTES = 32;

function areDigests(values: readonly Uint8Array[]): boolean {
  return values.every((value) => value.byteLength === DIGEST_BYTES);
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function isPowerOfTwo(value: number): boolean {
  return value === 1 || splitOf(value) * 2 === value;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function requireCount(size: number): void {
  if (!isCount(size)) throw new RangeError("the size of a tree is a whole number");
}
