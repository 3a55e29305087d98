import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CrashChild, startOddChild } from "../support/crash-child-process.ts";
import { makeTestFolders, openTestStore, recordChange, type TestFolders } from "../support/open-test-store.ts";
import { verifyLedger } from "../support/verify-ledger.ts";

/** The account without rights that every Linux has. */
const NOBODY = 65_534;
const canBeSomeoneElse = process.platform === "linux" && process.getuid?.() === 0;

describe.skipIf(!canBeSomeoneElse)("a folder that two users of one machine want", () => {
  let folders: TestFolders;
  let second: CrashChild;
  beforeEach(async () => {
    folders = makeTestFolders();
    chmodSync(folders.root, 0o755);
    const dataDir = join(folders.root, "data-of-the-second");
    mkdirSync(dataDir);
    chownSync(dataDir, NOBODY, NOBODY);
    second = startOddChild({ runsDir: folders.runsDir, dataDir }, { uid: NOBODY, gid: NOBODY });
    await second.next("ready");
  });
  afterEach(async () => {
    second.process.kill("SIGKILL");
    await second.ended;
    folders.remove();
  });

  function openToAll(): void {
    const all = readdirSync(folders.runsDir, { recursive: true, withFileTypes: true });
    for (const item of all) chmodSync(join(item.parentPath, item.name), item.isDirectory() ? 0o777 : 0o666);
    chmodSync(folders.runsDir, 0o777);
  }

  async function openSecond(): Promise<unknown> {
    second.tell("open");
    return (await second.next("opened")).opened;
  }

  it("has one writer, whoever may write there: the second reads, and is told who has it", async () => {
    const first = await openTestStore(folders);
    await first.commit(recordChange(1));
    await first.checkpoint();
    openToAll();
    expect(await openSecond()).toMatchObject({
      mode: "read-only",
      reason: "locked",
      holder: { pid: process.pid, app: "0.0.0-test" },
    });
    second.tell("commit 2");
    expect(await second.next("refused")).toMatchObject({ refused: "STORE_LOCKED" });
    await first.commit(recordChange(3));
    await first.close();
    expect(existsSync(join(folders.runsDir, recordChange(2).path))).toBe(false);
    expect(verifyLedger(folders.runsDir).problems).toEqual([]);
  });

  it("is the second's when the first has gone, and the first is then told of the second", async () => {
    const first = await openTestStore(folders);
    await first.commit(recordChange(1));
    await first.close();
    openToAll();
    expect(await openSecond()).toMatchObject({ mode: "writable" });
    second.tell("commit 2");
    await second.next("acknowledged");
    const again = await openTestStore(folders);
    expect(again.state()).toMatchObject({ reason: "locked", holder: { pid: second.process.pid, user: "nobody" } });
    await again.close();
  });

  it("can only be read by one who may not write there, who is told that", async () => {
    const first = await openTestStore(folders);
    await first.commit(recordChange(1));
    expect(await openSecond()).toMatchObject({ mode: "read-only", reason: "locked", holder: { pid: process.pid } });
    second.tell("close");
    await second.next("closed");
    await first.close();
    expect(await openSecond()).toMatchObject({ mode: "read-only", reason: "no-permission", holder: null });
    second.tell("commit 2");
    expect(await second.next("refused")).toMatchObject({ refused: "NO_PERMISSION" });
    const again = await openTestStore(folders);
    await again.commit(recordChange(3));
    await again.close();
    expect(verifyLedger(folders.runsDir).problems).toEqual([]);
  });
});
