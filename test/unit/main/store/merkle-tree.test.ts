import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { edgeLength, leafHash, MerkleTree } from "../../../../src/main/store/merkle-tree.ts";

const SIZES = 130;

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part);
  return digest.digest();
}

/** RFC 6962, 2.1, word for word: split at the largest power of two below the size. */
function rootByDefinition(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (first === undefined) return sha256();
  if (leaves.length === 1) return sha256(Buffer.from([0]), first);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Buffer.from([1]), rootByDefinition(leaves.slice(0, split)), rootByDefinition(leaves.slice(split)));
}

/** The leaves and roots that the tests of certificate transparency logs use. */
const KNOWN_LEAVES = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];
const KNOWN_ROOTS = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const leaves = Array.from({ length: SIZES }, (_, index) => Buffer.from(`leaf ${index}`));

function treeOf(size: number): MerkleTree {
  const tree = new MerkleTree();
  for (const leaf of leaves.slice(0, size)) tree.append(leafHash(leaf));
  return tree;
}

describe("MerkleTree", () => {
  it("gives the roots that other implementations give for their test leaves", () => {
    const tree = new MerkleTree();
    const roots = [tree.root().toString("hex")];
    for (const leaf of KNOWN_LEAVES) {
      tree.append(leafHash(Buffer.from(leaf, "hex")));
      roots.push(tree.root().toString("hex"));
    }
    expect(roots).toEqual(KNOWN_ROOTS);
  });

  it(`gives the root of RFC 6962 at every size from 0 to ${SIZES}`, () => {
    const tree = new MerkleTree();
    for (let size = 0; size <= SIZES; size += 1) {
      expect(tree.root().equals(rootByDefinition(leaves.slice(0, size)))).toBe(true);
      expect(tree.size).toBe(size);
      expect(tree.edge).toHaveLength(edgeLength(size));
      const leaf = leaves[size];
      if (leaf !== undefined) tree.append(leafHash(leaf));
    }
  });

  it("goes on from its edge at any size as if it had never stopped", () => {
    for (let size = 0; size < SIZES; size += 1) {
      const before = treeOf(size);
      const resumed = new MerkleTree(before.size, before.edge);
      for (const leaf of leaves.slice(size)) resumed.append(leafHash(leaf));
      expect(resumed.root().equals(rootByDefinition(leaves))).toBe(true);
    }
  });

  it("leaves the tree it was copied from as it was", () => {
    const tree = treeOf(5);
    const root = tree.root();
    const copy = tree.copy();
    copy.append(leafHash(Buffer.from("x")));
    expect(tree.root().equals(root)).toBe(true);
    expect(tree.size).toBe(5);
    expect(copy.size).toBe(6);
  });

  it("refuses an edge that does not fit its size", () => {
    expect(() => new MerkleTree(3, [Buffer.alloc(32)])).toThrow(RangeError);
    expect(() => new MerkleTree(0, [Buffer.alloc(32)])).toThrow(RangeError);
  });

  it("tells a leaf from a node of the same bytes", () => {
    const left = leafHash(Buffer.from("a"));
    const right = leafHash(Buffer.from("b"));
    expect(
      treeOf(0)
        .root()
        .equals(leafHash(Buffer.alloc(0))),
    ).toBe(false);
    expect(leafHash(Buffer.concat([left, right])).equals(sha256(Buffer.from([1]), left, right))).toBe(false);
  });
});
