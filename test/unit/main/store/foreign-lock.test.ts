import { mkdirSync, rmdirSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findForeignLock, liesStill, takenOverFrom } from "../../../../src/main/store/foreign-lock.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import type { LockHolder } from "../../../../src/shared/operations/session-operations.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { createSettableClock } from "../../../support/settable-clock.ts";

const HOLDER: LockHolder = { host: "press-2", pid: 4711, user: "bo", since: "2026-11-20T10:11:12.345000Z", app: "1" };
const clock = createSettableClock();

let folders: TestFolders;
let lockPath: string;

beforeEach(() => {
  folders = makeTestFolders();
  lockPath = join(folders.runsDir, "_integrity", "lock");
  mkdirSync(lockPath, { recursive: true });
});
afterEach(() => folders.remove());

function leaveCard(text: string): void {
  writeFileSync(join(folders.runsDir, "_integrity", "owner.json"), text);
}

function lockAged(milliseconds: number): void {
  const time = new Date(clock.nowMs() - milliseconds);
  utimesSync(lockPath, time, time);
}

function find() {
  return findForeignLock({ fs: nodeFs, clock, runsDir: folders.runsDir });
}

describe("findForeignLock", () => {
  it.each([
    ["nobody", "{}"],
    ["half a holder", '{"host":"pre'],
    ["this machine", JSON.stringify({ ...HOLDER, host: hostname(), epoch: 1, boot: "1" })],
  ])("finds nothing where the card names %s", (_whom, card) => {
    leaveCard(card);
    expect(find()).toBeNull();
  });

  it.each([
    [0, true],
    [59_000, true],
    [61_000, false],
    [-59_000, true],
    [-61_000, false],
    [-86_400_000, false],
  ])("takes a lock renewed %i ms ago for fresh: %s", (age, isFresh) => {
    leaveCard(JSON.stringify({ ...HOLDER, epoch: 1, boot: "1" }));
    lockAged(age);
    expect(find()).toEqual({ holder: HOLDER, isThere: true, isFresh });
  });

  it("knows that a holder left its card and no lock", () => {
    leaveCard(JSON.stringify({ ...HOLDER, epoch: 1, boot: "1" }));
    rmdirSync(lockPath);
    expect(find()).toEqual({ holder: HOLDER, isThere: false, isFresh: false });
  });
});

describe("liesStill", () => {
  async function watch(meanwhile: () => void): Promise<boolean> {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const watching = liesStill({ fs: nodeFs, clock, runsDir: folders.runsDir });
    meanwhile();
    await vi.advanceTimersByTimeAsync(5_000);
    let isOver = false;
    void watching.then(() => {
      isOver = true;
    });
    await vi.advanceTimersByTimeAsync(0);
    // A holder that lives renews its lock every five seconds: less is not long enough.
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(5_000);
    vi.useRealTimers();
    return watching;
  }

  it("says so of a lock that nobody renews", async () => {
    expect(await watch(() => undefined)).toBe(true);
  });

  it.each([
    ["is renewed", () => lockAged(-1)],
    ["goes away", () => rmdirSync(lockPath)],
  ])("does not say so of one that %s", async (_what, change) => {
    lockAged(100_000);
    expect(await watch(change)).toBe(false);
  });
});

describe("takenOverFrom", () => {
  it("keeps of a card what the ledger can hold", () => {
    const { app: _, ...rest } = HOLDER;
    expect(takenOverFrom(HOLDER, "ada")).toEqual({ by: "ada", ...rest });
    const odd = takenOverFrom({ ...HOLDER, pid: 1e300, host: `\ud800${"x".repeat(500)}` }, null);
    expect(odd).toMatchObject({ by: null, pid: 0 });
    expect(odd.host).toHaveLength(200);
    expect(odd.host.isWellFormed()).toBe(true);
  });
});
