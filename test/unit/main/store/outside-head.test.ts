import { describe, expect, it } from "vitest";
import { leafHash, MerkleTree } from "../../../../src/main/store/merkle-tree.ts";
import { type OutsideHead, OutsideHeads } from "../../../../src/main/store/outside-head.ts";

const trees = [new MerkleTree()];
for (let size = 1; size <= 9; size += 1) {
  const tree = (trees.at(-1) ?? new MerkleTree()).copy();
  tree.append(leafHash(Buffer.from(`${size}`)));
  trees.push(tree);
}

function treeOf(size: number): MerkleTree {
  return trees[size] ?? new MerkleTree();
}

function headOf(size: number, more: Partial<OutsideHead> = {}): OutsideHead {
  return { source: `at ${size}`, size, root: treeOf(size).root().toString("hex"), place: null, ...more };
}

/** Walks a ledger of `size` entries past the heads. */
function compare(heads: readonly OutsideHead[], size = 9, from = 0) {
  const outside = new OutsideHeads(heads);
  outside.skipTo(from);
  for (let at = from; at <= size; at += 1) {
    if (outside.nextSize === at) outside.compare(treeOf(at), { epoch: 1, end: at * 100 });
  }
  return outside.finish(true).map(({ head, result }) => `${head.source}: ${result}`);
}

describe("OutsideHeads", () => {
  it("finds heads the same, in any order, also several of one size and the empty one", () => {
    expect(compare([headOf(7), headOf(0), headOf(3), headOf(3)])).toEqual([
      "at 0: same",
      "at 3: same",
      "at 3: same",
      "at 7: same",
    ]);
  });

  it("tells another root from a ledger that does not reach that far", () => {
    const other = headOf(4, { root: "ab".repeat(32) });
    expect(compare([other, headOf(9)], 6)).toEqual(["at 4: rewritten", "at 9: rolled-back"]);
  });

  it("cannot say what damage hides", () => {
    expect(compare([headOf(2), headOf(7)], 9, 5)).toEqual(["at 2: unknown", "at 7: same"]);
    const outside = new OutsideHeads([headOf(8)]);
    expect(outside.finish(false).map(({ result }) => result)).toEqual(["unknown"]);
  });

  it("finds heads taken out or put in by where a head stood, in the same segment", () => {
    expect(compare([headOf(5, { place: { epoch: 1, end: 500 } })])).toEqual(["at 5: same"]);
    expect(compare([headOf(5, { place: { epoch: 1, end: 480 } })])).toEqual(["at 5: rewritten"]);
    expect(compare([headOf(5, { place: { epoch: 2, end: 480 } })])).toEqual(["at 5: same"]);
  });
});
