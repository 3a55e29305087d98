import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  consistencyRanges,
  inclusionRanges,
  type LeafRange,
  RangeRoots,
  verifyConsistency,
  verifyInclusion,
} from "../../src/main/store/merkle-proof.ts";
import { leafHash, MerkleTree, nodeHash } from "../../src/main/store/merkle-tree.ts";
import { createSeededRandom } from "../support/simulated-fs/seeded-random.ts";

const LARGEST = 1_000_000;
/** Pairs of numbers, each tried as an inclusion and as a consistency. */
const CASES = Number(process.env.RMOS_TREE_CASES ?? 50_000);
const SEED = Number(process.env.RMOS_TREE_SEED ?? 20_261_121);

/** All nodes of the tree by their level: level 0 are the leaves, each further one has a node for each two whole ones below. */
function levelsOf(size: number): readonly Buffer[] {
  let level = Buffer.concat(Array.from({ length: size }, (_, index) => leafHash(Buffer.from(`line ${index}`))));
  const levels = [level];
  while (level.byteLength >= 64) {
    const above = Buffer.alloc(Math.floor(level.byteLength / 64) * 32);
    for (let at = 0; at < above.byteLength; at += 32) {
      nodeHash(level.subarray(at * 2, at * 2 + 32), level.subarray(at * 2 + 32, at * 2 + 64)).copy(above, at);
    }
    levels.push(above);
    level = above;
  }
  return levels;
}

/** The tree hash of leaves `start` up to `end` as RFC 6962, 2.1 words it, with whole subtrees looked up. */
function rootOf(levels: readonly Buffer[], start: number, end: number): Buffer {
  const size = end - start;
  if (size === 0) return hash("sha256", "", "buffer");
  const height = Math.floor(Math.log2(size));
  const whole = 2 ** height;
  const node = (): Buffer =>
    levels[height]?.subarray((start / whole) * 32, (start / whole) * 32 + 32) ?? Buffer.alloc(0);
  if (whole === size) return node();
  return nodeHash(node(), rootOf(levels, start + whole, end));
}

function flipped(digest: Buffer, bit: number): Buffer {
  const copy = Buffer.from(digest);
  copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return copy;
}

describe(`trees of up to ${LARGEST} leaves`, () => {
  const levels = levelsOf(LARGEST);
  const proofOf = (ranges: readonly LeafRange[]): Buffer[] =>
    ranges.map(({ start, end }) => rootOf(levels, start, end));

  it("have the same root as one that grew leaf by leaf", () => {
    const tree = new MerkleTree();
    const leaves = levels[0] ?? Buffer.alloc(0);
    for (let at = 0; at < leaves.byteLength; at += 32) {
      tree.append(leaves.subarray(at, at + 32));
      if (tree.size % 99_991 === 0) expect(tree.root().equals(rootOf(levels, 0, tree.size))).toBe(true);
    }
    expect(tree.root().equals(rootOf(levels, 0, LARGEST))).toBe(true);
  });

  it("give the proofs that their subtrees give, collected in one pass", () => {
    for (const size of [LARGEST, 524_289, 65_536]) {
      const ranges = inclusionRanges(Math.floor(size / 3), size);
      const collector = new RangeRoots(ranges);
      for (let at = 0; at < size; at += 1) collector.add(levels[0]?.subarray(at * 32, at * 32 + 32) ?? Buffer.alloc(0));
      expect(Buffer.concat(collector.roots() ?? []).equals(Buffer.concat(proofOf(ranges)))).toBe(true);
    }
  });

  it(`prove ${CASES} random leaves and ${CASES} random beginnings, and nothing that differs in one bit`, () => {
    const random = createSeededRandom(SEED);
    let [held, lies] = [0, 0];
    for (let count = 0; count < CASES; count += 1) {
      const size = 1 + random.below(LARGEST);
      const index = random.below(size);
      const leaf = levels[0]?.subarray(index * 32, index * 32 + 32) ?? Buffer.alloc(0);
      const root = rootOf(levels, 0, size);
      const path = proofOf(inclusionRanges(index, size));
      if (verifyInclusion({ index, size, leaf, root }, path)) held += 1;
      if (verifyInclusion({ index, size, leaf: flipped(leaf, random.below(256)), root }, path)) lies += 1;
      const oldSize = 1 + index;
      const claim = { oldSize, newSize: size, oldRoot: rootOf(levels, 0, oldSize), newRoot: root };
      const steps = proofOf(consistencyRanges(oldSize, size));
      if (verifyConsistency(claim, steps)) held += 1;
      if (verifyConsistency({ ...claim, oldRoot: flipped(claim.oldRoot, random.below(256)) }, steps)) lies += 1;
    }
    process.stdout.write(
      `trees of seed ${SEED}: ${CASES} random pairs up to ${LARGEST}, ${held} proofs held, ${lies} lies believed\n`,
    );
    expect(CASES).toBeGreaterThan(0);
    expect([held, lies]).toEqual([2 * CASES, 0]);
  }, 600_000);
});
