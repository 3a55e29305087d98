import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RunStore } from "../../src/main/store/run-store.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import { AppError } from "../../src/shared/app-error.ts";
import { createFailingFs } from "../support/failing-fs.ts";
import { type FillableDisk, makeFillableDisk } from "../support/fillable-disk.ts";
import { openTestStore, recordChange } from "../support/open-test-store.ts";
import { findSmallDisk, type SmallDisk } from "../support/small-disk.ts";
import { verifyLedger } from "../support/verify-ledger.ts";

const DISK_MEGABYTES = 8;
const PAGE = 4_096;
const STEPS = 40;

let small: SmallDisk | null;
let disk: FillableDisk;

beforeAll(() => {
  small = findSmallDisk(DISK_MEGABYTES);
  process.stdout.write(`full disk: ${small === null ? "the failing file layer" : `a disk of ${DISK_MEGABYTES} MB`}\n`);
});
afterAll(() => small?.remove());
beforeEach(() => {
  disk = makeFillableDisk(small);
});
afterEach(() => disk.remove());

function open(): Promise<RunStore> {
  return openTestStore(disk.folders, { fs: disk.fs });
}

function big(number: number): ReturnType<typeof recordChange> {
  return recordChange(number, `{"n":${number},"text":"${"x".repeat(30_000)}"}\n`);
}

/** True when it was acknowledged; a refusal must be one for a full disk. */
async function tryTo(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: "DISK_FULL" });
    return false;
  }
}

/** Every file with its length. */
function treeOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath, item.name))
    .map((path) => `${path} ${readFileSync(path).byteLength}`)
    .sort();
}

function attachments(): string[] {
  return readdirSync(join(disk.folders.runsDir, "_attachments"), { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath, item.name));
}

/** Every record is whole and named, or not there and not named. */
function expectNothingHalf(store: RunStore, acknowledged: readonly number[], tried: readonly number[]): void {
  const named = new Set([...store.ledger.entries(0)].map(({ entry }) => entry.path));
  for (const number of tried) {
    const { path, files } = big(number);
    const isThere = acknowledged.includes(number);
    expect(named.has(path)).toBe(isThere);
    expect(existsSync(join(store.runsDir, path))).toBe(isThere);
    if (isThere) expect(readFileSync(join(store.runsDir, path)).equals(files[0]?.bytes ?? Buffer.alloc(0))).toBe(true);
  }
}

describe("a store on a full disk", () => {
  it("refuses with DISK_FULL and writes nothing half, wherever the disk fills, and works again with room", async () => {
    const acknowledged: number[] = [];
    const tried: number[] = [];
    let full = 0;
    let store = await open();
    for (let step = 0; step < STEPS; step += 1) {
      disk.leave(step * PAGE);
      for (const number of [step * 10, step * 10 + 1]) {
        tried.push(number);
        if (await tryTo(() => store.commit(big(number)))) acknowledged.push(number);
        else full += 1;
        await store.settled();
      }
      expect(store.state().mode).toBe("writable");
      disk.makeRoom();
      await store.checkpoint();
      expectNothingHalf(store, acknowledged, tried.slice(-2));
      if (step % 10 !== 9) continue;
      await store.close();
      store = await open();
      expectNothingHalf(store, acknowledged, tried);
    }
    await store.commit(recordChange(100_000));
    await store.close();
    expect(verifyLedger(store.runsDir).problems).toEqual([]);
    process.stdout.write(`${tried.length} changes tried, ${acknowledged.length} kept, ${full} refused\n`);
    expect(full).toBeGreaterThan(5);
    expect(acknowledged.length).toBeGreaterThan(5);
  });

  it("keeps every change it acknowledged when it is killed on the full disk, and finds room for it later", async () => {
    const crashing = createFailingFs({ base: disk.fs });
    const store = await openTestStore(disk.folders, { fs: crashing });
    await store.settled();
    disk.leave(20 * PAGE);
    const acknowledged: number[] = [];
    for (const number of [1, 2, 3, 4, 5]) if (await tryTo(() => store.commit(big(number)))) acknowledged.push(number);
    crashing.failWhere(() => true, { kind: "crash" });
    await store.close();
    crashing.closeAll();
    disk.makeRoom();
    const next = await open();
    await next.settled();
    expect(acknowledged.length).toBeGreaterThan(0);
    expectNothingHalf(next, acknowledged, [1, 2, 3, 4, 5]);
    await next.commit(big(6));
    await next.close();
  });

  it("stores an attachment whole or not at all", async () => {
    const store = await open();
    await store.settled();
    let kept = 0;
    for (let step = 0; step < 10; step += 1) {
      disk.leave(step * 8 * PAGE);
      const bytes = Buffer.alloc(100_000, `${step}`);
      if (await tryTo(() => store.putAttachment([bytes.subarray(0, 50_000), bytes.subarray(50_000)]))) kept += 1;
      expect(attachments()).toHaveLength(kept);
      for (const path of attachments()) expect(readFileSync(path).byteLength).toBe(100_000);
    }
    disk.makeRoom();
    await store.putAttachment([Buffer.from("fits again")]);
    await store.close();
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(10);
  });

  it("opens again once the reserve is given up, and puts in place what was acknowledged", async () => {
    const crashing = createFailingFs({ base: disk.fs });
    const first = await openTestStore(disk.folders, { fs: crashing });
    await first.commit(big(1));
    crashing.failWhere(() => true, { kind: "crash" });
    await first.close();
    crashing.closeAll();
    if (small === null) return;
    writeFileSync(join(disk.folders.runsDir, "_integrity", "reserve.bin"), Buffer.alloc(1_000_000));
    disk.leave(0);
    const store = await open();
    expect(store.state().mode).toBe("writable");
    expect(store.readFile(big(1).path).byteLength).toBeGreaterThan(30_000);
    expect(existsSync(join(disk.folders.runsDir, "_integrity", "reserve.bin"))).toBe(false);
    await store.close();
  });

  it("opens for reading when there is not even room to open, and for writing when there is", async () => {
    const first = await open();
    await first.commit(big(1));
    await first.close();
    disk.leave(0);
    const full = await open();
    expect(full.state()).toMatchObject({ mode: "read-only", reason: "disk-full" });
    expect(full.readFile(big(1).path).byteLength).toBeGreaterThan(30_000);
    expect(await tryTo(() => full.commit(big(2)))).toBe(false);
    await full.close();
    disk.makeRoom();
    const next = await open();
    expect(next.state().mode).toBe("writable");
    await next.commit(big(2));
    await next.close();
    expect(verifyLedger(next.runsDir).problems).toEqual([]);
  });

  it("refuses before it writes where it can know, and leaves no byte", async () => {
    const store = await openTestStore(disk.folders, {
      fs: { ...disk.fs, space: (path) => ({ ...nodeFs.space(path), freeBytes: 60 * 1024 * 1024 }) },
    });
    await store.checkpoint();
    const before = treeOf(store.runsDir);
    for (const text of ["x", "x".repeat(100_000)]) {
      const refused = store.commit(recordChange(1, text));
      await expect(refused).rejects.toThrow("Nothing was recorded and nothing was lost.");
      expect(await tryTo(() => store.putAttachment([Buffer.from(text)]))).toBe(false);
    }
    expect(treeOf(store.runsDir)).toEqual(before);
    expect(store.state().mode).toBe("writable");
    await store.close();
    expect(verifyLedger(store.runsDir)).toMatchObject({ problems: [] });
  });
});
