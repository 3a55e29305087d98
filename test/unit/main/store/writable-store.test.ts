import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readJournal } from "../../../../src/main/store/journal-file.ts";
import type { Committed, RunStore } from "../../../../src/main/store/run-store.ts";
import { ledgerPath } from "../../../../src/main/store/store-layout.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs, type FailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, openTestStore, recordChange, type TestFolders } from "../../../support/open-test-store.ts";
import { verifyLedger } from "../../../support/verify-ledger.ts";
import { watchJournal } from "../../../support/watch-journal.ts";

let folders: TestFolders;
let fs: FailingFs;
let store: RunStore;
let at: (path: string) => string;

beforeEach(async () => {
  folders = makeTestFolders();
  fs = createFailingFs();
  store = await openTestStore(folders, { fs });
  at = (path) => join(store.runsDir, path);
});
afterEach(async () => {
  fs.heal();
  await store.close();
  folders.remove();
});

function journalBytes(): number {
  return statSync(at("_integrity/journal/00000001.jnl")).size;
}

function refused(code: string): unknown {
  return expect.objectContaining({ code });
}

describe("a writable store", () => {
  it("reads what was acknowledged at once, before it is in its place", async () => {
    const change = recordChange(1);
    const [placed] = await store.commit(change);
    expect(existsSync(at(change.path))).toBe(false);
    expect(store.readFile(change.path).toString()).toBe('{"n":1}\n');
    expect(store.fileSize(change.path)).toBe(8);
    expect(store.readRange(change.path, 1, 3).toString()).toBe('"n"');
    expect([...store.ledger.entries(0)].at(-1)?.entry.subject).toBe(change.runId);
    if (placed !== undefined) expect(store.ledger.entryAt(placed.place)).toEqual(placed.entry);
    await store.settled();
    expect(readFileSync(at(change.path), "utf8")).toBe('{"n":1}\n');
    expect(store.readFile(change.path).toString()).toBe('{"n":1}\n');
    if (placed !== undefined) expect(store.ledger.entryAt(placed.place)).toEqual(placed.entry);
  });

  it("gives no one its own copy of recorded bytes to change", async () => {
    await store.commit(recordChange(1));
    store.readFile(recordChange(1).path).fill(0);
    expect(store.readFile(recordChange(1).path).toString()).toBe('{"n":1}\n');
  });

  it("never gives a name twice: not before, while or after the first is put in place", async () => {
    const rivals = ["first\n", "rival\n"].map((text) => store.commit(recordChange(1, text)));
    expect(await Promise.allSettled(rivals)).toMatchObject([
      { status: "fulfilled" },
      { status: "rejected", reason: { code: "ALREADY_EXISTS" } },
    ]);
    await expect(store.commit(recordChange(1, "second\n"))).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
    await store.settled();
    await expect(store.commit(recordChange(1, "third\n"))).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
    expect(store.readFile(recordChange(1).path).toString()).toBe("first\n");
  });

  it("tells of commits in the order of the ledger, and a listener that fails stops nobody", async () => {
    const heard: number[] = [];
    store.onCommitted(() => {
      throw new Error("the list could not be drawn");
    });
    const stop = store.onCommitted(({ entries }: Committed) => heard.push(...entries.map(({ entry }) => entry.seq)));
    await Promise.all([1, 2, 3].map((number) => store.commit(recordChange(number))));
    await store.commit(recordChange(4));
    expect(heard).toEqual([2, 3, 4, 5]);
    stop();
    await store.commit(recordChange(5));
    expect(heard).toHaveLength(4);
    expect(store.notices().join(" ")).toContain("the list could not be drawn");
  });

  it("empties the journal at a checkpoint, and leaves it as it is when there is nothing to do", async () => {
    await store.commit(recordChange(1));
    expect(journalBytes()).toBeGreaterThan(0);
    expect(store.ledgerHead()?.journalBytes).toBe(journalBytes());
    await store.checkpoint();
    expect(journalBytes()).toBe(0);
    const calls = fs.calls.length;
    await store.checkpoint();
    expect(fs.calls.length).toBe(calls);
  });

  it("finishes each of several checkpoints with what was recorded before it", async () => {
    const running = store.checkpoint();
    await store.commit(recordChange(1));
    await Promise.all([running, store.checkpoint()]);
    expect(journalBytes()).toBe(0);
    expect(existsSync(at(recordChange(1).path))).toBe(true);
  });

  it("gives run numbers that go on after a restart", async () => {
    expect(store.takeRunNumber()).toBe(1);
    expect(store.takeRunNumber()).toBe(2);
    await store.commit(recordChange(2));
    await store.close();
    store = await openTestStore(folders, { fs });
    expect(store.takeRunNumber()).toBe(3);
  });

  it("has the head of the ledger", async () => {
    await store.commit(recordChange(1));
    const head = store.ledgerHead();
    await store.close();
    const { entries } = verifyLedger(store.runsDir);
    expect(head).toMatchObject({ size: entries.length - 1, epoch: 1 });
    expect(head?.root).toMatch(/^[0-9a-f]{64}$/);
  });

  it("keeps what is acknowledged readable and refuses more when nothing finds its place any more", async () => {
    fs.failWhere((call) => call.name === "link", { kind: "refuse", code: "ENOSPC" });
    let number = 1;
    const failure = await (async () => {
      for (; number <= 20; number += 1) {
        try {
          await store.commit(recordChange(number));
          await store.settled();
        } catch (error) {
          return error;
        }
      }
      return null;
    })();
    expect(failure).toMatchObject({ code: "DISK_FULL" });
    expect(number).toBeLessThan(10);
    for (let done = 1; done < number; done += 1)
      expect(store.readFile(recordChange(done).path).byteLength).toBeGreaterThan(0);
    await store.checkpoint();
    expect(journalBytes()).toBeGreaterThan(0);
    expect(store.notices()).toHaveLength(1);
    fs.heal();
    await store.checkpoint();
    expect(journalBytes()).toBe(0);
    await store.commit(recordChange(50));
  });

  it("records in the ledger what it found in the place of a record", async () => {
    mkdirSync(at("2026-11-20"));
    await store.commit(recordChange(1));
    writeFileSync(at(recordChange(1).path), "another program's");
    await store.settled();
    await store.checkpoint();
    expect(readFileSync(at(recordChange(1).path), "utf8")).toBe('{"n":1}\n');
    expect([...store.ledger.entries(0)].map(({ entry }) => entry.kind)).toContain("damage.found");
    expect(store.notices().join(" ")).toContain("moved to quarantine");
  });
});

