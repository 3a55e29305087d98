import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { tryKernelGate } from "../../../../src/main/store/kernel-gate.ts";
import { type HeldStore, isStoreHeld, type StoreInUse, takeStore } from "../../../../src/main/store/store-lock.ts";
import { prepareRunsFolder } from "../../../../src/main/store/suitable-folder.ts";
import { tryFolderLock } from "../../../../src/main/system/folder-lock.ts";
import type { Fs } from "../../../../src/main/system/fs.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { createSettableClock } from "../../../support/settable-clock.ts";

let folders: TestFolders;
let lockPath: string;
const clock = createSettableClock(Date.now());

beforeEach(async () => {
  folders = makeTestFolders();
  await prepareRunsFolder(nodeFs, folders.runsDir);
  lockPath = join(folders.runsDir, "_integrity", "lock");
});
afterEach(() => folders.remove());

function take(fs: Fs = nodeFs, takeOverBy: string | null = null): Promise<HeldStore | StoreInUse> {
  return takeStore({ fs, clock, runsDir: folders.runsDir, app: "0.1.0", onLost: () => undefined, takeOverBy });
}

/** Takes the folder over, with the time that watching its lock takes let pass; `meanwhile` happens in it. */
async function takeOver(meanwhile: () => void = () => undefined): Promise<HeldStore | StoreInUse> {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  try {
    const taking = take(nodeFs, "ada");
    await vi.advanceTimersByTimeAsync(1_000);
    meanwhile();
    await vi.advanceTimersByTimeAsync(10_000);
    return await taking;
  } finally {
    vi.useRealTimers();
  }
}

function tokenOf(epoch: number): unknown {
  return JSON.parse(readFileSync(join(folders.runsDir, "_integrity", "epochs", `0000000${epoch}.json`), "utf8"));
}

async function mustTake(fs: Fs = nodeFs): Promise<HeldStore> {
  const taken = await take(fs);
  if (!taken.held) throw new Error("expected to hold the store");
  return taken;
}

const SINCE = "2026-11-20T10:11:12.345000Z";

/** A card that some other holder left. */
function leaveCard(host: string): void {
  const card = {
    host,
    pid: 4711,
    user: "someone",
    since: SINCE,
    app: "0.0.9",
    epoch: 3,
    boot: "1",
  };
  writeFileSync(join(folders.runsDir, "_integrity", "owner.json"), JSON.stringify(card));
}

