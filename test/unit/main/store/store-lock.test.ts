import { existsSync, mkdirSync, readdirSync, rmdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tryKernelGate } from "../../../../src/main/store/kernel-gate.ts";
import { type HeldStore, type StoreInUse, takeStore } from "../../../../src/main/store/store-lock.ts";
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

function take(fs: Fs = nodeFs): Promise<HeldStore | StoreInUse> {
  return takeStore({ fs, clock, runsDir: folders.runsDir, app: "0.1.0", onLost: () => undefined });
}

async function mustTake(fs: Fs = nodeFs): Promise<HeldStore> {
  const taken = await take(fs);
  if (!taken.held) throw new Error("expected to hold the store");
  return taken;
}

/** A card that some other holder left. */
function leaveCard(host: string): void {
  const card = {
    host,
    pid: 4711,
    user: "someone",
    since: "2026-11-20T10:11:12.345000Z",
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
    expect(await take()).toEqual({ held: false, holder: null });
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

  it("leaves another machine's lock until it is stale", async () => {
    leaveCard("another-machine");
    mkdirSync(lockPath);
    expect(await take()).toMatchObject({ held: false, holder: { host: "another-machine", pid: 4711 } });
    writeFileSync(join(lockPath, ".DS_Store"), "x");
    utimesSync(lockPath, new Date(0), new Date(0));
    const held = await mustTake();
    await held.release();
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
