import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { HashPool } from "../../src/main/check/hash-pool.ts";
import { type StorePath, toStorePath } from "../../src/main/store/store-layout.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import type { BenchTable } from "./bench-table.ts";
import { figure, median, timed } from "./median.ts";

const MEGABYTE = 1024 * 1024;
/** What the target is stated for. */
const LARGE_MEGABYTES = Number(process.env.RMOS_BENCH_LARGE_MB ?? 2048);
const SMALL_FILES = Number(process.env.RMOS_BENCH_SMALL_FILES ?? 20_000);
const SMALL_BYTES = 10 * 1024;
const PER_FOLDER = 500;
const ROUNDS = 7;
/** More than one command line holds by default, less than the system allows: one process for all names. */
const ONE_COMMAND_LINE = "2000000";
/** Beside the project: the system's temporary folder may lie in memory. */
const BENCH_FOLDER = join(process.cwd(), "test-results", "bench");
const HASH_WORKER = new URL("../../src/main/check/hash-worker.ts", import.meta.url);
const NEVER_STOPPED = new AbortController().signal;

/** Bytes that differ everywhere, so that no file system leaves any of them out. */
function fill(piece: Buffer, start: number): Buffer {
  for (let offset = 0; offset + 8 <= piece.byteLength; offset += 8) piece.writeDoubleLE(start + offset, offset);
  return piece;
}

function writeLarge(folders: TestFolders): StorePath {
  const path = "_attachments/large";
  const fd = openSync(join(folders.runsDir, path), "w");
  const piece = Buffer.alloc(MEGABYTE);
  for (let number = 0; number < LARGE_MEGABYTES; number += 1) writeSync(fd, fill(piece, number * MEGABYTE));
  closeSync(fd);
  return path;
}

function writeSmall(folders: TestFolders): readonly StorePath[] {
  const piece = Buffer.alloc(SMALL_BYTES);
  return Array.from({ length: SMALL_FILES }, (_, number) => {
    const folder = join("_attachments", `d${Math.floor(number / PER_FOLDER)}`);
    if (number % PER_FOLDER === 0) mkdirSync(join(folders.runsDir, folder));
    const path = join(folder, `f${number}`);
    writeFileSync(join(folders.runsDir, path), fill(piece, number * SMALL_BYTES));
    return toStorePath(path);
  });
}

/** One process that is given all names. */
function opensslAll(folders: TestFolders, paths: readonly StorePath[]): void {
  execFileSync("xargs", ["-s", ONE_COMMAND_LINE, "openssl", "dgst", "-sha256"], {
    cwd: folders.runsDir,
    input: paths.join("\n"),
    stdio: ["pipe", "ignore", "inherit"],
  });
}

interface HashTimes {
  readonly one: readonly number[];
  readonly two: readonly number[];
  readonly openssl: readonly number[];
}

async function hashAll(pool: HashPool, folders: TestFolders, paths: readonly StorePath[]): Promise<void> {
  const files = await pool.hash(folders.runsDir, paths, { signal: NEVER_STOPPED });
  if (files.some(({ state }) => state !== "read")) throw new Error("a file was not read");
}

/** Turn by turn, after one round each that brings the bytes into memory and the threads to life. */
async function timeHashing(folders: TestFolders, paths: readonly StorePath[]): Promise<HashTimes> {
  const pools = [1, 2].map((workers) => new HashPool({ workerUrl: HASH_WORKER, fs: nodeFs, workers }));
  const times: [number[], number[], number[]] = [[], [], []];
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      const work = [...pools.map((pool) => () => hashAll(pool, folders, paths)), () => opensslAll(folders, paths)];
      for (const [index, one] of work.entries()) {
        const ms = await timed(one);
        if (round > 0) times[index]?.push(ms);
      }
    }
  } finally {
    for (const pool of pools) await pool.close();
  }
  const [one, two, openssl] = times;
  return { one, two, openssl };
}

/** S9: hashing what is stored, one large file and many small ones, in threads of its own. */
export async function attachmentBench(): Promise<BenchTable> {
  const folders = makeTestFolders(BENCH_FOLDER);
  mkdirSync(join(folders.runsDir, "_attachments"), { recursive: true });
  try {
    const large = await timeHashing(folders, [writeLarge(folders)]);
    const small = await timeHashing(folders, writeSmall(folders));
    const ratio = (ours: readonly number[], openssl: readonly number[]): number => median(ours) / median(openssl);
    const row = (what: string, ours: readonly number[], openssl: readonly number[]): readonly string[] => {
      return [what, figure(median(ours)), figure(median(openssl)), figure(ratio(ours, openssl))];
    };
    const [largeName, smallName] = [`1 x ${LARGE_MEGABYTES} MiB`, `${SMALL_FILES} x ${SMALL_BYTES / 1024} KiB`];
    return {
      id: "S9",
      title: `hashing stored files, warm, turn by turn, medians of ${ROUNDS} in ms`,
      columns: ["files, threads", "ours", "openssl dgst -sha256, one process", "ratio"],
      rows: [
        row(`${largeName}, 1`, large.one, large.openssl),
        row(`${largeName}, 2 (one reads, one hashes)`, large.two, large.openssl),
        row(`${smallName}, 1`, small.one, small.openssl),
        row(`${smallName}, 2`, small.two, small.openssl),
      ],
      target: "one file of 2 GB <= 0.9 x; 20,000 small ones <= 0.8 x, with two threads <= 0.55 x",
      met:
        ratio(large.two, large.openssl) <= 0.9 &&
        ratio(small.one, small.openssl) <= 0.8 &&
        ratio(small.two, small.openssl) <= 0.55,
    };
  } finally {
    folders.remove();
  }
}
