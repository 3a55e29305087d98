import { appendFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findLastHead } from "../../../../src/main/store/last-head.ts";
import { findConsistencyProof, findInclusionProof } from "../../../../src/main/store/ledger-leaves.ts";
import { verifyConsistency, verifyInclusion } from "../../../../src/main/store/merkle-proof.ts";
import { leafHash } from "../../../../src/main/store/merkle-tree.ts";
import { findRootAt } from "../../../../src/main/store/root-at.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, openTestStore, recordChange, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;
let size: number;

beforeEach(async () => {
  folders = makeTestFolders();
  for (const numbers of [[1, 2, 3], [4, 5], [6]]) {
    const store = await openTestStore(folders);
    for (const number of numbers) await store.commit(recordChange(number));
    await store.close();
  }
  size = findLastHead(nodeFs, folders.runsDir)?.size ?? 0;
});

afterEach(() => folders.remove());

function ledger(signal = new AbortController().signal) {
  return { fs: nodeFs, runsDir: folders.runsDir, signal };
}

function rootAt(at: number): Buffer {
  return Buffer.from(findRootAt(nodeFs, folders.runsDir, at) ?? "", "hex");
}

describe("proofs over the ledger as it lies there", () => {
  it("show every entry under every size it is in", async () => {
    for (let upTo = 1; upTo <= size; upTo += 1) {
      for (let index = 0; index < upTo; index += 1) {
        const proof = await findInclusionProof(ledger(), { index, size: upTo });
        if (proof === null) throw new Error("no proof");
        const claim = { index, size: upTo, leaf: leafHash(proof.line), root: rootAt(upTo) };
        expect(verifyInclusion(claim, proof.path)).toBe(true);
      }
    }
  });

  it("show every size to be the beginning of every later one", async () => {
    for (let newSize = 1; newSize <= size; newSize += 1) {
      for (let oldSize = 1; oldSize <= newSize; oldSize += 1) {
        const proof = await findConsistencyProof(ledger(), { oldSize, newSize });
        const roots = { oldRoot: rootAt(oldSize), newRoot: rootAt(newSize) };
        expect(verifyConsistency({ oldSize, newSize, ...roots }, proof ?? [])).toBe(true);
      }
    }
  });

  it("are none of a size that the ledger has not reached", async () => {
    expect(await findInclusionProof(ledger(), { index: 0, size: size + 1 })).toBeNull();
    expect(await findConsistencyProof(ledger(), { oldSize: 1, newSize: size + 1 })).toBeNull();
  });

  it("take no notice of what was added behind the place where a segment was sealed", async () => {
    const before = await findInclusionProof(ledger(), { index: 1, size });
    appendFileSync(`${folders.runsDir}/_integrity/ledger/00000001.ndjson`, '{"late":true}\n');
    expect(await findInclusionProof(ledger(), { index: 1, size })).toEqual(before);
  });
});
