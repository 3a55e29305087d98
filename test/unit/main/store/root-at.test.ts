import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { leafHash, MerkleTree } from "../../../../src/main/store/merkle-tree.ts";
import { findRootAt } from "../../../../src/main/store/root-at.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { isEntry, readSegments } from "../../../support/forge-ledger.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { WrittenLedger } from "./written-ledger.ts";

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(join(folders.runsDir, "_integrity", "ledger"), { recursive: true });
  const ledger = new WrittenLedger(folders.runsDir);
  ledger.epoch(1, [[1, 2], [3]]);
  ledger.epoch(2, []);
  ledger.epoch(4, [[4, 5, 6]]);
});

afterEach(() => folders.remove());

describe("findRootAt", () => {
  it("is the root after any number of entries", () => {
    const tree = new MerkleTree();
    const lines = readSegments(folders).flatMap(({ lines }) => lines.filter(isEntry));
    expect(lines).toHaveLength(9);
    for (const line of lines) {
      expect(findRootAt(nodeFs, folders.runsDir, tree.size)).toBe(tree.root().toString("hex"));
      tree.append(leafHash(Buffer.from(line)));
    }
    expect(findRootAt(nodeFs, folders.runsDir, 9)).toBe(tree.root().toString("hex"));
  });

  it("is not known beyond the end, in an empty ledger, and where an opening cannot be believed", () => {
    expect(findRootAt(nodeFs, folders.runsDir, 10)).toBeNull();
    const path = join(folders.runsDir, "_integrity/ledger/00000004.ndjson");
    writeFileSync(path, readFileSync(path, "utf8").replace(/"edge":\[/, `"edge":["${"ab".repeat(32)}",`));
    expect(findRootAt(nodeFs, folders.runsDir, 7)).toBeNull();
    expect(findRootAt(nodeFs, join(folders.root, "nowhere"), 0)).toBeNull();
  });
});
