import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { hashStoredFile } from "../../src/main/check/stored-file.ts";
import { type StorePath, toStorePath } from "../../src/main/store/store-layout.ts";
import { createStoreReader, type StoreReader } from "../../src/main/store/store-reader.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import type { BenchTable } from "./bench-table.ts";
import { figure, median, timed } from "./median.ts";

const MEGABYTE = 1024 * 1024;
/** The target is stated for 2048: `RMOS_BENCH_LARGE_MB=2048 npm run bench -- attachments`. */
const LARGE_MEGABYTES = Number(process.env.RMOS_BENCH_LARGE_MB ?? 256);
const SMALL_FILES = Number(process.env.RMOS_BENCH_SMALL_FILES ?? 20_000);
const SMALL_BYTES = 10 * 1024;
const PER_FOLDER = 500;
const ROUNDS = 5;
/** Beside the project: the system's temporary folder may lie in memory. */
const BENCH_FOLDER = join(process.cwd(), "test-results", "bench");
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

async function hashAll(store: StoreReader, paths: readonly StorePath[]): Promise<void> {
  for (const path of paths) {
    const file = await hashStoredFile(store, path, NEVER_STOPPED);
    if (file.state !== "read") throw new Error(`${path} was not read`);
  }
}

/** One process for as many names as fit on a command line, as `xargs` would start it. */
function opensslAll(folders: TestFolders, paths: readonly StorePath[]): void {
  execFileSync("xargs", ["openssl", "dgst", "-sha256"], {
    cwd: folders.runsDir,
    input: paths.join("\n"),
    stdio: ["pipe", "ignore", "inherit"],
  });
}

interface HashTimes {
  readonly oursMs: number;
  readonly opensslMs: number;
}

/** Turn by turn, after one round each that brings the bytes into memory. */
async function timeHashing(folders: TestFolders, paths: readonly StorePath[]): Promise<HashTimes> {
  const store = createStoreReader(nodeFs, folders.runsDir);
  const [ours, openssl]: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const oursMs = await timed(() => hashAll(store, paths));
    const opensslMs = await timed(() => opensslAll(folders, paths));
    if (round === 0) continue;
    ours.push(oursMs);
    openssl.push(opensslMs);
  }
  return { oursMs: median(ours), opensslMs: median(openssl) };
}

/** S9: hashing what is stored, one large file and many small ones, in this thread. */
export async function attachmentBench(): Promise<BenchTable> {
  const folders = makeTestFolders(BENCH_FOLDER);
  mkdirSync(join(folders.runsDir, "_attachments"), { recursive: true });
  try {
    const large = await timeHashing(folders, [writeLarge(folders)]);
    const small = await timeHashing(folders, writeSmall(folders));
    const row = (what: string, { oursMs, opensslMs }: HashTimes): readonly string[] => {
      return [what, figure(oursMs), figure(opensslMs), figure(oursMs / opensslMs)];
    };
    return {
      id: "S9",
      title: `hashing stored files, warm, one thread, medians of ${ROUNDS} in ms`,
      columns: ["files", "ours", "openssl dgst -sha256", "ratio"],
      rows: [row(`1 x ${LARGE_MEGABYTES} MiB`, large), row(`${SMALL_FILES} x ${SMALL_BYTES / 1024} KiB`, small)],
      target:
        "<= 0.9 x for one file of 2 GB; <= 0.8 x for 20,000 small ones (two workers, <= 0.55 x, are not measured here)",
      met: large.oursMs / large.opensslMs <= 0.9 && small.oursMs / small.opensslMs <= 0.8,
    };
  } finally {
    folders.remove();
  }
}
