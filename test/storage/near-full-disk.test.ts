import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../src/main/canonical/digest.ts";
import { commitImport } from "../../src/main/ingest/commit-import.ts";
import type { RunStore } from "../../src/main/store/run-store.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import { errorCodeOf } from "../../src/shared/app-error.ts";
import { type FillableDisk, makeFillableDisk } from "../support/fillable-disk.ts";
import { makeTestFolders, openTestStore, recordChange } from "../support/open-test-store.ts";
import { findSmallDisk, type SmallDisk } from "../support/small-disk.ts";
import { verifyLedger } from "../support/verify-ledger.ts";
import { olderRecordText, writeFiles } from "../unit/main/ingest/written-files.ts";

const DISK_MEGABYTES = 24;
const PAGE = 4_096;
/** Room for so many pages, one more each time. */
const LEVELS = 16;
/** Sizes that differ by less than a page, so that the end of the room falls everywhere in what is written. */
const SIZES = 32;

let small: SmallDisk | null;
let disk: FillableDisk;
let store: RunStore;

beforeAll(() => {
  small = findSmallDisk(DISK_MEGABYTES);
});
afterAll(() => small?.remove());
beforeEach(async () => {
  disk = makeFillableDisk(small);
  store = await openTestStore(disk.folders, { fs: disk.fs });
  await store.settled();
});
afterEach(() => disk.remove());

interface Tally {
  points: number;
  kept: number;
}

/** Tries the work at every level and size; what it gives is true when it was acknowledged. Everything is looked at now and then. */
async function sweep(sizes: number, work: (point: number, size: number) => Promise<unknown>): Promise<Tally> {
  const tally = { points: 0, kept: 0 };
  for (let size = 0; size < sizes; size += 1) {
    for (let level = 0; level < LEVELS; level += 1) {
      disk.leave(level * PAGE);
      tally.points += 1;
      if (await isKept(() => work(tally.points, size))) tally.kept += 1;
      await store.settled();
      expect(store.state().mode).toBe("writable");
      disk.leave(2 ** 20);
      await store.checkpoint();
    }
    expectAllWhole();
  }
  return tally;
}

/** False when it was refused for want of room; any other failure is one of the test. */
async function isKept(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    expect(errorCodeOf(error)).toBe("DISK_FULL");
    return false;
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(join(store.runsDir, folder), { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile() && !item.name.startsWith("."))
    .map((item) => join(item.parentPath, item.name));
}

function sha256Of(path: string): string {
  return sha256Hex(readFileSync(path));
}

/** Every recorded file is there with the bytes it was recorded with, every file is recorded, every attachment is what its name says. */
function expectAllWhole(): void {
  const named = [...store.ledger.entries(0)].filter(({ entry }) => entry.kind === "run.recorded");
  for (const { entry } of named) expect(sha256Of(join(store.runsDir, entry.path ?? ""))).toBe(entry.sha256);
  const days = readdirSync(store.runsDir).filter((name) => /^\d{4}-/.test(name));
  expect(days.flatMap(filesIn).length).toBe(named.length);
  for (const path of filesIn("_attachments")) expect(sha256Of(path)).toBe(basename(path));
}

async function expectGoesOn(): Promise<void> {
  disk.makeRoom();
  await store.commit(recordChange(1_000_000));
  await store.close();
  expect(verifyLedger(store.runsDir).problems).toEqual([]);
  expectAllWhole();
}

function tell(what: string, { points, kept }: Tally): void {
  const on = small === null ? "the failing file layer" : `a disk of ${DISK_MEGABYTES} MB`;
  process.stdout.write(`near-full, ${what}: ${points} points on ${on}, ${kept} kept, ${points - kept} refused\n`);
  expect(kept).toBeGreaterThan(points / 20);
  expect(points - kept).toBeGreaterThan(points / 20);
}

describe("a disk with room for a part of what is written", () => {
  it("gets a record whole or not at all, wherever the room ends", async () => {
    const tally = await sweep(SIZES, async (point, size) => {
      const text = `{"n":${point},"text":"${"x".repeat(6_000 + size * 128)}"}\n`;
      await store.commit(recordChange(point, text));
      expect(store.readFile(recordChange(point).path).toString()).toBe(text);
    });
    expect(tally.points).toBeGreaterThanOrEqual(500);
    tell("records", tally);
    await expectGoesOn();
  }, 120_000);

  it("gets an attachment whole or not at all", async () => {
    const tally = await sweep(SIZES, async (point, size) => {
      const bytes = Buffer.alloc(20_000 + size * 128, `${point} `);
      const { sha256 } = await store.putAttachment([bytes.subarray(0, 9_000), bytes.subarray(9_000)]);
      expect(sha256).toBe(sha256Hex(bytes));
    });
    expect(tally.points).toBeGreaterThanOrEqual(500);
    expect(filesIn("_attachments")).toHaveLength(tally.kept);
    tell("attachments", tally);
    await expectGoesOn();
  }, 120_000);

  it("gets whole runs of an import or none", async () => {
    const source = makeTestFolders();
    const tally = await sweep(SIZES / 4, async (point, size) => {
      const path = join(source.root, `older-${point}`);
      const runs = [1, 2].map((run) => `run_${point}_${run}`);
      const texts = runs.map((id) => olderRecordText(id, { note: "x".repeat(4_000 + size * 500) }));
      writeFiles(path, Object.fromEntries(runs.map((id, index) => [`runs/2025-12-17/${id}.json`, texts[index] ?? ""])));
      const quiet = { progress: () => undefined, signal: new AbortController().signal };
      const actor = { uid: "anna", role: "machinist", sid: "s1" };
      const report = await commitImport({ fs: nodeFs, store }, { ...quiet, path, actor, requestId: `req-${point}` });
      expect(report.new).toBe(2);
    });
    tell("imports", tally);
    await expectGoesOn();
    source.remove();
  }, 120_000);
});
