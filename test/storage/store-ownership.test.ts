import { existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import { type CrashChild, startCrashChild } from "../support/crash-child-process.ts";
import { makeTestFolders, openTestStore, recordChange, type TestFolders } from "../support/open-test-store.ts";
import { verifyLedger } from "../support/verify-ledger.ts";

const RACES = 20;

let folders: TestFolders;
const children: CrashChild[] = [];

beforeEach(() => {
  folders = makeTestFolders();
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.process.kill("SIGKILL");
    await child.ended;
  }
  folders.remove();
});

async function start(): Promise<CrashChild> {
  const child = startCrashChild(folders);
  children.push(child);
  await child.next("ready");
  return child;
}

/** A child that holds the folder. */
async function startHolder(): Promise<CrashChild> {
  const child = await start();
  child.tell("open");
  expect(await child.next("opened")).toMatchObject({ opened: { mode: "writable" } });
  return child;
}

async function mustCommit(child: CrashChild, number: number): Promise<void> {
  child.tell(`commit ${number}`);
  expect(await child.next("acknowledged")).toEqual({ acknowledged: number });
}

function recorded(): string[] {
  return verifyLedger(folders.runsDir)
    .entries.filter((entry) => entry.kind === "run.recorded")
    .map((entry) => entry.subject);
}

describe("a folder that two programs want", () => {
  it("has one writer; the second reads and is told who has it", async () => {
    const holder = await startHolder();
    await mustCommit(holder, 1);
    const second = await openTestStore(folders);
    expect(second.state()).toMatchObject({
      mode: "read-only",
      reason: "locked",
      holder: { pid: holder.process.pid, host: hostname(), app: "0.0.0-child" },
    });
    expect(second.state().message).toContain(`process ${holder.process.pid}`);
    await expect(second.commit(recordChange(2))).rejects.toMatchObject({
      code: "STORE_LOCKED",
      context: { pid: holder.process.pid },
    });
    expect(second.identity).not.toBeNull();
    await second.close();
    await mustCommit(holder, 3);
  });

  it("is the next one's at once when its holder was killed", async () => {
    const holder = await startHolder();
    await mustCommit(holder, 1);
    holder.process.kill("SIGKILL");
    await holder.ended;
    const next = await openTestStore(folders);
    expect(next.state().mode).toBe("writable");
    expect(next.readFile(recordChange(1).path).byteLength).toBeGreaterThan(0);
    expect(next.notices().join(" ")).toContain("put in place");
    await next.close();
  });

  it("is not taken from a holder that is stopped, who goes on where it was", async () => {
    const holder = await startHolder();
    await mustCommit(holder, 1);
    holder.process.kill("SIGSTOP");
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const other = await openTestStore(folders);
      expect(other.state()).toMatchObject({ mode: "read-only", reason: "locked" });
      await other.close();
    }
    holder.process.kill("SIGCONT");
    await mustCommit(holder, 2);
    holder.tell("close");
    await holder.next("closed");
    expect(recorded()).toHaveLength(2);
  });

  it("turns its holder read-only when its lock folder is removed, without ending it", async () => {
    const holder = await startHolder();
    rmdirSync(join(folders.runsDir, "_integrity", "lock"));
    expect(await holder.next("changed")).toMatchObject({ changed: { mode: "read-only", reason: "lock-lost" } });
    holder.tell("commit 1");
    expect(await holder.next("refused")).toMatchObject({ refused: "LOCK_LOST" });
    holder.tell("close");
    await holder.next("closed");
    const next = await openTestStore(folders);
    expect(next.state().mode).toBe("writable");
    await next.close();
    expect(recorded()).toEqual([]);
  });

  it("turns its holder read-only when the folder is moved away, and puts nothing in a new one of its name", async () => {
    const holder = await startHolder();
    await mustCommit(holder, 1);
    nodeFs.rename(folders.runsDir, join(folders.root, "moved"));
    mkdirSync(folders.runsDir);
    holder.tell("commit 2");
    expect(await holder.next("refused")).toMatchObject({ refused: "LOCK_LOST" });
    holder.tell("close");
    await holder.next("closed");
    expect(readdirSync(folders.runsDir)).toEqual([]);
    const moved = await openTestStore(folders, { runsDir: join(folders.root, "moved") });
    expect(moved.readFile(recordChange(1).path).byteLength).toBeGreaterThan(0);
    await moved.close();
  });

  it(`never has two writers when two programs start at once, ${RACES} times`, async () => {
    const pair = [await start(), await start()];
    let shared = 0;
    for (let race = 1; race <= RACES; race += 1) {
      for (const child of pair) child.tell("open");
      const answers = await Promise.all(pair.map((child) => child.next("opened")));
      const writers = pair.filter((_, index) => JSON.stringify(answers[index]).includes('"mode":"writable"'));
      expect(writers).toHaveLength(1);
      if (JSON.stringify(answers).includes('"reason":"locked"')) shared += 1;
      for (const writer of writers) await mustCommit(writer, race);
      for (const child of pair) child.tell("close");
      await Promise.all(pair.map((child) => child.next("closed")));
    }
    process.stdout.write(`${RACES} races, ${shared} with a loser that was told who has the folder\n`);
    expect(recorded()).toHaveLength(RACES);
    expect(verifyLedger(folders.runsDir).problems).toEqual([]);
  });

  it("has one writer of eight", async () => {
    const eight = await Promise.all(Array.from({ length: 8 }, () => start()));
    for (const child of eight) child.tell("open");
    const answers = await Promise.all(eight.map((child) => child.next("opened")));
    expect(answers.filter((answer) => JSON.stringify(answer).includes('"mode":"writable"'))).toHaveLength(1);
  });
});

