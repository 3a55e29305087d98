import { execFileSync } from "node:child_process";
import { closeSync, fdatasyncSync, mkdirSync, openSync, readdirSync, writeSync } from "node:fs";
import { join } from "node:path";
import { recordRun } from "../../src/main/ingest/record-run.ts";
import type { RunStore } from "../../src/main/store/run-store.ts";
import { systemClock } from "../../src/main/system/clock.ts";
import type { Fs } from "../../src/main/system/fs.ts";
import { createIdSource } from "../../src/main/system/ids.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../support/open-test-store.ts";
import type { BenchTable } from "./bench-table.ts";
import { figure, median, timed } from "./median.ts";

const ROUNDS = 300;
const BATCH_RUNS = 10_000;
const BATCH_ROUNDS = 3;
const BATCH_WINDOW = 256;
const FULL_STORE_RUNS = 100_000;
const SLOW_SYNC_MS = 5;
/** Beside the project: the system's temporary folder may lie in memory. */
const BENCH_FOLDER = join(process.cwd(), "test-results", "bench");

const ids = createIdSource();
const actor = { uid: "bench", role: "machinist", sid: "bench" };

/** A request whose record is about 8 KB: the size the targets are stated for. */
function requestBytes(number: number): Uint8Array {
  const rows = Array.from({ length: 40 }, (_, row) => ({
    rule: `F${String(row).padStart(3, "0")}`,
    value: 0.5 + row * 1.25 + number / 1000,
    limit: 60.5,
    unit: row % 2 === 0 ? "mm" : "m/s",
    note: `Kerf and edge distance, pass ${row}`,
  }));
  return Buffer.from(
    JSON.stringify({
      mode: "saw",
      tool_id: `saw:blade_${number % 7}`,
      machine_id: `M${number % 4}`,
      material_id: "ebony",
      status: "OK",
      feasibility: { risk_level: "GREEN", score: 87.5, rules_triggered: [], checks: rows },
      decision: { risk_level: "GREEN", score: 87.5, block_reason: null, warnings: [], details: {} },
      outputs: { gcode_text: "G90\nG21\nG0 X0 Y0 Z5\nG1 Z-1.5 F300\nM30\n".repeat(30) },
    }),
  );
}

function record(store: RunStore, number: number): Promise<unknown> {
  const request = { bytes: requestBytes(number), name: null, filesBase: null, actor, requestId: `bench-${number}` };
  return recordRun({ store, clock: systemClock, ids, fs: nodeFs }, request);
}

/** Records so many runs of about 8 KB each, many at a time. */
export async function recordMany(store: RunStore, from: number, count: number): Promise<void> {
  for (let next = from; next < from + count; next += BATCH_WINDOW) {
    const size = Math.min(BATCH_WINDOW, from + count - next);
    await Promise.all(Array.from({ length: size }, (_, offset) => record(store, next + offset)));
  }
}

/** The device of a slow workstation: every wait for it takes at least `delayMs`. */
function withSlowSync(fs: Fs, delayMs: number): Fs {
  const wait = () => new Promise<void>((resolve) => setTimeout(resolve, delayMs));
  return {
    ...fs,
    syncData: async (fd) => {
      await fs.syncData(fd);
      await wait();
    },
  };
}

interface CommitTimes {
  readonly floorMs: number;
  readonly acknowledgedMs: number;
  readonly inPlaceMs: number;
}

/** Floor and ours taken turn by turn on the same disk. */
async function timeCommits(
  folders: TestFolders,
  store: RunStore,
  rounds: number,
  slowMs: number,
): Promise<CommitTimes> {
  const log = openSync(join(folders.root, "floor.log"), "w");
  const bytes = Buffer.alloc(8192, 0x78);
  const floor: number[] = [];
  const acknowledged: number[] = [];
  const inPlace: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    floor.push(
      await timed(async () => {
        writeSync(log, bytes);
        fdatasyncSync(log);
        if (slowMs > 0) await new Promise((resolve) => setTimeout(resolve, slowMs));
      }),
    );
    acknowledged.push(await timed(() => record(store, round)));
    inPlace.push(await timed(() => store.settled()));
  }
  closeSync(log);
  return { floorMs: median(floor), acknowledgedMs: median(acknowledged), inPlaceMs: median(inPlace) };
}

async function inFreshStore<Result>(
  work: (store: RunStore, folders: TestFolders) => Promise<Result>,
  fs = nodeFs,
): Promise<Result> {
  const folders = makeTestFolders(BENCH_FOLDER);
  const store = await openTestStore(folders, { fs });
  try {
    return await work(store, folders);
  } finally {
    await store.close();
    folders.remove();
  }
}

