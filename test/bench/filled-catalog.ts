import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { CatalogDatabase } from "../../src/main/catalog/catalog-database.ts";
import { SCHEMA_VERSION } from "../../src/main/catalog/catalog-schema.ts";
import { writeMadeUpCatalog } from "../support/many-runs.ts";
import { timed } from "./median.ts";
import { type GeneratedRun, generateRuns } from "./run-generator.ts";

/** On the disk of the project: the system's temporary folder may be memory. */
export const BENCH_FOLDER = join(process.cwd(), "test-results", "bench");

/** What all measurements over made-up runs begin from: the same runs every time. */
export const SEED = 20_261_120;

/** The sizes that the targets name. Smaller ones try a measurement out. */
export const SIZES = [100_000, 1_000_000].map((size) => Math.round(size * Number(process.env.RMOS_BENCH_SCALE ?? 1)));

const SAMPLES = 2000;

/** A catalog of made-up runs on disk, some of which are known: filters and cursors are made from those. */
export interface FilledCatalog {
  readonly size: number;
  readonly path: string;
  readonly samples: readonly GeneratedRun[];
  /** Null where an earlier measurement had filled it. */
  readonly buildMs: number | null;
}

/** The catalog file of so many made-up runs. It is kept for the measurements that follow; nobody may write to it. */
export async function filledCatalog(size: number): Promise<FilledCatalog> {
  mkdirSync(BENCH_FOLDER, { recursive: true });
  const path = join(BENCH_FOLDER, `catalog-${SCHEMA_VERSION}-${SEED}-${size}.db`);
  const samples = samplesOf(size);
  if (existsSync(path)) return { size, path, samples, buildMs: null };
  const unfinished = `${path}.new`;
  const buildMs = await timed(() => writeMadeUpCatalog(unfinished, size, SEED));
  renameSync(unfinished, path);
  return { size, path, samples, buildMs };
}

function samplesOf(size: number): readonly GeneratedRun[] {
  const every = Math.max(1, Math.floor(size / SAMPLES));
  const samples: GeneratedRun[] = [];
  let number = 0;
  for (const run of generateRuns(size, SEED)) if (number++ % every === 0) samples.push(run);
  return samples;
}

/** Opens a filled catalog as the app has it open; nothing may be written to it. */
export function openFilled({ path }: FilledCatalog): CatalogDatabase {
  const database = CatalogDatabase.open(path, "write");
  if (database === null) throw new Error("The catalog that was just built is none");
  return database;
}