describe("a holder that was overtaken", () => {
  function takeOver(): void {
    writeFileSync(join(folders.runsDir, "_integrity", "epochs", "00000002.json"), "{}");
  }

  it("has its next change refused and nothing of it acknowledged", async () => {
    const holder = await startHolder();
    await mustCommit(holder, 1);
    takeOver();
    for (const number of [2, 3]) holder.tell(`commit ${number}`);
    expect(await holder.next("refused")).toMatchObject({ refused: "LOCK_LOST", to: "commit 2" });
    expect(await holder.next("refused")).toMatchObject({ refused: "LOCK_LOST", to: "commit 3" });
    expect(holder.said.filter((line) => "acknowledged" in line)).toHaveLength(1);
    holder.tell("close");
    await holder.next("closed");
    const next = await openTestStore(folders);
    await next.close();
    expect(recorded()).toEqual([recordChange(1).runId]);
    expect(existsSync(join(folders.runsDir, recordChange(2).path))).toBe(false);
  });

  it("does not acknowledge what became durable only after it was overtaken", async () => {
    let isSuspended = false;
    const store = await openTestStore(folders, {
      fs: {
        ...nodeFs,
        async syncData(fd) {
          await nodeFs.syncData(fd);
          if (isSuspended) takeOver();
        },
      },
    });
    await store.commit(recordChange(1));
    isSuspended = true;
    await expect(store.commit(recordChange(2))).rejects.toMatchObject({ code: "LOCK_LOST" });
    expect(store.state()).toMatchObject({ mode: "read-only", reason: "lock-lost" });
    await store.close();
    const next = await openTestStore(folders);
    await next.settled();
    // Its end was unknown: it is whole now, or it is not there.
    const isThere = existsSync(join(folders.runsDir, recordChange(2).path));
    await next.close();
    expect(recorded()).toEqual([recordChange(1), ...(isThere ? [recordChange(2)] : [])].map((change) => change.runId));
    expect(verifyLedger(folders.runsDir).problems).toEqual([]);
  });
});
