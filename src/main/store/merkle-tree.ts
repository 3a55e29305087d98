import { hash } from "node:crypto";

const LEAF = Buffer.from([0x00]);
const NODE = Buffer.from([0x01]);

/** The root of a tree without leaves: the digest of nothing (RFC 6962, 2.1). */
const EMPTY_ROOT = hash("sha256", "", "buffer");

/** The digest of a leaf (RFC 6962, 2.1): 0x00, then the bytes of line A without its line feed. */
export function leafHash(line: Uint8Array): Buffer {
  return hash("sha256", Buffer.concat([LEAF, line]), "buffer");
}

/** The digest of an inner node (RFC 6962, 2.1): 0x01, then both children. */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  return hash("sha256", Buffer.concat([NODE, left, right]), "buffer");
}

/**
 * The right edge of an append-only tree: enough to add leaves and to give the root in O(log n), without the leaves themselves.
 * `edge` holds one digest per set bit of `size`, largest subtree first.
 */
export class MerkleTree {
  #size: number;
  #edge: Buffer[];

  constructor(size = 0, edge: readonly Buffer[] = []) {
    if (edge.length !== edgeLength(size)) throw new RangeError("a tree edge has one digest per set bit of its size");
    this.#size = size;
    this.#edge = [...edge];
  }

  get size(): number {
    return this.#size;
  }

  /** One digest per set bit of `size`, largest subtree first. */
  get edge(): readonly Buffer[] {
    return this.#edge;
  }

  append(leaf: Buffer): void {
    let node = leaf;
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      const left = this.#edge.pop();
      if (left === undefined) throw new RangeError("the tree edge is shorter than its size");
      node = nodeHash(left, node);
    }
    this.#edge.push(node);
    this.#size += 1;
  }

  /** The tree head over all leaves so far. */
  root(): Buffer {
    const edge = this.#edge;
    let node = edge.at(-1);
    if (node === undefined) return EMPTY_ROOT;
    for (let index = edge.length - 2; index >= 0; index -= 1) {
      const left = edge[index];
      if (left !== undefined) node = nodeHash(left, node);
    }
    return node;
  }

  copy(): MerkleTree {
    return new MerkleTree(this.#size, this.#edge);
  }
}

/** How many digests the edge of a tree of this size has: one per set bit. */
export function edgeLength(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}
