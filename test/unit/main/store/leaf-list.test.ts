import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LeafList, readLeaves } from "../../../../src/main/store/leaf-list.ts";
import { parseEntryLine } from "../../../../src/main/store/ledger-line.ts";
import { leafHash, MerkleTree } from "../../../../src/main/store/merkle-tree.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { isEntry, readSegments } from "../../../support/forge-ledger.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { WrittenLedger } from "./written-ledger.ts";

let folders: TestFolders;
let lines: readonly string[];

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(join(folders.runsDir, "_integrity", "ledger"), { recursive: true });
  const ledger = new WrittenLedger(folders.runsDir);
  ledger.epoch(1, [[1, 2], [3]]);
  ledger.append(1, Buffer.from('{"late":true}\n'));
  ledger.lengths.set(1, (ledger.lengths.get(1) ?? 0) - '{"late":true}\n'.length);
  ledger.epoch(3, [[4, 5]]);
  lines = readSegments(folders).flatMap(({ lines: all }) =>
    all.filter((line) => isEntry(line) && !line.includes("late")),
  );
});
afterEach(() => folders.remove());

function read(size: number, signal = new AbortController().signal): Promise<LeafList | null> {
  return readLeaves({ fs: nodeFs, runsDir: folders.runsDir, signal }, size);
}

describe("readLeaves", () => {
  it("gives the root after any number of entries, over all segments and without what came late", async () => {
    const tree = new MerkleTree();
    for (const line of [null, ...lines]) {
      if (line !== null) tree.append(leafHash(Buffer.from(line)));
      const leaves = await read(tree.size);
      expect([leaves?.size, leaves?.root]).toEqual([tree.size, tree.root().toString("hex")]);
    }
    expect(await read(lines.length + 1)).toBeNull();
  });

  it("holds the entries it was read from, each at its number, and no other", async () => {
    const leaves = await read(4);
    for (const [seq, line] of lines.entries()) {
      const entry = parseEntryLine(Buffer.from(line));
      if (entry === null) throw new Error("no entry");
      expect(leaves?.holds(entry)).toBe(seq < 4);
      expect(leaves?.holds({ ...entry, at: entry.at.replace("2", "1") })).toBe(false);
      expect(leaves?.holds({ ...entry, seq: (seq + 1) % 4 })).toBe(false);
    }
  });
});