describe("a store whose drive fails", () => {
  it.each([
    ["the journal", (call: { name: string; path: string }) => call.name === "syncData"],
    [
      "a record",
      (call: { name: string; path: string }) => call.name === "syncFile" && call.path.includes("2026-11-20"),
    ],
    ["a folder", (call: { name: string; path: string }) => call.name === "syncFolder"],
  ])("is read-only from the first failed flush of %s on, and never believes a second one", async (_what, picks) => {
    const states: string[] = [];
    store.onStateChanged((state) => states.push(`${state.mode} ${state.reason}`));
    fs.failWhere(picks, { kind: "refuse", code: "EIO" });
    await store.commit(recordChange(1)).catch(() => undefined);
    await store.checkpoint().catch(() => undefined);
    expect(states).toEqual(["read-only poisoned"]);
    fs.heal();
    await expect(store.commit(recordChange(2))).rejects.toMatchObject({ code: "IO_FAILED" });
    await expect(store.putAttachment([])).rejects.toMatchObject({ code: "IO_FAILED" });
    expect(() => store.takeRunNumber()).toThrow(refused("IO_FAILED"));
    await expect(store.checkpoint()).rejects.toMatchObject({ code: "IO_FAILED" });
    expect(journalBytes()).toBeGreaterThan(0);
    expect(store.notices().join(" ")).toContain("The drive failed");
  });

  it("is read-only after an attachment could not be flushed", async () => {
    fs.failWhere((call) => call.name === "syncFile" && call.path.includes(".stage-"), { kind: "refuse", code: "EIO" });
    await expect(store.putAttachment([Buffer.from("x")])).rejects.toMatchObject({ code: "IO_FAILED" });
    expect(store.state()).toMatchObject({ mode: "read-only", reason: "poisoned" });
  });

  it("stays writable when the disk is only full", async () => {
    fs.failWhere((call) => call.name === "write", { kind: "full", roomBytes: 0 });
    await expect(store.commit(recordChange(1))).rejects.toMatchObject({ code: "DISK_FULL" });
    await expect(store.putAttachment([Buffer.from("x")])).rejects.toMatchObject({ code: "DISK_FULL" });
    expect(store.state().mode).toBe("writable");
    fs.heal();
    await store.commit(recordChange(1));
  });
});

