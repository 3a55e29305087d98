import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  keepHighWaterMark,
  readHighWaterMarks,
  setHighWaterMarkAside,
} from "../../../../src/main/store/high-water-mark.ts";
import type { LastHead } from "../../../../src/main/store/last-head.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, openTestStore, recordChange, type TestFolders } from "../../../support/open-test-store.ts";
import { createSettableClock } from "../../../support/settable-clock.ts";

const STORE = "store-1";
const clock = createSettableClock();

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(folders.dataDir, { recursive: true });
});

afterEach(() => folders.remove());

function headAt(size: number): LastHead {
  const root = String(size % 10).repeat(64);
  return { note: `note ${size}`, origin: "o", size, root, epoch: 1, end: size * 100 };
}

function keep(size: number, fs = nodeFs): Promise<void> {
  return keepHighWaterMark({ fs, dataDir: folders.dataDir, clock }, STORE, headAt(size));
}

function sizes(storeId = STORE): readonly number[] {
  return readHighWaterMarks({ fs: nodeFs, dataDir: folders.dataDir }, storeId).heads.map(({ size }) => size);
}

function markPath(name = `${STORE}.json`): string {
  return join(folders.dataDir, "high-water", name);
}

describe("the high-water mark", () => {
  it("notes how far a store has come, with its signed head and where that stands", async () => {
    expect(sizes()).toEqual([]);
    await keep(7);
    expect(readHighWaterMarks({ fs: nodeFs, dataDir: folders.dataDir }, STORE)).toEqual({
      heads: [{ source: markPath(), size: 7, root: "7".repeat(64), place: { epoch: 1, end: 700 } }],
      unreadable: [],
    });
    expect(JSON.parse(readFileSync(markPath(), "utf8"))).toMatchObject({ checkpoint: "note 7", store_id: STORE });
    expect(readdirSync(join(folders.dataDir, "high-water"))).toEqual([`${STORE}.json`]);
  });

  it("never goes back, and is each store's own", async () => {
    await keep(7);
    await keep(5);
    expect(sizes()).toEqual([7]);
    expect(sizes("store-2")).toEqual([]);
    writeFileSync(markPath("store-2.json"), readFileSync(markPath()));
    expect(readHighWaterMarks({ fs: nodeFs, dataDir: folders.dataDir }, "store-2").unreadable).toEqual([
      "store-2.json",
    ]);
  });

  it("remembers earlier heads, the older the further apart, and never too many", async () => {
    for (let size = 1; size <= 200; size += 1) await keep(size);
    const all = sizes();
    expect(all[0]).toBe(200);
    expect(all[1]).toBe(199);
    expect(all.at(-1)).toBeLessThan(70);
    expect(all.length).toBeGreaterThan(6);
    expect(all.length).toBeLessThan(20);
    expect(all.toSorted((left, right) => right - left)).toEqual([...all]);
  });

  it("is kept aside under a new name when a ledger contradicted it, and still counts", async () => {
    await keep(9);
    await setHighWaterMarkAside({ fs: nodeFs, dataDir: folders.dataDir, clock }, STORE);
    await keep(4);
    await setHighWaterMarkAside({ fs: nodeFs, dataDir: folders.dataDir, clock }, STORE);
    await keep(5);
    expect(sizes().toSorted()).toEqual([4, 5, 9]);
    expect(existsSync(markPath(`${STORE}.contradicted-2.json`))).toBe(true);
  });

  it.each(["", "{", "[]", '{"store_id":"store-1","size":-1}', '{"store_id":"other"}'])(
    "is said to be unreadable when it holds %j",
    async (text) => {
      await keep(3);
      writeFileSync(markPath(), text);
      expect(readHighWaterMarks({ fs: nodeFs, dataDir: folders.dataDir }, STORE)).toEqual({
        heads: [],
        unreadable: [`${STORE}.json`],
      });
      await keep(2);
      expect(sizes()).toEqual([2]);
    },
  );

  it("has a safe name for a store that is called like a path", async () => {
    await keepHighWaterMark({ fs: nodeFs, dataDir: folders.dataDir, clock }, "../../etc/x", headAt(3));
    expect(sizes("../../etc/x")).toEqual([3]);
    expect(readdirSync(join(folders.dataDir, "high-water"))).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.json$/)]);
  });

  it("is the old one or the new one whatever call fails, and leaves nothing open", async () => {
    await keep(3);
    const probe = createFailingFs({ sync: false });
    await keep(4, probe);
    for (let number = 0; number < probe.calls.length; number += 1) {
      const fs = createFailingFs({ sync: false });
      fs.failAt(number, { kind: "refuse", code: "ENOSPC" });
      const before = sizes()[0] ?? 0;
      await keep(before + 1, fs).catch((error: unknown) => expect(error).toMatchObject({ code: "DISK_FULL" }));
      expect([before, before + 1]).toContain(sizes()[0]);
      expect(fs.openFiles()).toEqual([]);
    }
    expect(probe.calls.length).toBeGreaterThan(8);
  });

  it("is noted by a store when it empties its journal and when it is closed, outside its folder", async () => {
    const store = await openTestStore(folders);
    const storeId = store.identity?.storeId ?? "";
    await store.commit(recordChange(1));
    await store.close();
    expect(sizes(storeId)[0]).toBe(4);
    expect(readdirSync(join(folders.dataDir, "high-water"))).toEqual([`${storeId}.json`]);
  });

  it("stops no store from recording when it cannot be noted", async () => {
    const fs = createFailingFs();
    fs.failWhere(({ path }) => path.includes("high-water"), { kind: "refuse", code: "EIO" });
    const store = await openTestStore(folders, { fs });
    await store.commit(recordChange(1));
    await store.checkpoint();
    await store.commit(recordChange(2));
    await store.close();
    expect(store.state().mode).toBe("writable");
    expect(store.notices().join()).toMatch(/could not be noted/);
  });
});
