import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  consistencyRanges,
  inclusionRanges,
  type LeafRange,
  RangeRoots,
  verifyConsistency,
  verifyInclusion,
} from "../../../../src/main/store/merkle-proof.ts";
import { leafHash } from "../../../../src/main/store/merkle-tree.ts";

const LARGEST = 256;

/** The tree hash exactly as RFC 6962, 2.1 words it, over leaves that are digests already: leaves `from` up to, not including, `to`. */
function mth(leaves: readonly Buffer[], from = 0, to = leaves.length, known = new Map<string, Buffer>()): Buffer {
  if (from === to) return hash("sha256", "", "buffer");
  const [only] = leaves.slice(from, from + 1);
  if (to - from === 1 && only !== undefined) return only;
  const name = `${from} ${to}`;
  const k = from + splitOf(to - from);
  const root = known.get(name) ?? nodeOf(mth(leaves, from, k, known), mth(leaves, k, to, known));
  known.set(name, root);
  return root;
}

function nodeOf(left: Buffer, right: Buffer): Buffer {
  return hash("sha256", Buffer.concat([Buffer.of(1), left, right]), "buffer");
}

function splitOf(size: number): number {
  let k = 1;
  while (k << 1 < size) k <<= 1;
  return k;
}

/** PATH and SUBPROOF, as RFC 6962, 2.1.1 and 2.1.2 word them, of leaves `from` up to, not including, `to`. */
function path(m: number, from: number, to: number): Buffer[] {
  if (to - from === 1) return [];
  const k = splitOf(to - from);
  if (m < k) return [...path(m, from, from + k), mth(made, from + k, to, madeRoots)];
  return [...path(m - k, from + k, to), mth(made, from, from + k, madeRoots)];
}

function subproof(m: number, isWhole: boolean, from: number, to: number): Buffer[] {
  if (m === to - from) return isWhole ? [] : [mth(made, from, to, madeRoots)];
  const k = splitOf(to - from);
  if (m <= k) return [...subproof(m, isWhole, from, from + k), mth(made, from + k, to, madeRoots)];
  return [...subproof(m - k, false, from + k, to), mth(made, from, from + k, madeRoots)];
}

const made = Array.from({ length: LARGEST }, (_, index) => leafHash(Buffer.from(`entry ${index}`)));
const madeRoots = new Map<string, Buffer>();
const roots = Array.from({ length: LARGEST + 1 }, (_, size) => mth(made, 0, size, madeRoots));

function rootOf(size: number): Buffer {
  const root = roots[size];
  if (root === undefined) throw new RangeError("no such tree was made");
  return root;
}

function leafOf(index: number): Buffer {
  const leaf = made[index];
  if (leaf === undefined) throw new RangeError("no such leaf was made");
  return leaf;
}

function prove(ranges: readonly LeafRange[], leaves: readonly Buffer[] = made): readonly Buffer[] {
  const collector = new RangeRoots(ranges);
  const end = Math.max(0, ...ranges.map((range) => range.end));
  for (const leaf of leaves.slice(0, end)) collector.add(leaf);
  const proof = collector.roots();
  if (proof === null) throw new RangeError("leaves are missing");
  return proof;
}

function areEqual(left: readonly Buffer[], right: readonly Buffer[]): boolean {
  return left.length === right.length && left.every((digest, index) => digest.equals(right[index] ?? Buffer.alloc(0)));
}

/** A digest with one bit turned over. */
function flipped(digest: Buffer, bit: number): Buffer {
  const copy = Buffer.from(digest);
  copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return copy;
}

/** The eight leaves that Certificate Transparency's own tests use, and what they publish about them. */
const CT_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const CT_ROOTS = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const CT_PATH_5_OF_8 = [
  "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
  "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
];
const CT_CONSISTENCY_6_TO_8 = [
  "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
  "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
];

