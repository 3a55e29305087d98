import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ReceiptAnchors } from "../../../../src/main/check/receipt-anchors.ts";
import { findLastHead } from "../../../../src/main/store/last-head.ts";
import type { LedgerEntry } from "../../../../src/main/store/ledger-entry.ts";
import { createStoreReader } from "../../../../src/main/store/store-reader.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs, type FailingFs } from "../../../support/failing-fs.ts";
import { readSegments, writeSegment } from "../../../support/forge-ledger.ts";
import { type Cosigner, cosign, makeCosigner } from "../../../support/make-receipt.ts";
import { makeTestFolders, openTestStore, recordChange, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;
let fs: FailingFs;
let anchors: ReceiptAnchors;
let entries: readonly LedgerEntry[];
let centre: Cosigner;

beforeEach(async () => {
  folders = makeTestFolders();
  const store = await openTestStore(folders);
  for (const number of [1, 2]) await store.commit(recordChange(number));
  await store.settled();
  entries = [...store.ledger.entries(0)].map(({ entry }) => entry);
  await store.close();
  centre = makeCosigner();
  const note = findLastHead(nodeFs, folders.runsDir)?.note ?? "";
  writeFileSync(join(folders.runsDir, "_integrity/receipts/1.note"), cosign(note, centre));
  fs = createFailingFs();
  const reader = createStoreReader(fs, folders.runsDir);
  anchors = new ReceiptAnchors({ fs, runsDir: folders.runsDir, dataDir: folders.dataDir, store: reader });
});
afterEach(() => folders.remove());

function trust(): void {
  mkdirSync(join(folders.dataDir, "centre-keys"), { recursive: true });
  writeFileSync(join(folders.dataDir, "centre-keys", "centre.vkey"), centre.text);
}

function judge(number: number, verdict: "intact" | "changed" = "intact") {
  const about = entries.filter(({ subject }) => subject === recordChange(number).runId);
  return anchors.judge(verdict, about, new AbortController().signal);
}

function ledgerReads(): number {
  return fs.calls.filter(({ name, path }) => name === "open" && path.endsWith(".ndjson")).length;
}

describe("ReceiptAnchors", () => {
  it("confirms intact runs, and reads the ledger once for all of them", async () => {
    trust();
    expect(await judge(1)).toBe("intact-anchored");
    const reads = ledgerReads();
    expect(reads).toBeGreaterThan(0);
    expect([await judge(2), await judge(1), await judge(1, "changed")]).toEqual([
      "intact-anchored",
      "intact-anchored",
      "changed",
    ]);
    expect(ledgerReads()).toBe(reads);
  });

  it("reads nothing of the ledger where no key is trusted", async () => {
    expect(await judge(1)).toBe("intact");
    expect(ledgerReads()).toBe(0);
  });

  it("confirms nothing any more when a line of the ledger was changed", async () => {
    trust();
    await judge(1);
    for (const segment of readSegments(folders)) {
      writeSegment(folders, { ...segment, lines: segment.lines.map((line) => line.replace("machinist", "Machinist")) });
    }
    expect(await judge(1)).toBe("intact");
  });

  it("confirms no entry that is not the one in the ledger", async () => {
    trust();
    entries = entries.map((entry) => ({ ...entry, body: { ...entry.body, imported: true } }));
    expect(await judge(1)).toBe("intact");
  });
});
