import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Change } from "../../../../src/main/store/change.ts";
import { CommitPipeline } from "../../../../src/main/store/commit-pipeline.ts";
import { type EpochFence, openEpoch } from "../../../../src/main/store/epoch-fence.ts";
import { createJournal, type JournalFile, readJournal } from "../../../../src/main/store/journal-file.ts";
import type { JournalFrame } from "../../../../src/main/store/journal-frame.ts";
import type { LedgerWriter } from "../../../../src/main/store/ledger-writer.ts";
import { prepareRunsFolder } from "../../../../src/main/store/suitable-folder.ts";
import { systemClock } from "../../../../src/main/system/clock.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { createFailingFs, type FailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, recordChange, type TestFolders } from "../../../support/open-test-store.ts";
import { makeSigner, makeWriter } from "./written-ledger.ts";

let folders: TestFolders;
let fs: FailingFs;
let fence: EpochFence;
let journal: JournalFile;
let ledger: LedgerWriter;
let frames: JournalFrame[];
let told: string[];
let admit: (change: Change) => void;
let pipeline: CommitPipeline;
let journalPath: string;

beforeEach(async () => {
  folders = makeTestFolders();
  await prepareRunsFolder(nodeFs, folders.runsDir);
  fs = createFailingFs();
  fence = await openEpoch(fs, folders.runsDir, { clock: systemClock });
  journalPath = join(folders.runsDir, "_integrity/journal/00000001.jnl");
  journal = await createJournal(fs, journalPath);
  ledger = makeWriter({ epoch: 1 });
  frames = [];
  told = [];
  admit = () => undefined;
  pipeline = new CommitPipeline({
    fence,
    journal,
    ledger,
    admit: (change) => admit(change),
    onDurable: async (frame) => {
      frames.push(frame);
    },
    onLost: () => told.push("lost"),
    onPoisoned: () => told.push("poisoned"),
  });
});
afterEach(() => {
  journal.close();
  folders.remove();
});

function onDisk(): JournalFrame[] {
  return [...readJournal(nodeFs, journalPath).frames];
}

/** Creates the next token behind the holder's back. */
function takeOver(): void {
  writeFileSync(join(folders.runsDir, "_integrity/epochs/00000002.json"), "{}");
}

function syncs(): number {
  return fs.calls.filter((call) => call.name === "syncData").length;
}

