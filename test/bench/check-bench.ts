import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Application } from "../../src/main/operations/application.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { openTestApplication } from "../support/test-application.ts";
import type { BenchTable } from "./bench-table.ts";
import { figure, median, timed } from "./median.ts";
import { type ProcessCost, watchProcess } from "./watch-process.ts";

const MEGABYTE = 1024 * 1024;
const RUNS = Number(process.env.RMOS_BENCH_RUNS ?? 10_000);
const FILES = 64;
const FILE_MEGABYTES = Number(process.env.RMOS_BENCH_FILE_MB ?? 16);
const LARGE_MEGABYTES = Number(process.env.RMOS_BENCH_LARGE_MB ?? 2048);
const ROUNDS = 3;
const MOST_STALL_MS = 16;
const MOST_MEMORY_MIB = 300;
/** Room for the pieces on their way and the threads that hash; a file that were held in memory would take its whole size. */
const FLAT_MIB = 96;
const STALL = "longest stall of the main thread, ms (processor time of its longest turn)";
/** Beside the project: the system's temporary folder may lie in memory. */
const BENCH_FOLDER = join(process.cwd(), "test-results", "bench");
const FILL_STORE = join(import.meta.dirname, "fill-store.ts");
const CALL = { door: "command-line" } as const;

function writeFile(path: string, megabytes: number, seed: number): string {
  const piece = Buffer.alloc(MEGABYTE);
  const fd = openSync(path, "w");
  for (let number = 0; number < megabytes; number += 1) {
    for (let offset = 0; offset < MEGABYTE; offset += 8) piece.writeDoubleLE(seed + number * MEGABYTE + offset, offset);
    writeSync(fd, piece);
  }
  closeSync(fd);
  return path;
}

async function putFile(app: Application, runId: string, path: string): Promise<string> {
  const request = { run_id: runId, source: { file: { path } }, kind: "scan" };
  return (await app.call("attachment.put", request, CALL)).attachment.sha256;
}

async function newestRuns(app: Application, count: number): Promise<readonly string[]> {
  return (await app.call("run.query", { limit: count }, CALL)).rows.map((run) => run.run_id);
}

function fillStore({ runsDir, dataDir }: TestFolders, count: number): void {
  execFileSync(process.execPath, [FILL_STORE, runsDir, dataDir, String(count)], { stdio: "inherit" });
}

async function openFilled(folders: TestFolders): Promise<Application> {
  fillStore(folders, RUNS);
  const app = await openTestApplication(folders);
  const path = join(folders.root, "file");
  for (const [number, runId] of (await newestRuns(app, FILES)).entries()) {
    await putFile(app, runId, writeFile(path, FILE_MEGABYTES, number / FILES));
  }
  rmSync(path);
  return app;
}

/** Copies the folder, waits until the copy is on the drive, and hashes every file of it: what one would do without a record-keeper. */
function copyAndReadBack(folders: TestFolders): void {
  const copy = join(folders.root, "copy");
  execFileSync("cp", ["-r", folders.runsDir, copy]);
  execFileSync("sync", ["-f", copy]);
  readBack(copy);
  rmSync(copy, { recursive: true });
}

function readBack(folder: string): void {
  const hash = "find . -type f -print0 | xargs -0 openssl dgst -sha256";
  execFileSync("sh", ["-c", hash], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
}

function stallOf({ stallMs, turnMs }: ProcessCost): string {
  return `${figure(stallMs)} (${figure(turnMs)})`;
}

/** S16's reading half and S15 meanwhile: the check of everything in a folder with runs and files. */
export async function checkBench(): Promise<BenchTable> {
  const folders = makeTestFolders(BENCH_FOLDER);
  const app = await openFilled(folders);
  const [ours, copied, read]: [ProcessCost[], number[], number[]] = [[], [], []];
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      const cost = await watchProcess(async () => {
        const { verdict, runs } = await app.call("check.store", { record: false }, CALL);
        if (runs.total !== RUNS || verdict === "changed") throw new Error(`the check says ${verdict} of ${runs.total}`);
      });
      const readMs = await timed(() => readBack(folders.runsDir));
      const copiedMs = await timed(() => copyAndReadBack(folders));
      if (round === 0) continue;
      ours.push(cost);
      read.push(readMs);
      copied.push(copiedMs);
    }
  } finally {
    await app.close();
    folders.remove();
  }
  return checkTable({ ours, copied, read });
}

