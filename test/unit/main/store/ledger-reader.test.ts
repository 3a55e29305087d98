import { mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  firstEntry,
  openLedgerReader,
  segmentEntries,
  segmentEpochs,
} from "../../../../src/main/store/ledger-reader.ts";
import { ledgerPath, resolveStorePath } from "../../../../src/main/store/store-layout.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { entriesChange, makeWriter, runEntry, WrittenLedger } from "./written-ledger.ts";

let folders: TestFolders;
let ledger: WrittenLedger;

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(join(folders.runsDir, "_integrity", "ledger"), { recursive: true });
  ledger = new WrittenLedger(folders.runsDir);
});
afterEach(() => folders.remove());

function subjects(fromSeq = 0): string[] {
  return [...openLedgerReader(nodeFs, folders.runsDir).entries(fromSeq)].map(({ entry }) => entry.subject);
}

function segment(epoch: number): string {
  return resolveStorePath(folders.runsDir, ledgerPath(epoch));
}

describe("openLedgerReader", () => {
  it("gives all entries of all epochs in order, and the right rest from any of them on", () => {
    ledger.epoch(1, [[1, 2], [3]]);
    ledger.epoch(2, []);
    ledger.epoch(5, [[4], [5, 6]]);
    const all = subjects();
    expect(all).toEqual(["store", "run_1", "run_2", "run_3", "store", "store", "run_4", "run_5", "run_6"]);
    for (let from = 0; from <= all.length + 1; from += 1) expect(subjects(from)).toEqual(all.slice(from));
  });

  it("gives nothing where there is no ledger", () => {
    expect([...openLedgerReader(nodeFs, join(folders.root, "none")).entries(0)]).toEqual([]);
    expect(subjects()).toEqual([]);
    writeFileSync(segment(1), "");
    expect(subjects()).toEqual([]);
  });

  it("ends a segment where a later epoch sealed it", () => {
    ledger.epoch(1, [[1]]);
    ledger.epoch(2, [[2]]);
    const late = makeWriter({ epoch: 1, position: ledger.position }).draft([entriesChange([runEntry(99)])]);
    ledger.append(1, late.bytes);
    expect(subjects()).toEqual(["store", "run_1", "store", "run_2"]);
  });

  it("leaves out entries whose closing head is missing at the end", () => {
    ledger.epoch(1, [[1], [2, 3]]);
    const whole = readFileSync(segment(1));
    for (let length = whole.byteLength - 1; length > ledger.position.tree.size; length -= 37) {
      truncateSync(segment(1), length);
      const given = subjects();
      expect([[], ["store"], ["store", "run_1"]]).toContainEqual(given);
    }
  });

  it("passes over lines that cannot be read", () => {
    ledger.epoch(1, [[1], [2]]);
    const lines = readFileSync(segment(1), "utf8").split("\n");
    lines.splice(2, 1, "x".repeat(lines[2]?.length ?? 0));
    writeFileSync(segment(1), lines.join("\n"));
    expect(subjects()).toEqual(["store", "run_2"]);
  });

  it("does not open older segments than it needs, however many epochs there are", () => {
    for (let epoch = 1; epoch <= 40; epoch += 1) ledger.epoch(epoch, [[epoch]]);
    const fs = createFailingFs();
    const last = [...openLedgerReader(fs, folders.runsDir).entries(79)].map(({ entry }) => entry.subject);
    expect(last).toEqual(["run_40"]);
    expect(new Set(fs.calls.filter((call) => call.name === "open").map((call) => call.path)).size).toBe(1);
    expect(fs.calls.length).toBeLessThan(12);
  });

  it("finds an entry at its place again", () => {
    ledger.epoch(1, [[1, 2]]);
    const reader = openLedgerReader(nodeFs, folders.runsDir);
    for (const { entry, place } of reader.entries(0)) expect(reader.entryAt(place)).toEqual(entry);
  });

  it("says damage when something else lies at a place, and codes a missing segment", () => {
    ledger.epoch(1, [[1]]);
    const reader = openLedgerReader(nodeFs, folders.runsDir);
    for (const place of [
      { epoch: 1, offset: 1, byteLength: 50 },
      { epoch: 1, offset: 0, byteLength: 10 },
      { epoch: 1, offset: 9_999_999, byteLength: 2 ** 40 },
    ]) {
      expect(() => reader.entryAt(place)).toThrow(expect.objectContaining({ code: "STORE_DAMAGED" }));
    }
    expect(() => reader.entryAt({ epoch: 2, offset: 0, byteLength: 1 })).toThrow(
      expect.objectContaining({ code: "PATH_NOT_FOUND" }),
    );
  });
});

describe("segments", () => {
  it("are those with the name of an epoch, oldest first", () => {
    for (const name of ["00000010.ndjson", "00000009.ndjson", "x.ndjson", "00000011.json", "00000012.ndjson.bak"]) {
      writeFileSync(join(folders.runsDir, "_integrity", "ledger", name), "x");
    }
    mkdirSync(join(folders.runsDir, "_integrity", "ledger", "00000013.ndjson"));
    expect(segmentEpochs(nodeFs, folders.runsDir)).toEqual([9, 10]);
  });

  it("have a first entry once their first group is closed", () => {
    ledger.epoch(1, [[1]]);
    expect(firstEntry(nodeFs, folders.runsDir, 1)?.kind).toBe("epoch.opened");
    truncateSync(segment(1), 100);
    expect(firstEntry(nodeFs, folders.runsDir, 1)).toBeNull();
    expect([...segmentEntries(nodeFs, folders.runsDir, { epoch: 1, endOffset: null })]).toEqual([]);
  });
});
