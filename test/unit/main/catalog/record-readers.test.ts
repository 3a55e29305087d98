import { Buffer } from "node:buffer";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CatalogDatabase } from "../../../../src/main/catalog/catalog-database.ts";
import { UNWATCHED } from "../../../../src/main/catalog/catalog-host.ts";
import { openCatalogSource } from "../../../../src/main/catalog/catalog-source.ts";
import { deriveInto } from "../../../../src/main/catalog/derive-catalog.ts";
import { startRecordReaders } from "../../../../src/main/catalog/record-readers.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { madeCatalog } from "./made-runs.ts";
import { type MadeStore, madeStore } from "./made-store.ts";

const WORKER = new URL("../../../../src/main/catalog/record-reader-worker.ts", import.meta.url);

let made: MadeStore;
beforeEach(async () => {
  made = await madeStore();
});
afterEach(() => made.close());

function everything(database: CatalogDatabase): unknown {
  const contents = database.contents();
  const first = { subject: "", seq: -1 };
  return [contents.runsBehind("", 1000), contents.entriesBehind(first, 1000), contents.counters(), database.stats()];
}

describe("startRecordReaders", () => {
  it("lets a catalog be built by several threads that is what applying one entry after the other gives", async () => {
    for (let number = 0; number < 40; number++) {
      const inputs = `${number % 7}`.padStart(64, "0");
      const result = `${number % 11}`.padStart(64, "1");
      await made.record(`run_${number % 2 === 0 ? number : 999 - number}`, {
        created_at_utc: `2026-11-${10 + (number % 9)}T10:00:00Z`,
        mode: number % 3 === 0 ? "saw" : "router",
        inputs_hash: inputs,
        hashes: { toolpaths_sha256: result },
      });
      if (number % 5 === 0) await made.event("run.tagged", `run_${number}`, { tag: "late" });
      if (number % 6 === 0) await made.event("run.annotated", "run_0", { kind: "note", text: `note ${number}` });
    }
    await made.record("run_bad", Buffer.from("not json"));
    await made.event("run.hidden", "run_4", { reason: "trial" });
    const source = openCatalogSource(nodeFs, made.folders.runsDir);
    const derived = CatalogDatabase.build("");
    const startReaders = () => startRecordReaders(WORKER, made.folders.runsDir, 2);
    await deriveInto(derived, source, { control: UNWATCHED, expected: null, startReaders, entriesBeforeReaders: 0 });
    const oneByOne = madeCatalog();
    for (const placed of source.ledger.entries(0)) {
      oneByOne.apply([{ placed, record: () => source.readRecord(placed.entry.path) }]);
    }
    expect(everything(derived)).toEqual(everything(oneByOne));
    expect(await derived.contents().faults(async () => undefined)).toEqual([]);
  });

  it("fails with the work when a thread fails", async () => {
    const readers = startRecordReaders(WORKER, made.folders.runsDir, 1);
    const batch = { epoch: 1, bytes: Buffer.from(new ArrayBuffer(1)), lines: null as never };
    await expect(readers.prepare({ batch, fromSeq: 0 })).rejects.toMatchObject({ code: "INTERNAL" });
    await readers.close();
    const late = { epoch: 1, bytes: Buffer.from(new ArrayBuffer(1)), lines: [] };
    await expect(readers.prepare({ batch: late, fromSeq: 0 })).rejects.toMatchObject({ code: "INTERNAL" });
  });
});
