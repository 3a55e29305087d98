import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { batchEntries, ledgerBatches } from "../../../../src/main/catalog/ledger-batch.ts";
import { entryLine } from "../../../../src/main/store/ledger-line.ts";
import { madeEntry } from "./made-runs.ts";

describe("ledgerBatches and batchEntries", () => {
  it("give every entry with its place, and pass over lines that are none", () => {
    const entries = Array.from({ length: 600 }, (_, seq) => madeEntry(seq, "run.shown", `run_${seq}`));
    const lines = entries.map((entry, index) => ({ bytes: entryLine(entry), offset: index * 2000 }));
    const batches = [...ledgerBatches(1, [...lines, { bytes: Buffer.from("rubbish"), offset: 9_999_999 }])];
    expect(batches.length).toBeGreaterThan(1);
    const placed = batches.flatMap((batch) => [...batchEntries(structuredClone(batch))]);
    expect(placed.map(({ entry }) => entry)).toEqual(entries);
    expect(placed[500]?.place).toEqual({ epoch: 1, offset: 1_000_000, byteLength: lines[500]?.bytes.byteLength });
  });

  it("closes a batch that grew large", () => {
    const lines = [1, 2, 3].map((offset) => ({ bytes: Buffer.alloc(700_000), offset }));
    expect([...ledgerBatches(1, lines)].map((batch) => batch.lines.length)).toEqual([2, 1]);
  });
});