describe("CommitPipeline", () => {
  it("acknowledges when the frame is in the journal and flushed, with the entries in their places", async () => {
    const entries = await pipeline.commit(recordChange(1));
    expect(entries.map(({ entry }) => entry.subject)).toEqual([recordChange(1).runId]);
    const [frame] = onDisk();
    expect(frame?.files.map((file) => file.path)).toEqual([recordChange(1).path]);
    expect(fs.calls.slice(-3).map((call) => call.name)).toEqual(["syncData", "stat", "stat"]);
    await pipeline.idle();
    expect(frames).toHaveLength(1);
  });

  it("lets changes that arrive together share one flush, and acknowledges them in order", async () => {
    const before = syncs();
    const all = await Promise.all([1, 2, 3, 4].map((number) => pipeline.commit(recordChange(number))));
    expect(syncs() - before).toBe(1);
    expect(all.flat().map(({ entry }) => entry.seq)).toEqual([0, 1, 2, 3]);
    expect(onDisk()).toHaveLength(1);
  });

  it("does not let groups grow without bound", async () => {
    const before = syncs();
    await Promise.all(Array.from({ length: 600 }, (_, number) => pipeline.commit(recordChange(number))));
    expect(syncs() - before).toBe(3);
    const big = Array.from({ length: 4 }, (_, number) => recordChange(1_000 + number, "x".repeat(5 * 1024 * 1024)));
    await Promise.all(big.map((change) => pipeline.commit(change)));
    expect(syncs() - before).toBe(7);
  });

  it("refuses one change of a group and keeps the others", async () => {
    admit = (change) => {
      if (change.requestId === "req-2") throw new AppError("ALREADY_EXISTS", "taken");
    };
    const outcomes = await Promise.allSettled([1, 2, 3].map((number) => pipeline.commit(recordChange(number))));
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(onDisk()[0]?.files).toHaveLength(2);
  });

  it("gives a name to the first of a group who wants it", async () => {
    const outcomes = await Promise.allSettled([
      pipeline.commit(recordChange(1, "first\n")),
      pipeline.commit(recordChange(1, "second\n")),
      pipeline.commit(recordChange(2)),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(outcomes[1]).toMatchObject({ reason: { code: "ALREADY_EXISTS" } });
    expect(onDisk()[0]?.files.map((file) => Buffer.from(file.bytes).toString())).toEqual(["first\n", '{"n":2}\n']);
  });

  it("gives a change that brings in a key a group of its own, between those before it and those after it", async () => {
    const successor = makeSigner();
    const all = await Promise.all([
      ...[1, 2].map((number) => pipeline.commit(recordChange(number))),
      pipeline.commit(recordChange(3), successor),
      ...[4, 5].map((number) => pipeline.commit(recordChange(number))),
    ]);
    expect(all.flat().map(({ entry }) => entry.seq)).toEqual([0, 1, 2, 3, 4]);
    expect(onDisk().map(({ files }) => files.length)).toEqual([2, 1, 2]);
    const signed = onDisk().map(({ ledgerBytes }) => ledgerBytes.toString().split(successor.name).length - 2);
    expect(signed).toEqual([1, 2, 1]);
  });

  it("refuses a change that wants one name twice", async () => {
    const { files, ...rest } = recordChange(1);
    await expect(pipeline.commit({ ...rest, files: [...files, ...files] })).rejects.toThrow(RangeError);
    expect(onDisk()).toEqual([]);
  });

  it("does not let a change whose entry cannot be written take its neighbours down", async () => {
    const good = recordChange(1);
    const bad = { ...recordChange(2), entries: [{ kind: "run.tagged" as const, subject: "x", body: { n: 0.5 } }] };
    const outcomes = await Promise.allSettled([good, bad, recordChange(3)].map((change) => pipeline.commit(change)));
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(ledger.position.tree.size).toBe(2);
  });

  it.each(["write", "syncData"] as const)(
    "leaves nothing of a group when %s says that the disk is full",
    async (name) => {
      await pipeline.commit(recordChange(1));
      const size = statSync(journalPath).size;
      fs.failWhere((call) => call.name === name && fs.calls.at(-2)?.name !== "truncate", {
        kind: "refuse",
        code: "ENOSPC",
      });
      const outcomes = await Promise.allSettled([2, 3].map((number) => pipeline.commit(recordChange(number))));
      expect(outcomes).toMatchObject([{ reason: { code: "DISK_FULL" } }, { reason: { code: "DISK_FULL" } }]);
      expect(statSync(journalPath).size).toBe(size);
      fs.heal();
      const [entry] = await pipeline.commit(recordChange(4));
      expect(entry?.entry.seq).toBe(1);
      expect(onDisk()).toHaveLength(2);
      expect(told).toEqual([]);
    },
  );

  it("takes a half-written frame back when the disk fills in the middle of it", async () => {
    await pipeline.commit(recordChange(1));
    const size = statSync(journalPath).size;
    fs.failWhere((call) => call.name === "write", { kind: "full", roomBytes: 5_000 });
    await expect(pipeline.commit(recordChange(2, "x".repeat(9_000)))).rejects.toMatchObject({ code: "DISK_FULL" });
    expect(statSync(journalPath).size).toBe(size);
    fs.heal();
    await pipeline.commit(recordChange(3));
    expect(onDisk()).toHaveLength(2);
  });

  it("believes nothing any more after the device failed: it lets the frame go and asks for no flush", async () => {
    fs.failWhere((call) => call.name === "syncData", { kind: "refuse", code: "EIO" });
    await expect(pipeline.commit(recordChange(1))).rejects.toMatchObject({ code: "IO_FAILED" });
    expect(told).toEqual(["poisoned"]);
    const sync = fs.calls.findIndex((call) => call.name === "syncData");
    expect(fs.calls.slice(sync).map((call) => call.name)).toEqual(["syncData", "truncate"]);
    expect(statSync(journalPath).size).toBe(0);
    expect(frames).toEqual([]);
  });

  it("says so when a refused change cannot be taken back", async () => {
    fs.failWhere((call) => call.name === "write" || call.name === "truncate", { kind: "refuse", code: "ENOSPC" });
    await expect(pipeline.commit(recordChange(1))).rejects.toMatchObject({ code: "DISK_FULL" });
    expect(told).toEqual(["poisoned"]);
  });

  it("writes nothing once another holds the folder", async () => {
    takeOver();
    await expect(pipeline.commit(recordChange(1))).rejects.toMatchObject({ code: "LOCK_LOST" });
    expect(readFileSync(journalPath).byteLength).toBe(0);
    expect(told).toEqual(["lost"]);
  });

  it("acknowledges nothing that became durable after another took the folder, and touches the journal no more", async () => {
    const flush = fs.syncData;
    fs.syncData = async (fd) => {
      await flush(fd);
      takeOver();
    };
    const outcomes = await Promise.allSettled([1, 2].map((number) => pipeline.commit(recordChange(number))));
    expect(outcomes).toMatchObject([{ reason: { code: "LOCK_LOST" } }, { reason: { code: "LOCK_LOST" } }]);
    expect(frames).toEqual([]);
    expect(told).toEqual(["lost"]);
    expect(onDisk()).toHaveLength(1);
    expect(ledger.position.tree.size).toBe(0);
  });

  it("takes a frame back when it cannot look who holds the folder", async () => {
    fs.failWhere((call) => call.name === "stat" && fs.calls.at(-2)?.name === "syncData", {
      kind: "refuse",
      code: "ENOMEM",
    });
    await expect(pipeline.commit(recordChange(1))).rejects.toMatchObject({ code: "IO_FAILED" });
    expect(readFileSync(journalPath).byteLength).toBe(0);
  });

  it("pauses between two groups, and lets waiting changes go on afterwards", async () => {
    const order: string[] = [];
    const first = pipeline.commit(recordChange(1)).then(() => order.push("first"));
    const paused = pipeline.pause(async () => {
      order.push("pause");
      await new Promise((resolve) => setImmediate(resolve));
      expect(frames.length).toBeLessThan(2);
      order.push("resume");
    });
    const second = pipeline.commit(recordChange(2)).then(() => order.push("second"));
    await Promise.all([first, paused, second]);
    expect(order.indexOf("resume")).toBe(order.indexOf("pause") + 1);
    expect(order).toHaveLength(4);
  });

  it("goes on after a pause whose work failed", async () => {
    await expect(pipeline.pause(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await pipeline.commit(recordChange(1));
    await pipeline.idle();
    expect(frames).toHaveLength(1);
  });
});