describe("merkle proofs", () => {
  it("agree with the published tree of eight leaves", () => {
    const leaves = CT_LEAVES.map((text) => leafHash(Buffer.from(text, "hex")));
    expect(CT_ROOTS.map((_, index) => mth(leaves.slice(0, index + 1)).toString("hex"))).toEqual(CT_ROOTS);
    expect(prove(inclusionRanges(5, 8), leaves).map((node) => node.toString("hex"))).toEqual(CT_PATH_5_OF_8);
    expect(prove(consistencyRanges(6, 8), leaves).map((node) => node.toString("hex"))).toEqual(CT_CONSISTENCY_6_TO_8);
  });

  it(`are those of RFC 6962 and hold, for every leaf of every tree of up to ${LARGEST}`, () => {
    let claims = 0;
    for (let size = 1; size <= LARGEST; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const proof = prove(inclusionRanges(index, size));
        const isRight = areEqual(proof, path(index, 0, size));
        if (isRight && verifyInclusion({ index, size, leaf: leafOf(index), root: rootOf(size) }, proof)) claims += 1;
      }
    }
    expect(claims).toBe((LARGEST * (LARGEST + 1)) / 2);
  }, 120_000);

  it(`join every two trees of up to ${LARGEST}, as RFC 6962 words it`, () => {
    let claims = 0;
    for (let newSize = 1; newSize <= LARGEST; newSize += 1) {
      for (let oldSize = 1; oldSize <= newSize; oldSize += 1) {
        const proof = prove(consistencyRanges(oldSize, newSize));
        const isRight = areEqual(proof, subproof(oldSize, true, 0, newSize));
        const claim = { oldSize, newSize, oldRoot: rootOf(oldSize), newRoot: rootOf(newSize) };
        if (isRight && verifyConsistency(claim, proof)) claims += 1;
      }
    }
    expect(claims).toBe((LARGEST * (LARGEST + 1)) / 2);
  }, 120_000);

  it("show nothing else: another place, leaf, root or size, a step more, less or changed", () => {
    const sizes = [1, 2, 3, 5, 8, 13, 64, 100];
    for (const size of sizes) {
      for (let index = 0; index < size; index += 1) {
        const proof = prove(inclusionRanges(index, size));
        const claim = { index, size, leaf: leafOf(index), root: rootOf(size) };
        const lies = [
          verifyInclusion({ ...claim, index: (index + 1) % size }, size === 1 ? [rootOf(2)] : proof),
          verifyInclusion({ ...claim, leaf: flipped(claim.leaf, index) }, proof),
          verifyInclusion({ ...claim, root: flipped(claim.root, index) }, proof),
          verifyInclusion({ ...claim, index: size }, proof),
          verifyInclusion(claim, [...proof, rootOf(2)]),
          ...proof.map((step, at) => verifyInclusion(claim, proof.with(at, flipped(step, index)))),
          ...(proof.length === 0
            ? []
            : [verifyInclusion(claim, proof.slice(1)), verifyInclusion(claim, proof.slice(0, -1))]),
        ];
        expect(lies).not.toContain(true);
      }
    }
  });

  it("join no tree with one that is not its beginning", () => {
    for (const [oldSize, newSize] of [
      [1, 2],
      [2, 3],
      [3, 7],
      [4, 8],
      [6, 8],
      [64, 100],
      [99, 100],
    ] as const) {
      const proof = prove(consistencyRanges(oldSize, newSize));
      const claim = { oldSize, newSize, oldRoot: rootOf(oldSize), newRoot: rootOf(newSize) };
      const lies = [
        verifyConsistency({ ...claim, oldRoot: rootOf(oldSize + 1) }, proof),
        verifyConsistency({ ...claim, newRoot: rootOf(newSize - 1) }, proof),
        verifyConsistency({ ...claim, oldSize: newSize, newSize: oldSize }, proof),
        verifyConsistency(claim, [...proof, rootOf(2)]),
        verifyConsistency(claim, proof.slice(1)),
        ...proof.map((step, at) => verifyConsistency(claim, proof.with(at, flipped(step, at)))),
      ];
      expect(lies).not.toContain(true);
    }
    expect(verifyConsistency({ oldSize: 5, newSize: 5, oldRoot: rootOf(5), newRoot: rootOf(4) }, [])).toBe(false);
    expect(verifyConsistency({ oldSize: 5, newSize: 5, oldRoot: rootOf(5), newRoot: rootOf(5) }, [rootOf(2)])).toBe(
      false,
    );
  });

  it("join every tree with the empty one, which has one root only", () => {
    const claim = { oldSize: 0, oldRoot: rootOf(0), newSize: 9, newRoot: rootOf(9) };
    expect(verifyConsistency(claim, [])).toBe(true);
    expect(verifyConsistency({ ...claim, oldRoot: rootOf(9) }, [])).toBe(false);
    expect(consistencyRanges(0, 9)).toEqual([]);
  });

  it("hold for trees far beyond 32 bits, whose proofs need no leaves to be checked", () => {
    const size = 2 ** 40 + 3;
    const index = 2 ** 40 + 1;
    const [pair, last, whole] = [rootOf(3), rootOf(4), rootOf(5)];
    const right = nodeOf(nodeOf(pair, leafOf(0)), last);
    const claim = { index, size, leaf: leafOf(0), root: nodeOf(whole, right) };
    expect(inclusionRanges(index, size)).toEqual([
      { start: 2 ** 40, end: 2 ** 40 + 1 },
      { start: 2 ** 40 + 2, end: size },
      { start: 0, end: 2 ** 40 },
    ]);
    expect(verifyInclusion(claim, [pair, last, whole])).toBe(true);
    expect(verifyInclusion({ ...claim, index: index - 2 ** 32 }, [pair, last, whole])).toBe(false);
  });

  it("are refused, never thrown at, whatever they are made of", () => {
    const digest = fc.uint8Array({ minLength: 0, maxLength: 40 }).map((bytes) => Buffer.from(bytes));
    const count = fc.oneof(fc.integer({ min: -2, max: 40 }), fc.double());
    fc.assert(
      fc.property(count, count, digest, digest, fc.array(digest, { maxLength: 8 }), (one, two, left, right, proof) => {
        expect(verifyInclusion({ index: one, size: two, leaf: left, root: right }, proof)).toBe(false);
        verifyConsistency({ oldSize: one, newSize: two, oldRoot: left, newRoot: right }, proof);
      }),
      { numRuns: 2_000 },
    );
  });

  it("are asked for within a tree only", () => {
    for (const [index, size] of [
      [0, 0],
      [3, 3],
      [-1, 3],
      [0.5, 3],
      [0, 1.5],
    ] as const) {
      expect(() => inclusionRanges(index, size)).toThrow(RangeError);
    }
    expect(() => consistencyRanges(4, 3)).toThrow(RangeError);
    expect(() => consistencyRanges(-1, 3)).toThrow(RangeError);
  });

  it("are not given while leaves are missing", () => {
    const collector = new RangeRoots(inclusionRanges(0, 4));
    for (const leaf of made.slice(0, 3)) collector.add(leaf);
    expect(collector.roots()).toBeNull();
    collector.add(leafOf(3));
    expect(collector.roots()).toHaveLength(2);
  });
});