function checkTable(times: {
  readonly ours: readonly ProcessCost[];
  readonly copied: readonly number[];
  readonly read: readonly number[];
}): BenchTable {
  const { ours, copied, read } = times;
  const ms = median(ours.map((cost) => cost.ms));
  const stall = Math.max(...ours.map((cost) => cost.stallMs));
  const turn = Math.max(...ours.map((cost) => cost.turnMs));
  const peak = Math.max(...ours.map((cost) => cost.peakMiB));
  const stalls = `${figure(stall)} (${figure(turn)})`;
  const row = (what: string, floor: readonly number[]): readonly string[] => {
    return [what, figure(ms), figure(median(floor)), figure(ms / median(floor)), stalls, figure(peak)];
  };
  return {
    id: "S16, reading half; S15",
    title: `check of ${RUNS} runs and ${FILES} x ${FILE_MEGABYTES} MiB, warm, turn by turn, medians of ${ROUNDS} in ms`,
    columns: ["floor", "check.store", "floor", "ratio", STALL, "memory, MiB"],
    rows: [row("cp -r, sync -f, openssl dgst of every file", copied), row("openssl dgst of every file alone", read)],
    target: `<= 1.5 x the first floor; stall <= ${MOST_STALL_MS} ms; memory <= ${MOST_MEMORY_MIB} MiB`,
    met: ms / median(copied) <= 1.5 && stall <= MOST_STALL_MS && peak <= MOST_MEMORY_MIB,
  };
}

/** Memory and the main thread while one large file is stored, checked and copied out. */
export async function largeFileBench(): Promise<BenchTable> {
  const folders = makeTestFolders(BENCH_FOLDER);
  mkdirSync(folders.root, { recursive: true });
  fillStore(folders, 1);
  const app = await openTestApplication(folders);
  const rows: (readonly [string, ProcessCost])[] = [];
  try {
    const [runId = ""] = await newestRuns(app, 1);
    const path = writeFile(join(folders.root, "large"), LARGE_MEGABYTES, 0.5);
    // Threads and buffers come to life with the first file.
    const small = await putFile(app, runId, writeFile(join(folders.root, "small"), 16, 0.25));
    await app.call("check.attachment", { sha256: small }, CALL);
    let sha256 = "";
    const put = async () => {
      sha256 = await putFile(app, runId, path);
    };
    rows.push(["attachment.put", await watchProcess(put)]);
    const checked = { run_id: runId, record: false };
    rows.push(["check.run", await watchProcess(() => app.call("check.run", checked, CALL))]);
    rows.push(["check.attachment", await watchProcess(() => app.call("check.attachment", { sha256 }, CALL))]);
    rows.push(["attachment.open", await watchProcess(() => app.call("attachment.open", { sha256 }, CALL))]);
    const to = { file: { path: join(folders.root, "saved") } };
    rows.push(["attachment.save", await watchProcess(() => app.call("attachment.save", { sha256, to }, CALL))]);
  } finally {
    await app.close();
    folders.remove();
  }
  return {
    id: "S9, memory; S15",
    title: `one file of ${LARGE_MEGABYTES} MiB, once each`,
    columns: ["operation", "ms", "memory grew by, MiB", STALL],
    rows: rows.map(([what, cost]) => [what, figure(cost.ms), figure(cost.grownMiB), stallOf(cost)]),
    target: `memory flat (<= ${FLAT_MIB} MiB); stall <= ${MOST_STALL_MS} ms`,
    met: rows.every(([, cost]) => cost.grownMiB <= FLAT_MIB && cost.stallMs <= MOST_STALL_MS),
  };
}
