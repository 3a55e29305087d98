import { mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CHAIN_START, readLedgerTail } from "../../../../src/main/store/ledger-tail.ts";
import { ledgerPath, resolveStorePath } from "../../../../src/main/store/store-layout.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { entriesChange, makeWriter, openingEntry, runEntry, WrittenLedger } from "./written-ledger.ts";

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

function tail() {
  return readLedgerTail(nodeFs, folders.runsDir);
}

function rootOf(): string {
  return tail().position.tree.root().toString("hex");
}

const DAMAGED = expect.objectContaining({ code: "STORE_DAMAGED" });

describe("readLedgerTail", () => {
  it("starts at nothing in a store without entries", () => {
    expect(tail()).toMatchObject({ position: { previous: CHAIN_START, lastRunNumber: 0, keyId: null }, seals: [] });
    writeFileSync(segment(3), "");
    expect(tail().seals).toEqual([]);
  });

  it("stands where the writer stopped", () => {
    ledger.epoch(1, [[1, 2], [3]]);
    ledger.epoch(2, [[4]]);
    const { position, seals } = tail();
    expect(position.tree.size).toBe(ledger.position.tree.size);
    expect(position.tree.root().equals(ledger.position.tree.root())).toBe(true);
    expect(position).toMatchObject({
      previous: ledger.position.previous,
      lastRunNumber: 4,
      lastAt: ledger.position.lastAt,
    });
    expect(seals).toEqual([{ epoch: 2, length: ledger.lengths.get(2), root: rootOf(), tornBytes: 0 }]);
  });

  it("opens one segment, however many epochs there are", () => {
    for (let epoch = 1; epoch <= 30; epoch += 1) ledger.epoch(epoch, [[epoch]]);
    const fs = createFailingFs();
    expect(readLedgerTail(fs, folders.runsDir).position.lastRunNumber).toBe(30);
    expect(fs.calls.filter((call) => call.name === "open")).toHaveLength(1);
  });

  it("keeps every closed group, wherever the newest segment is cut, and says how much is left over", () => {
    ledger.epoch(1, [[1]]);
    const before = ledger.position.tree.size;
    ledger.epoch(2, [[2], [3, 4]]);
    const whole = readFileSync(segment(2));
    const lines = whole.toString("latin1").split("\n");
    const ends = [0, 2, 4, 7].map((count) => lines.slice(0, count).join("\n").length + (count === 0 ? 0 : 1));
    const entries = [0, 1, 2, 4];
    for (let length = whole.byteLength; length >= 0; length -= 1) {
      truncateSync(segment(2), length);
      const complete = ends.filter((end) => end <= length).length - 1;
      const { position, seals } = tail();
      expect(position.tree.size).toBe(before + (entries[complete] ?? 0));
      const end = ends[complete] ?? 0;
      const seal = { epoch: 2, length: end, root: rootOf(), tornBytes: length - end };
      const older = { epoch: 1, length: ledger.lengths.get(1), root: rootOf(), tornBytes: 0 };
      expect(seals).toEqual(length === 0 ? [older] : end === 0 ? [seal, older] : [seal]);
    }
  });

  it("says damage for a changed line, wherever it stands", () => {
    ledger.epoch(1, [[1], [2]]);
    const whole = readFileSync(segment(1));
    for (let index = 0; index < whole.byteLength; index += 1) {
      const changed = Buffer.from(whole);
      changed.writeUInt8(changed.readUInt8(index) ^ 0x01, index);
      writeFileSync(segment(1), changed);
      const isLastFeed = index === whole.byteLength - 1;
      if (isLastFeed) expect(tail().seals[0]?.tornBytes).toBeGreaterThan(0);
      else if (!isLeftToTheCheck(whole, index)) expect(tail, `byte ${index}`).toThrow(DAMAGED);
    }
  });

  it.each([
    ["is removed", (lines: string[]) => lines.splice(2, 2)],
    ["stands twice", (lines: string[]) => lines.splice(2, 0, ...lines.slice(2, 4))],
    ["has changed places", (lines: string[]) => lines.push(...lines.splice(2, 2))],
  ])("says damage when a group %s", (_what, change) => {
    ledger.epoch(1, [[1], [2], [3]]);
    const lines = readFileSync(segment(1), "utf8").split("\n").slice(0, -1);
    change(lines);
    writeFileSync(segment(1), `${lines.join("\n")}\n`);
    expect(tail).toThrow(DAMAGED);
  });

  it("says damage for a segment that does not open its epoch, or opens it wrongly", () => {
    const position = ledger.position;
    for (const first of [
      runEntry(1),
      { ...openingEntry(position), body: { ...openingEntry(position).body, size: 3 } },
      { ...openingEntry(position), body: { ...openingEntry(position).body, size: -1 } },
      { ...openingEntry(position), body: { ...openingEntry(position).body, edge: ["a".repeat(64)] } },
    ]) {
      writeFileSync(segment(1), makeWriter({ position }).draft([entriesChange([first])]).bytes);
      expect(tail).toThrow(DAMAGED);
    }
    writeFileSync(segment(2), makeWriter({ epoch: 1 }).draft([entriesChange([openingEntry(position)])]).bytes);
    expect(tail).toThrow(DAMAGED);
  });
});

/** True for origin and signature in line B: the tail reads size and root, the check of the store reads the rest. */
function isLeftToTheCheck(segmentBytes: Buffer, index: number): boolean {
  const start = segmentBytes.lastIndexOf(0x0a, index - 1) + 1;
  const line = segmentBytes.toString("latin1", start, segmentBytes.indexOf(0x0a, start));
  if (!line.startsWith('{"cp":')) return false;
  const at = index - start;
  const isOrigin = at >= '{"cp":"'.length && at < line.indexOf("\\n");
  return isOrigin || at > line.indexOf("\\n\\n");
}
