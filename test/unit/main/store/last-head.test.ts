import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findLastHead, findLastHeadIn } from "../../../../src/main/store/last-head.ts";
import { ledgerPath, resolveStorePath } from "../../../../src/main/store/store-layout.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { WrittenLedger } from "./written-ledger.ts";

let folders: TestFolders;
let ledger: WrittenLedger;

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(join(folders.runsDir, "_integrity", "ledger"), { recursive: true });
  ledger = new WrittenLedger(folders.runsDir);
});

afterEach(() => folders.remove());

function segment(epoch: number): string {
  return resolveStorePath(folders.runsDir, ledgerPath(epoch));
}

function last() {
  return findLastHead(nodeFs, folders.runsDir);
}

describe("findLastHead", () => {
  it("is the head of the newest segment, with its place", () => {
    ledger.epoch(1, [[1, 2], [3]]);
    ledger.epoch(2, [[4]]);
    const { tree } = ledger.position;
    expect(last()).toMatchObject({
      ...{ origin: "rmos-runs/test", size: tree.size, root: tree.root().toString("hex") },
      ...{ epoch: 2, end: readFileSync(segment(2)).byteLength },
    });
    expect(findLastHeadIn(nodeFs, folders.runsDir, 1)).toMatchObject({ epoch: 1, size: 4 });
    expect(findLastHeadIn(nodeFs, folders.runsDir, 9)).toBeNull();
  });

  it("is the last one that is whole where the end is torn, long or gone", () => {
    ledger.epoch(1, [[1]]);
    const whole = last();
    appendFileSync(segment(1), '{"actor":');
    expect(last()).toEqual(whole);
    appendFileSync(segment(1), `${"x".repeat(10_000)}\n`);
    expect(last()).toEqual(whole);
    writeFileSync(segment(2), "");
    expect(last()).toEqual(whole);
  });

  it("is none in a ledger without heads", () => {
    expect(last()).toBeNull();
    writeFileSync(segment(1), "nothing\n");
    expect(last()).toBeNull();
  });
});
