import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compareHighWater } from "../../../../src/main/store/compare-high-water.ts";
import { keepHighWaterMark } from "../../../../src/main/store/high-water-mark.ts";
import { MerkleTree } from "../../../../src/main/store/merkle-tree.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { createSettableClock } from "../../../support/settable-clock.ts";
import { WrittenLedger } from "./written-ledger.ts";

const clock = createSettableClock();

let folders: TestFolders;
let ledger: WrittenLedger;

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(join(folders.runsDir, "_integrity", "ledger"), { recursive: true });
  mkdirSync(folders.dataDir, { recursive: true });
  ledger = new WrittenLedger(folders.runsDir);
  ledger.epoch(1, [[1, 2], [3]]);
});

afterEach(() => folders.remove());

function keep(tree: MerkleTree, root = tree.root().toString("hex")): Promise<void> {
  const head = { note: "n", origin: "o", size: tree.size, root, epoch: 1, end: 10 };
  return keepHighWaterMark({ fs: nodeFs, dataDir: folders.dataDir, clock }, "store", head);
}

function compare(tree = ledger.position.tree, fs = nodeFs) {
  return compareHighWater(
    { fs, dataDir: folders.dataDir, clock },
    { runsDir: folders.runsDir, storeId: "store", tree },
  );
}

describe("compareHighWater", () => {
  it("has nothing to say of a store that was never noted, or that only went on", async () => {
    expect(compare()).toMatchObject({ entries: [], notices: [] });
    await keep(ledger.position.tree);
    expect(compare()).toMatchObject({ entries: [], notices: [] });
    ledger.epoch(2, [[4]]);
    expect(compare()).toMatchObject({ entries: [], notices: [] });
  });

  it("tells a rollback: in the ledger, to people, and keeps the mark aside", async () => {
    const { tree } = ledger.position;
    const longer = tree.copy();
    longer.append(Buffer.alloc(32, 1));
    await keep(tree);
    await keep(longer);
    const found = compare();
    expect(found.notices.join()).toMatch(/older than it was/);
    expect(found.entries).toEqual([
      {
        kind: "damage.found",
        subject: "store",
        body: { why: "rolled-back", size: 5, root: longer.root().toString("hex"), found_size: 4 },
      },
    ]);
    await found.finish();
    expect(readdirSync(join(folders.dataDir, "high-water"))).toEqual(["store.contradicted-1.json"]);
    expect(compare()).toMatchObject({ entries: [], notices: [] });
  });

  it("tells rewriting, also where the ledger is shorter than the newest mark", async () => {
    const { tree } = ledger.position;
    await keep(tree, "ab".repeat(32));
    expect(compare().notices.join()).toMatch(/rewritten/);
    const longer = tree.copy();
    longer.append(Buffer.alloc(32, 1));
    await keep(longer);
    expect(compare().entries[0]?.body).toMatchObject({ why: "rewritten", size: 5, found_size: 4 });
  });

  it("stops no one from opening when the mark cannot be looked up or put aside", async () => {
    await keep(new MerkleTree(), "ab".repeat(32));
    const fs = createFailingFs();
    fs.failWhere(({ name, path }) => name === "list" && path.includes("high-water"), { kind: "refuse", code: "EIO" });
    expect(compare(undefined, fs).notices.join()).toMatch(/could not be looked up/);
    fs.failWhere(({ name }) => name === "rename", { kind: "refuse", code: "EIO" });
    const found = compare(undefined, fs);
    expect(found.entries).toHaveLength(1);
    await found.finish();
    expect(readdirSync(join(folders.dataDir, "high-water"))).toEqual(["store.json"]);
  });
});
