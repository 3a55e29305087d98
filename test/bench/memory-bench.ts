import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { makeStoreOf } from "../support/many-runs.ts";
import { makeTestFolders } from "../support/open-test-store.ts";
import type { BenchTable } from "./bench-table.ts";
import { BENCH_FOLDER, filledCatalog, SIZES } from "./filled-catalog.ts";
import { figure } from "./median.ts";

const LARGE = SIZES.at(-1) ?? 1_000_000;
const MOST_MEMORY_MIB = 300;
const MOST_STALL_MS = 16;
/** Memory that goes up and down by this is flat. */
const FLAT_MIB = 32;

interface Cost {
  readonly startMiB: number;
  readonly residents: readonly number[];
  readonly peakMiB: number;
  readonly stallMs: number;
  readonly turnMs: number;
}

/** S15: memory of main and the longest stall of its thread while people list, search, count, draw and record. */
export async function memoryBench(): Promise<BenchTable> {
  const { path } = await filledCatalog(LARGE);
  const folders = makeTestFolders(BENCH_FOLDER);
  try {
    await makeStoreOf(folders, path);
    const child = join(import.meta.dirname, "many-runs-child.ts");
    const printed = execFileSync(process.execPath, [child, folders.runsDir, folders.dataDir], { encoding: "utf8" });
    // A line that the child program above just printed: plain figures.
    const cost = JSON.parse(printed) as Cost;
    const [, second = 0] = cost.residents;
    const growth = (cost.residents.at(-1) ?? 0) - second;
    return {
      id: "S15",
      title: `Main with ${LARGE.toLocaleString("en-US")} runs: six rounds of lists, words, groups, timeline, numbers and 20 recordings`,
      columns: [
        "memory at the start MiB",
        "highest MiB",
        "after each round MiB",
        "growth from the second MiB",
        "longest stall ms",
        "its processor time ms",
      ],
      rows: [
        [
          figure(cost.startMiB),
          figure(cost.peakMiB),
          cost.residents.map((some) => some.toFixed(0)).join(", "),
          figure(growth),
          figure(cost.stallMs),
          figure(cost.turnMs),
        ],
      ],
      target: `<= ${MOST_MEMORY_MIB} MiB, flat (within ${FLAT_MIB} MiB), no stall above ${MOST_STALL_MS} ms`,
      met: cost.peakMiB <= MOST_MEMORY_MIB && growth <= FLAT_MIB && cost.stallMs <= MOST_STALL_MS,
    };
  } finally {
    folders.remove();
  }
}