describe("takeStore", () => {
  it("gives the folder to one, tells the next who has it, and gives it on after release", async () => {
    const first = await mustTake();
    expect(await take()).toMatchObject({ held: false, holder: { pid: process.pid, app: "0.1.0" } });
    await first.release();
    expect(existsSync(lockPath)).toBe(false);
    expect(existsSync(join(folders.runsDir, "_integrity", "owner.json"))).toBe(false);
    const second = await mustTake();
    expect(second.fence.epoch).toBe(first.fence.epoch + 1);
    await second.release();
  });

  it("tries the gate again, for two who try at the same moment can both be turned away", async () => {
    let attempts = 0;
    const locks = {
      tryGate(path: string) {
        attempts += 1;
        return attempts < 3 ? null : tryKernelGate(path);
      },
      tryFolder: tryFolderLock,
    };
    const taken = await takeStore({
      fs: nodeFs,
      clock,
      runsDir: folders.runsDir,
      app: "0.1.0",
      onLost: () => undefined,
      locks,
    });
    expect(attempts).toBe(3);
    expect(taken.held).toBe(true);
    if (taken.held) await taken.release();
  });

  it("tells nothing wrong about a holder whose card is not there", async () => {
    const first = await mustTake();
    nodeFs.unlink(join(folders.runsDir, "_integrity", "owner.json"));
    expect(await take()).toEqual({ held: false, holder: null, canTakeOver: false });
    await first.release();
  });

  it("lets no check pass after it was given back", async () => {
    const held = await mustTake();
    await held.release();
    expect(() => held.fence.check()).toThrow(expect.objectContaining({ code: "LOCK_LOST" }));
  });

  it.each([
    ["a fresh lock folder", () => mkdirSync(lockPath)],
    [
      "a lock folder from the future",
      () => [mkdirSync(lockPath), utimesSync(lockPath, new Date(2e12), new Date(2e12))],
    ],
    ["a stale lock folder", () => [mkdirSync(lockPath), utimesSync(lockPath, new Date(0), new Date(0))]],
    [
      "a lock folder with something in it",
      () => [mkdirSync(lockPath), writeFileSync(join(lockPath, "Thumbs.db"), "x")],
    ],
    ["a file in place of the lock folder", () => writeFileSync(lockPath, "x")],
  ])("claims %s at once when the holder was on this machine", async (_what, leave) => {
    leave();
    const held = await mustTake();
    held.fence.check();
    await held.release();
    expect(readdirSync(join(folders.runsDir, "_integrity"))).toContain("gate.db");
  });

  describe("behind the lock of another machine", () => {
    const OLD = new Date(0);
    beforeEach(() => {
      leaveCard("another-machine");
      mkdirSync(lockPath);
    });

    it("waits while it is fresh, also for a person who wants to take the folder over", async () => {
      const inUse = { held: false, holder: { host: "another-machine", pid: 4711 }, canTakeOver: false };
      expect(await take()).toMatchObject(inUse);
      expect(await take(nodeFs, "ada")).toMatchObject(inUse);
      expect(existsSync(lockPath)).toBe(true);
    });

    it.each([
      ["old", OLD],
      ["dated in the future", new Date(4e12)],
    ])("leaves it when it is %s, and says that it can be taken over", async (_what, time) => {
      utimesSync(lockPath, time, time);
      for (const _ of [1, 2]) expect(await take()).toMatchObject({ held: false, canTakeOver: true });
      expect(readdirSync(join(folders.runsDir, "_integrity", "epochs"))).toEqual([]);
    });

    it("takes it over for a person, and the token of the epoch tells from whom", async () => {
      writeFileSync(join(lockPath, ".DS_Store"), "x");
      utimesSync(lockPath, OLD, OLD);
      const held = await takeOver();
      const takenOver = { by: "ada", host: "another-machine", pid: 4711, user: "someone", since: SINCE };
      expect(held).toMatchObject({ held: true, takenOver });
      expect(tokenOf(1)).toMatchObject({ taken_over: takenOver });
      if (held.held) await held.release();
      const next = await mustTake();
      expect(next.takenOver).toBeNull();
      expect(tokenOf(2)).not.toHaveProperty("taken_over");
      await next.release();
    });

    it("takes nothing from a holder that renews its lock, however wrong the clocks are", async () => {
      utimesSync(lockPath, OLD, OLD);
      const answer = await takeOver(() => utimesSync(lockPath, new Date(5_000), new Date(5_000)));
      expect(answer).toMatchObject({ held: false, canTakeOver: false });
      expect(existsSync(lockPath)).toBe(true);
    });

    it("is free when the lock was removed, and it is known whose it was", async () => {
      rmdirSync(lockPath);
      const held = await mustTake();
      expect(held.takenOver).toMatchObject({ by: null, host: "another-machine" });
      await held.release();
    });
  });

  it("gives everything back when it cannot be finished, whichever call fails", async () => {
    const plain = createFailingFs();
    await (await mustTake(plain)).release();
    for (const number of plain.calls.keys()) {
      const fs = createFailingFs();
      fs.failAt(number, { kind: "refuse", code: "EIO" });
      const taken = await take(fs).catch((error: unknown) => error);
      if (typeof taken === "object" && taken !== null && "held" in taken) await (taken as HeldStore).release();
      else expect(taken).toMatchObject({ code: "IO_FAILED" });
      fs.heal();
      await (await mustTake()).release();
    }
    expect(plain.calls.length).toBeGreaterThan(10);
  });

  it("is given back without a fault when the lock folder was removed or holds something", async () => {
    const robbed = await mustTake();
    rmdirSync(lockPath);
    await robbed.release();
    const littered = await mustTake();
    writeFileSync(join(lockPath, "x"), "x");
    await littered.release();
    await (await mustTake()).release();
  });

  it("codes a gate that cannot be one", async () => {
    writeFileSync(join(folders.runsDir, "_integrity", "gate.db"), "no database".repeat(1_000));
    await expect(take()).rejects.toMatchObject({ code: "STORE_DAMAGED" });
  });
});

describe("isStoreHeld", () => {
  const isHeld = (): boolean => isStoreHeld({ fs: nodeFs, clock, runsDir: folders.runsDir });

  it("is true while someone has the folder, and looking takes it from nobody", async () => {
    expect(isHeld()).toBe(false);
    const held = await mustTake();
    expect(isHeld()).toBe(true);
    held.fence.check();
    await held.release();
    expect(isHeld()).toBe(false);
    await (await mustTake()).release();
  });

  it("is true behind a lock of another machine, and false when a program of this one left its lock", () => {
    mkdirSync(lockPath);
    expect(isHeld()).toBe(false);
    leaveCard("another-machine");
    expect(isHeld()).toBe(true);
  });
});
