import { mkdirSync, readFileSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Applier } from "../../../../src/main/store/applier.ts";
import type { Obstacle } from "../../../../src/main/store/clear-obstacles.ts";
import type { EpochFence } from "../../../../src/main/store/epoch-fence.ts";
import type { JournalFrame } from "../../../../src/main/store/journal-frame.ts";
import { prepareRunsFolder } from "../../../../src/main/store/suitable-folder.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { createFailingFs, type FailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { createSettableClock } from "../../../support/settable-clock.ts";

let folders: TestFolders;
let fs: FailingFs;
let lost: string | null;
let hasReserve: boolean;
let failures: unknown[];
let cleared: Obstacle[];
let applier: Applier;

beforeEach(async () => {
  folders = makeTestFolders();
  await prepareRunsFolder(nodeFs, folders.runsDir);
  fs = createFailingFs();
  lost = null;
  hasReserve = false;
  failures = [];
  cleared = [];
  const fence: EpochFence = {
    epoch: 1,
    check() {
      if (lost !== null) throw new AppError("LOCK_LOST", lost);
    },
    giveUp: () => undefined,
  };
  applier = new Applier({
    fs,
    runsDir: folders.runsDir,
    clock: createSettableClock(),
    fence,
    giveUpReserve() {
      const gaveRoom = hasReserve;
      hasReserve = false;
      if (gaveRoom) fs.heal();
      return gaveRoom;
    },
    onFailed: (error) => failures.push(error),
    onCleared: (obstacles) => cleared.push(...obstacles),
  });
});
afterEach(() => folders.remove());

function path(number: number): string {
  return `2026-11-20/run_${number}.json`;
}

/** Frames of one line each, that stand one after another in the segment. */
function frame(number: number): JournalFrame {
  const files = [{ path: path(number), bytes: Buffer.from(`${number}`) }];
  return { epoch: 1, files, ledgerOffset: (number - 1) * 3, ledgerBytes: Buffer.from(`${number % 10}x\n`) };
}

function read(number: number): string {
  return readFileSync(join(folders.runsDir, path(number)), "utf8");
}

describe("Applier", () => {
  it("answers for recorded bytes until they are in place, and puts frames in place in order", async () => {
    const accepted = [1, 2, 3].map((number) => applier.accept(frame(number), []));
    expect(applier.pending(path(2))?.toString()).toBe("2");
    expect(applier.pending(path(9))).toBeNull();
    expect(await applier.settle()).toBe(true);
    await Promise.all(accepted);
    expect([1, 2, 3].map(read)).toEqual(["1", "2", "3"]);
    expect(applier.pending(path(2))).toBeNull();
    expect(readFileSync(join(folders.runsDir, "_integrity/ledger/00000001.ndjson"), "utf8")).toBe("1x\n2x\n3x\n");
  });

  it("lets whoever was acknowledged go on before it begins", async () => {
    const accepted = applier.accept(frame(1), []);
    expect(fs.calls).toEqual([]);
    await accepted;
    expect(fs.calls).toEqual([]);
    await applier.settle();
    expect(fs.calls.length).toBeGreaterThan(0);
  });

  it("holds writers back once the backlog is long, and not before", async () => {
    const open = new Set([1, 2, 3, 4, 5, 6]);
    const accepted = [...open].map((number) => applier.accept(frame(number), []).then(() => open.delete(number)));
    await Promise.resolve();
    await Promise.resolve();
    expect([...open]).toEqual([5, 6]);
    await Promise.all(accepted);
    expect(await applier.settle()).toBe(true);
  });

  it("keeps a frame that cannot be put in place, and those behind it, and tries again when asked", async () => {
    fs.failWhere((call) => call.name === "link", { kind: "refuse", code: "ENOSPC" });
    await applier.accept(frame(1), []);
    await applier.accept(frame(2), []);
    expect(await applier.settle()).toBe(false);
    expect(failures[0]).toMatchObject({ code: "DISK_FULL" });
    expect(applier.pending(path(1))).not.toBeNull();
    fs.heal();
    expect(await applier.settle()).toBe(true);
    expect([1, 2].map(read)).toEqual(["1", "2"]);
  });

  it("has a failure only once its backlog no longer gets shorter", async () => {
    fs.failWhere((call) => call.name === "link", { kind: "refuse", code: "ENOSPC" });
    for (let number = 1; number <= 4; number += 1) await applier.accept(frame(number), []);
    await applier.settle();
    expect(applier.failure).toBeNull();
    await applier.accept(frame(5), []);
    await applier.settle();
    expect(applier.failure).toMatchObject({ code: "DISK_FULL" });
    fs.heal();
    await applier.settle();
    expect(applier.failure).toBeNull();
  });

  it("gives the reserve up on a full disk and goes on", async () => {
    hasReserve = true;
    fs.failWhere((call) => call.name === "write", { kind: "full", roomBytes: 0 });
    await applier.accept(frame(1), []);
    expect(await applier.settle()).toBe(true);
    expect(failures).toEqual([]);
    expect(read(1)).toBe("1");
    fs.failWhere((call) => call.name === "write", { kind: "full", roomBytes: 0 });
    await applier.accept(frame(2), []);
    expect(await applier.settle()).toBe(false);
    expect(failures).toHaveLength(1);
  });

  it("puts nothing in place once the folder is lost", async () => {
    lost = "another program has taken the folder over";
    await applier.accept(frame(1), []);
    expect(await applier.settle()).toBe(false);
    expect(failures[0]).toMatchObject({ code: "LOCK_LOST" });
    expect(fs.calls).toEqual([]);
  });

  it("clears away what another put in the place of a record, and tells", async () => {
    mkdirSync(join(folders.runsDir, "2026-11-20"));
    writeFileSync(join(folders.runsDir, path(1)), "another's");
    symlinkSync("nowhere", join(folders.runsDir, path(2)));
    await applier.accept(frame(1), []);
    await applier.accept(frame(2), []);
    expect(await applier.settle()).toBe(true);
    expect([1, 2].map(read)).toEqual(["1", "2"]);
    expect(cleared.map((obstacle) => obstacle.path)).toEqual([path(1), path(2)]);
    expect(failures).toEqual([]);
  });

  it("fails, and goes on later, where the folder of a record is none", async () => {
    writeFileSync(join(folders.runsDir, "2026-11-20"), "x");
    await applier.accept(frame(1), []);
    expect(await applier.settle()).toBe(false);
    expect(failures[0]).toMatchObject({ code: "STORE_DAMAGED" });
    unlinkSync(join(folders.runsDir, "2026-11-20"));
    expect(await applier.settle()).toBe(true);
  });

  it("flushes what is in place, once, and again when the flush failed", async () => {
    await applier.accept(frame(1), []);
    await applier.settle();
    fs.failWhere((call) => call.name === "syncFile", { kind: "refuse", code: "ENOSPC" });
    await expect(applier.flush()).rejects.toMatchObject({ code: "DISK_FULL" });
    fs.heal();
    const before = fs.calls.length;
    await applier.flush();
    const record = join(folders.runsDir, path(1));
    const flushed = fs.calls.slice(before).map((call) => call.path);
    for (const wanted of [record, dirname(record), folders.runsDir]) expect(flushed).toContain(wanted);
    const after = fs.calls.length;
    await applier.flush();
    expect(fs.calls.length).toBe(after);
  });
});
