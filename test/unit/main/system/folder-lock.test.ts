import { existsSync, lstatSync, mkdirSync, rmdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tryFolderLock } from "../../../../src/main/system/folder-lock.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;
let lockPath: string;

beforeEach(() => {
  folders = makeTestFolders();
  lockPath = join(folders.root, "lock");
});
afterEach(() => folders.remove());

function take(more: { readonly updateMs?: number; readonly onLost?: (reason: string) => void } = {}) {
  const onLost = more.onLost ?? (() => undefined);
  return tryFolderLock({ folder: folders.root, lockPath, staleMs: 60_000, updateMs: more.updateMs ?? 5_000, onLost });
}

describe("tryFolderLock", () => {
  it("is held by one at a time and free again after release", async () => {
    const first = await take();
    expect(first).not.toBeNull();
    expect(await take()).toBeNull();
    await first?.release();
    expect(existsSync(lockPath)).toBe(false);
    const second = await take();
    expect(second).not.toBeNull();
    await second?.release();
  });

  it("takes over a lock that nobody has kept fresh", async () => {
    mkdirSync(lockPath);
    expect(await take()).toBeNull();
    utimesSync(lockPath, new Date(0), new Date(0));
    const lock = await take();
    expect(lock).not.toBeNull();
    await lock?.release();
  });

  it("leaves alone a lock that another made in place of ours, even when the system gave it the same inode", async () => {
    const lock = await take();
    const mine = lstatSync(lockPath).ino;
    rmdirSync(lockPath);
    mkdirSync(lockPath);
    process.stdout.write(
      `the new lock folder ${lstatSync(lockPath).ino === mine ? "has" : "does not have"} the old inode\n`,
    );
    await lock?.release();
    expect(existsSync(lockPath)).toBe(true);
  });

  it("does not fail to release when its folder is gone or holds something", async () => {
    const gone = await take();
    rmdirSync(lockPath);
    await gone?.release();
    const full = await take();
    writeFileSync(join(lockPath, "Thumbs.db"), "x");
    await full?.release();
    expect(existsSync(lockPath)).toBe(true);
  });

  it("says once that it was lost, and releases all the same", async () => {
    const reasons: string[] = [];
    const lost = new Promise<void>((resolve) => {
      take({
        updateMs: 1_000,
        onLost: (reason) => {
          reasons.push(reason);
          resolve();
        },
      }).then((lock) => {
        rmdirSync(lockPath);
        void lost.then(() => lock?.release());
      });
    });
    await lost;
    expect(reasons).toHaveLength(1);
  });

  it("passes on why a lock cannot be taken at all", async () => {
    lockPath = join(folders.root, "missing", "lock");
    await expect(take()).rejects.toMatchObject({ code: "ENOENT" });
  });
});