describe("a store that lost its folder", () => {
  function takeOver(): void {
    writeFileSync(at("_integrity/epochs/00000002.json"), "{}");
  }

  it("refuses, turns read-only, tells, and puts nothing more in place", async () => {
    const states: string[] = [];
    store.onStateChanged(() => {
      throw new Error("no banner");
    });
    store.onStateChanged((state) => states.push(`${state.mode} ${state.reason}`));
    await store.settled();
    const lines = readFileSync(at(ledgerPath(1)));
    await store.commit(recordChange(1));
    takeOver();
    await expect(store.commit(recordChange(2))).rejects.toMatchObject({ code: "LOCK_LOST" });
    await store.settled();
    expect(states).toEqual(["read-only lock-lost"]);
    await expect(store.commit(recordChange(3))).rejects.toMatchObject({ code: "LOCK_LOST" });
    await expect(store.checkpoint()).rejects.toMatchObject({ code: "LOCK_LOST" });
    await store.close();
    expect(readFileSync(at(ledgerPath(1))).equals(lines)).toBe(true);
    expect(existsSync(at(recordChange(1).path))).toBe(false);
    expect(readJournal(nodeFs, at("_integrity/journal/00000001.jnl")).frames).toHaveLength(2);
    unlinkSync(at("_integrity/epochs/00000002.json"));
    store = await openTestStore(folders);
    expect(store.readFile(recordChange(1).path).toString()).toBe('{"n":1}\n');
    expect(existsSync(at(recordChange(2).path))).toBe(false);
  });

  it("acknowledges no attachment", async () => {
    async function* slow() {
      yield Buffer.from("x");
      takeOver();
    }
    await expect(store.putAttachment(slow())).rejects.toMatchObject({ code: "LOCK_LOST" });
    expect(store.state().reason).toBe("lock-lost");
    await expect(store.putAttachment([])).rejects.toMatchObject({ code: "LOCK_LOST" });
  });

  it("notices at a checkpoint, and does not empty the journal", async () => {
    await store.commit(recordChange(1));
    await store.settled();
    takeOver();
    await expect(store.checkpoint()).rejects.toMatchObject({ code: "LOCK_LOST" });
    expect(journalBytes()).toBeGreaterThan(0);
    expect(store.state().reason).toBe("lock-lost");
  });
});

describe("closing", () => {
  it("ends with a line in the ledger and an empty journal, once, however often it is called", async () => {
    await store.commit(recordChange(1));
    await Promise.all([store.close(), store.close()]);
    await store.close();
    const { entries, problems } = verifyLedger(store.runsDir);
    expect(problems).toEqual([]);
    expect(entries.map((entry) => entry.kind)).toEqual([
      "epoch.opened",
      "store.created",
      "run.recorded",
      "epoch.closed",
    ]);
    expect(journalBytes()).toBe(0);
    expect(readdirSync(at("_integrity"))).not.toContain("lock");
  });

  it("takes in changes that were on their way, and refuses those that come later", async () => {
    const onTheWay = store.commit(recordChange(1));
    const closed = store.close();
    await expect(store.commit(recordChange(2))).rejects.toMatchObject({ code: "LOCK_LOST" });
    await onTheWay;
    await closed;
    expect(existsSync(at(recordChange(1).path))).toBe(true);
    expect(verifyLedger(store.runsDir).entries.at(-1)?.kind).toBe("epoch.closed");
  });

  it("waits for a checkpoint that is running", async () => {
    await store.commit(recordChange(1));
    const running = store.checkpoint();
    await store.close();
    await running;
    expect(journalBytes()).toBe(0);
  });

  it.each(["ENOSPC", "EIO", "EROFS"])("gives the folder back and does not fail when the disk says %s", async (code) => {
    await store.commit(recordChange(1));
    await store.settled();
    fs.failWhere((call) => call.isChange || call.name.startsWith("sync"), { kind: "refuse", code });
    await store.close();
    expect(store.notices().length).toBeGreaterThan(0);
    store = await openTestStore(folders);
    expect(store.state().mode).toBe("writable");
    expect(store.readFile(recordChange(1).path).toString()).toBe('{"n":1}\n');
  });

  it("gives the folder back when its lock folder is gone", async () => {
    rmdirSync(at("_integrity/lock"));
    await store.close();
    store = await openTestStore(folders);
    expect(store.state().mode).toBe("writable");
  });
});

describe("a checkpoint beside commits", () => {
  it("never empties the journal of anything that is not durable in its place", async () => {
    await store.close();
    const watched = watchJournal(createFailingFs({ sync: false }));
    store = await openTestStore(folders, { fs: watched.fs });
    let number = 1;
    const pauses = [0, 1, 2, 5, 3, 0, 8, 1, 13, 2];
    const writer = async (turns: number): Promise<void> => {
      for (let round = 0; round < 12; round += 1) {
        const batch = Array.from({ length: 1 + (round % 3) }, () => store.commit(recordChange(number++)));
        await Promise.all(batch);
        for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const checkpoints = async (): Promise<void> => {
      for (const turns of [...pauses, ...pauses]) {
        await store.checkpoint();
        for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await Promise.all([writer(0), writer(1), writer(4), checkpoints(), checkpoints()]);
    await store.close();
    expect(store.state().mode).toBe("writable");
    expect(store.notices()).toEqual([]);
    expect(watched.emptied()).toBeGreaterThan(5);
    const { entries, problems } = verifyLedger(store.runsDir);
    expect(problems).toEqual([]);
    expect(entries.filter((entry) => entry.kind === "run.recorded")).toHaveLength(number - 1);
  });

  it("comes to an end while changes keep arriving", async () => {
    let isOver = false;
    const stream = (async () => {
      for (let number = 1; !isOver; number += 1) await store.commit(recordChange(number));
    })();
    await store.commit(recordChange(100_000));
    await store.checkpoint();
    isOver = true;
    await stream;
  });
});
