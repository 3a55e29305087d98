import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeFrame } from "../../../../src/main/store/journal-frame.ts";
import { planLedger } from "../../../../src/main/store/ledger-segments.ts";
import { journalPath, resolveStorePath } from "../../../../src/main/store/store-layout.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import type { TestFolders } from "../../../support/open-test-store.ts";
import { makeLedgerFolder, segmentOf } from "./judged-ledger.ts";
import { WrittenLedger } from "./written-ledger.ts";

let folders: TestFolders;
let ledger: WrittenLedger;

beforeEach(() => {
  folders = makeLedgerFolder();
  ledger = new WrittenLedger(folders.runsDir);
});

afterEach(() => folders.remove());

function plan() {
  return planLedger(nodeFs, folders.runsDir);
}

describe("planLedger", () => {
  it("knows where each segment was sealed and what comes behind it", () => {
    ledger.epoch(1, [[1]]);
    ledger.epoch(3, [[2]]);
    const { segments, pending } = plan();
    expect(segments).toEqual([
      {
        epoch: 1,
        isThere: true,
        seal: { length: segmentOf(folders, 1).text.byteLength, root: expect.stringMatching(/^[0-9a-f]{64}$/) },
        nextPrev: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      { epoch: 3, isThere: true, seal: null, nextPrev: null },
    ]);
    expect(pending.journals).toEqual([]);
  });

  it("misses a segment that a later one names", () => {
    ledger.epoch(1, [[1]]);
    ledger.epoch(2, [[2]]);
    rmSync(segmentOf(folders, 1).path);
    expect(plan().segments.map(({ epoch, isThere }) => [epoch, isThere])).toEqual([
      [1, false],
      [2, true],
    ]);
  });

  it("takes nothing for granted that a damaged first line says", () => {
    ledger.epoch(1, [[1]]);
    ledger.epoch(2, [[2]]);
    const { path, text } = segmentOf(folders, 2);
    writeFileSync(path, text.toString("utf8").replace(/"after":\[\{"epoch":1/, '"after":[{"epoch":9'));
    expect(plan().segments.map(({ epoch, seal }) => [epoch, seal])).toEqual([
      [1, null],
      [2, null],
    ]);
    writeFileSync(path, "x".repeat(50));
    expect(plan().segments.map(({ seal, nextPrev }) => [seal, nextPrev])).toEqual([
      [null, null],
      [null, null],
    ]);
    appendFileSync(path, "\n");
    expect(plan().segments).toHaveLength(2);
  });

  it("counts a segment that stands whole in its journal only", () => {
    ledger.epoch(1, [[1]]);
    ledger.epoch(2, [[2]]);
    const { path, text } = segmentOf(folders, 2);
    rmSync(path);
    mkdirSync(resolveStorePath(folders.runsDir, "_integrity/journal"));
    const frame = encodeFrame({ epoch: 2, files: [], ledgerOffset: 0, ledgerBytes: text });
    writeFileSync(resolveStorePath(folders.runsDir, journalPath(2)), frame);
    const { segments, pending } = plan();
    expect(segments.map(({ epoch, isThere, seal }) => [epoch, isThere, seal !== null])).toEqual([
      [1, true, true],
      [2, true, false],
    ]);
    expect(pending.lines.get(2)).toEqual({ offset: 0, bytes: text });
    expect(readFileSync(segmentOf(folders, 1).path).byteLength).toBe(segments[0]?.seal?.length);
  });

  it("is empty where there is no ledger at all", () => {
    rmSync(folders.runsDir, { recursive: true });
    expect(plan().segments).toEqual([]);
  });
});
