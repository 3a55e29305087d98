import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { openCatalog } from "../../src/main/catalog/catalog.ts";
import type { BenchTable } from "./bench-table.ts";
import { figure, median, timed } from "./median.ts";
import { generateStore } from "./store-generator.ts";
import { type ProcessCost, watchProcess } from "./watch-process.ts";

const BENCH_FOLDER = join(process.cwd(), "test-results", "bench");
const BUILT_WORKER = join(process.cwd(), "out", "main", "catalog-worker.js");
const SOURCE_WORKER = join(import.meta.dirname, "../../src/main/catalog/catalog-worker.ts");
const DROP_CACHES = "/proc/sys/vm/drop_caches";
const SEED = 20_261_120;
const ROUNDS = 3;

const TARGET = { warm: 0.3, cold: 1.6, growth: 1.3, stallMs: 16, peakMiB: 300 };

/** Other sizes for a quick look: `RMOS_BENCH_RUNS=20000,100000`. */
function sizes(): readonly number[] {
  return (process.env.RMOS_BENCH_RUNS ?? "100000,1000000").split(",").map(Number);
}

const READ_WITH_PYTHON = `
import json, os, sys, time
start = time.perf_counter()
for day in os.scandir(sys.argv[1]):
    if day.name[0] in "0123456789":
        for name in os.listdir(day.path):
            with open(day.path + "/" + name, "rb") as file:
                json.loads(file.read())
print((time.perf_counter() - start) * 1000)
`;

interface Measured {
  readonly size: number;
  readonly warmMs: number;
  readonly pythonMs: number;
  /** Null where the cache of the system cannot be emptied. */
  readonly cold: { readonly oursMs: number; readonly catMs: number } | null;
  readonly cost: ProcessCost;
}

/** S8, and the part of S15 that building has: the catalog of a whole store anew, against reading the same files. */
export async function rebuildBench(): Promise<BenchTable> {
  mkdirSync(BENCH_FOLDER, { recursive: true });
  const measured: Measured[] = [];
  for (const size of sizes()) measured.push(await measure(size));
  return table(measured);
}

async function measure(size: number): Promise<Measured> {
  const folder = mkdtempSync(join(BENCH_FOLDER, "rebuild-"));
  const runsDir = join(folder, "runs");
  try {
    await generateStore({ runsDir, dataDir: join(folder, "data"), count: size, seed: SEED });
    const ours: number[] = [];
    const python: number[] = [];
    let cost: ProcessCost | null = null;
    // Turn by turn, after one round that nobody counts: whatever else the machine does then weighs on both.
    for (let round = 0; round <= roundsFor(size); round++) {
      const pythonMs = readWithPython(runsDir);
      const oneCost = await rebuildOnce(runsDir);
      if (round === 0) continue;
      python.push(pythonMs);
      ours.push(oneCost.ms);
      if (cost === null || oneCost.peakMiB > cost.peakMiB) cost = oneCost;
    }
    if (cost === null) throw new Error("nothing was measured");
    return { size, warmMs: median(ours), pythonMs: median(python), cold: await measureCold(runsDir), cost };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function roundsFor(size: number): number {
  return size > 200_000 ? 1 : ROUNDS;
}

function readWithPython(runsDir: string): number {
  return Number(execFileSync("python3", ["-c", READ_WITH_PYTHON, runsDir], { encoding: "utf8" }));
}

/** From nothing: no catalog is there, as after somebody deleted it. */
async function rebuildOnce(runsDir: string): Promise<ProcessCost> {
  rmSync(join(runsDir, "_index"), { recursive: true, force: true });
  const workerUrl = pathToFileURL(existsSync(BUILT_WORKER) ? BUILT_WORKER : SOURCE_WORKER);
  return watchProcess(async () => {
    const catalog = await openCatalog({ runsDir, access: "write", workerUrl });
    await catalog.close();
  });
}

async function measureCold(runsDir: string): Promise<Measured["cold"]> {
  if (!dropCaches()) return null;
  const catMs = await timed(() => {
    spawnSync("sh", ["-c", `find "$0" -name 'run_*.json' -print0 | xargs -0 -P16 -n64 cat > /dev/null`, runsDir]);
  });
  dropCaches();
  const { ms: oursMs } = await rebuildOnce(runsDir);
  return { oursMs, catMs };
}

/** Only the administrator can. */
function dropCaches(): boolean {
  try {
    execFileSync("sync");
    writeFileSync(DROP_CACHES, "3");
    return true;
  } catch {
    return false;
  }
}

function table(measured: readonly Measured[]): BenchTable {
  const perRun = measured.map(({ size, warmMs }) => warmMs / size);
  const growth = (perRun.at(-1) ?? 1) / (perRun[0] ?? 1);
  const isMet = measured.every(
    ({ cold, cost, pythonMs, warmMs }) =>
      warmMs / pythonMs <= TARGET.warm &&
      (cold === null || cold.oursMs / cold.catMs <= TARGET.cold) &&
      cost.turnMs <= TARGET.stallMs &&
      cost.peakMiB <= TARGET.peakMiB,
  );
  return {
    id: "S8",
    title: `the catalog built from nothing with its word index, N=${measured.map(({ size }) => size).join(", ")}, last / first by run: ${figure(growth)}`,
    columns: [
      "runs",
      ...["ours warm, s", "µs/run", "json.loads warm, s", "ratio", "ours cold, s", "xargs cat cold, s", "ratio"],
      ...["longest stall of the main thread, ms", "its longest turn, ms", "memory at its highest, MiB"],
    ],
    rows: measured.map(row),
    target: `<= ${TARGET.warm} x json.loads; <= ${TARGET.cold} x cold; last / first <= ${TARGET.growth}; turn <= ${TARGET.stallMs} ms; memory <= ${TARGET.peakMiB} MiB`,
    met: isMet && growth <= TARGET.growth,
  };
}

function row({ cold, cost, pythonMs, size, warmMs }: Measured): readonly string[] {
  const seconds = (ms: number): string => figure(ms / 1000);
  return [
    String(size),
    seconds(warmMs),
    figure((warmMs * 1000) / size),
    seconds(pythonMs),
    figure(warmMs / pythonMs),
    cold === null ? "not measured" : seconds(cold.oursMs),
    cold === null ? "not measured" : seconds(cold.catMs),
    cold === null ? "-" : figure(cold.oursMs / cold.catMs),
    figure(cost.stallMs),
    figure(cost.turnMs),
    figure(cost.peakMiB),
  ];
}