/** S1: one run at a time. */
export async function singleCommitBench(): Promise<BenchTable> {
  const quick = await inFreshStore((store, folders) => timeCommits(folders, store, ROUNDS, 0));
  const slow = await inFreshStore(
    (store, folders) => timeCommits(folders, store, Math.floor(ROUNDS / 5), SLOW_SYNC_MS),
    withSlowSync(nodeFs, SLOW_SYNC_MS),
  );
  const ratio = quick.acknowledgedMs / quick.floorMs;
  const slowRatio = slow.acknowledgedMs / slow.floorMs;
  return {
    id: "S1",
    title: `run.create one at a time, 8 KB record, durable (N=${ROUNDS}; with a ${SLOW_SYNC_MS} ms sync N=${Math.floor(ROUNDS / 5)}), medians in ms`,
    columns: ["disk", "floor: write + fdatasync 8 KB", "acknowledged", "ratio", "in place after that"],
    rows: [
      ["this one", figure(quick.floorMs), figure(quick.acknowledgedMs), figure(ratio), figure(quick.inPlaceMs)],
      [
        `sync + ${SLOW_SYNC_MS} ms`,
        figure(slow.floorMs),
        figure(slow.acknowledgedMs),
        figure(slowRatio),
        figure(slow.inPlaceMs),
      ],
    ],
    target: "<= 2.5 x floor, <= 1.3 x with a slow sync, in place <= 2 ms later",
    met: ratio <= 2.5 && slowRatio <= 1.3 && quick.inPlaceMs <= 2,
  };
}

function dateFolders(runsDir: string): string[] {
  return readdirSync(runsDir).filter((name) => /^\d{4}-/.test(name));
}

function copyAndSync(folders: TestFolders, to: string): void {
  mkdirSync(to);
  for (const name of dateFolders(folders.runsDir)) execFileSync("cp", ["-r", join(folders.runsDir, name), to]);
  execFileSync("sync", ["-f", to]);
}

function commitWithGit(folders: TestFolders, to: string): void {
  mkdirSync(to);
  for (const name of dateFolders(folders.runsDir)) execFileSync("cp", ["-r", join(folders.runsDir, name), to]);
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", to, "-c", "user.name=b", "-c", "user.email=b@b", ...args]);
  git("init", "-q");
  git("config", "core.fsync", "all");
  git("config", "core.fsyncMethod", "batch");
  git("add", "-A");
  git("commit", "-q", "-m", "all");
}

/** S2: many runs, durable at the end, against copying the same files and against git keeping them. */
export async function batchBench(): Promise<BenchTable> {
  const ours: number[] = [];
  const copy: number[] = [];
  const git: number[] = [];
  for (let round = 0; round < BATCH_ROUNDS; round += 1) {
    await inFreshStore(async (store, folders) => {
      ours.push(
        await timed(async () => {
          await recordMany(store, 0, BATCH_RUNS);
          await store.checkpoint();
        }),
      );
      copy.push(await timed(() => copyAndSync(folders, join(folders.root, "copy"))));
      git.push(await timed(() => commitWithGit(folders, join(folders.root, "git"))));
    });
  }
  const [o, c, g] = [median(ours), median(copy), median(git)];
  return {
    id: "S2",
    title: `run.create in groups of ${BATCH_WINDOW}, N=${BATCH_RUNS} runs of 8 KB, durable under their names at the end, median of ${BATCH_ROUNDS}, seconds`,
    columns: ["ours", "cp -r + sync -f", "git core.fsync=all", "ours / cp", "ours / git"],
    rows: [[figure(o / 1000), figure(c / 1000), figure(g / 1000), figure(o / c), figure(o / g)]],
    target: "<= 2.0 x cp + sync; <= 0.45 x git",
    met: o / c <= 2.0 && o / g <= 0.45,
  };
}

/** S3: S1 with many runs already there against S1 in an empty store, turn by turn. */
export async function fullStoreBench(): Promise<BenchTable> {
  return await inFreshStore(async (full) => {
    await recordMany(full, 0, FULL_STORE_RUNS);
    await full.checkpoint();
    return await inFreshStore(async (empty) => {
      const times: { full: number[]; empty: number[] } = { full: [], empty: [] };
      for (let round = 0; round < ROUNDS; round += 1) {
        times.empty.push(await timed(() => record(empty, round)));
        await empty.settled();
        times.full.push(await timed(() => record(full, FULL_STORE_RUNS + round)));
        await full.settled();
      }
      const [f, e] = [median(times.full), median(times.empty)];
      return {
        id: "S3",
        title: `run.create at ${FULL_STORE_RUNS} existing runs against an empty store (N=${ROUNDS}), medians in ms`,
        columns: ["empty", "full", "ratio"],
        rows: [[figure(e), figure(f), figure(f / e)]],
        target: "<= 1.15 x",
        met: f / e <= 1.15,
      };
    });
  });
}
