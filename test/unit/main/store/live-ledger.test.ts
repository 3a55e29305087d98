import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PlacedEntry } from "../../../../src/main/store/ledger-entry.ts";
import { openLiveLedger } from "../../../../src/main/store/live-ledger.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { entriesChange, makeWriter, runEntry, WrittenLedger } from "./written-ledger.ts";

let folders: TestFolders;
let ledger: WrittenLedger;

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(join(folders.runsDir, "_integrity", "ledger"), { recursive: true });
  ledger = new WrittenLedger(folders.runsDir);
  ledger.epoch(1, [[1], [2]]);
});
afterEach(() => folders.remove());

/** Two entries that are recorded and not in the segment. */
function pendingEntries(): { entries: readonly PlacedEntry[]; bytes: Buffer } {
  const draft = makeWriter({ position: ledger.position }).draft([entriesChange([runEntry(3), runEntry(4)])]);
  return { entries: draft.entries.flat(), bytes: draft.bytes };
}

describe("openLiveLedger", () => {
  it("gives what is on disk and then what is on its way there, without a gap", () => {
    const { entries } = pendingEntries();
    const live = openLiveLedger(nodeFs, folders.runsDir, { size: () => 5, pending: () => entries });
    const seqs = (from: number): number[] => [...live.entries(from)].map(({ entry }) => entry.seq);
    expect(seqs(0)).toEqual([0, 1, 2, 3, 4]);
    expect(seqs(2)).toEqual([2, 3, 4]);
    expect(seqs(4)).toEqual([4]);
    expect(seqs(5)).toEqual([]);
  });

  it("leaves nothing out that arrives in the segment while it is read", () => {
    const { entries, bytes } = pendingEntries();
    let pending = entries;
    const live = openLiveLedger(nodeFs, folders.runsDir, { size: () => 5, pending: () => pending });
    const seqs: number[] = [];
    for (const { entry } of live.entries(0)) {
      seqs.push(entry.seq);
      if (entry.seq === 1) {
        ledger.append(1, bytes);
        pending = [];
      }
    }
    expect(seqs).toEqual([0, 1, 2, 3, 4]);
  });

  it("does not wait for entries that cannot be read any more", () => {
    const live = openLiveLedger(nodeFs, folders.runsDir, { size: () => 9, pending: () => [] });
    expect([...live.entries(0)]).toHaveLength(3);
    expect([...live.entries(7)]).toHaveLength(0);
  });

  it("finds an entry at its place before and after it is in the segment", () => {
    const { entries, bytes } = pendingEntries();
    const [wanted] = entries;
    if (wanted === undefined) throw new Error("expected an entry");
    const place = { ...wanted.place, offset: (ledger.lengths.get(1) ?? 0) + wanted.place.offset };
    const onItsWay = openLiveLedger(nodeFs, folders.runsDir, { size: () => 5, pending: () => [{ ...wanted, place }] });
    expect(onItsWay.entryAt(place)).toEqual(wanted.entry);
    ledger.append(1, bytes);
    const inPlace = openLiveLedger(nodeFs, folders.runsDir, { size: () => 5, pending: () => [] });
    expect(inPlace.entryAt(place)).toEqual(wanted.entry);
  });
});
