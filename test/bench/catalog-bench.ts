import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeCursor } from "../../src/main/catalog/catalog-cursor.ts";
import { CatalogDatabase, type EntryToApply } from "../../src/main/catalog/catalog-database.ts";
import { MAX_ODD_IN_EVENT } from "../../src/main/store/check-event.ts";
import type { LedgerEntry } from "../../src/main/store/ledger-entry.ts";
import type { OperationRequest } from "../../src/shared/operation-table.ts";
import { type RunFilters, runFiltersSchema } from "../../src/shared/operations/run-operations.ts";
import type { Sha256 } from "../../src/shared/sha256.ts";
import type { BenchTable } from "./bench-table.ts";
import { BENCH_FOLDER, type FilledCatalog, filledCatalog, SIZES } from "./filled-catalog.ts";
import { figure, median, quantile, timed } from "./median.ts";
import type { GeneratedRun } from "./run-generator.ts";

const READS = 1500;
const WARM_UP_READS = 100;
const PAGE = 50;

const TARGET = { growth: 1.5, newestMs: 1, filteredMs: 5, filteredP99Ms: 30 };

type Request = OperationRequest<"run.query">;

/** A catalog of made-up runs, some of which are known: filters and cursors are made from those. */
interface Filled {
  readonly size: number;
  readonly database: CatalogDatabase;
  readonly samples: readonly GeneratedRun[];
  readonly buildMs: number | null;
  /** Taking in a check of everything. */
  readonly checkMs: number;
}

/** One way of asking for a page; `request` gives the number `read` of it. */
interface Question {
  readonly name: string;
  readonly request: (samples: readonly GeneratedRun[], read: number) => Request;
  /** Asks the same once before the clock starts: the pages of a list share their count. */
  readonly countKept: boolean;
}

const QUESTIONS: readonly Question[] = [
  { name: "newest, no filter", request: () => pageRequest({}), countKept: false },
  {
    name: "at a random cursor, no filter",
    request: (samples, read) => behind(pageRequest({}), sampleAt(samples, read)),
    countKept: false,
  },
  {
    name: "4 filters, at a random cursor, count kept from the page before",
    request: (samples, read) => behind(pageRequest(fourFilters(samples, read)), sampleAt(samples, read * 7 + 3)),
    countKept: true,
  },
  {
    name: "4 filters, at a random cursor, counted anew",
    request: (samples, read) => behind(pageRequest(fourFilters(samples, read)), sampleAt(samples, read * 7 + 3)),
    countKept: false,
  },
  { name: "check = changed, newest", request: () => pageRequest({ check: ["changed"] }), countKept: false },
  {
    name: "check = intact, at a random cursor",
    request: (samples, read) => behind(pageRequest({ check: ["intact"] }), sampleAt(samples, read * 7 + 3)),
    countKept: false,
  },
];

/** S4: pages of 50 in a catalog of 100,000 and of 1,000,000 runs, asked by turns, inside the thread that holds it. */
export async function catalogBench(): Promise<BenchTable> {
  const catalogs = [];
  for (const size of SIZES) catalogs.push(await filledCatalog(size));
  const folder = mkdtempSync(join(BENCH_FOLDER, "catalog-"));
  const filled: Filled[] = [];
  try {
    for (const catalog of catalogs) filled.push(await withCheck(catalog, join(folder, `${catalog.size}.db`)));
    const measured = [];
    for (const question of QUESTIONS) measured.push(await measure(question, filled));
    return table(measured, filled);
  } finally {
    for (const { database } of filled) database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A copy of a filled catalog that took in a check of everything. */
async function withCheck({ buildMs, path, samples, size }: FilledCatalog, copy: string): Promise<Filled> {
  copyFileSync(path, copy);
  const database = CatalogDatabase.open(copy, "write");
  if (database === null) throw new Error("The catalog that was just built is none");
  const checkMs = await timed(() => database.apply([checkOfEverything(samples)]));
  return { size, database, samples, buildMs, checkMs };
}

/** A check that found all runs intact but a few of those that are known. */
function checkOfEverything(samples: readonly GeneratedRun[]): EntryToApply {
  const odd = samples.slice(0, MAX_ODD_IN_EVENT / 2).map(({ runId }) => ({ run_id: runId, verdict: "changed" }));
  const body = {
    ...{ what: "store", from: null, to: null, selected: null, verdict: "changed", runs: 0, odd_runs: odd.length },
    ...{ bad_findings: odd.length, through_seq: 1, odd, report_sha256: "ab".repeat(32) },
  };
  const entry: LedgerEntry = {
    ...{ v: 1, kind: "check.finished", subject: "store", body, seq: 1, epoch: 1, prev: "ab".repeat(32) as Sha256 },
    ...{ at: "2026-11-20T10:00:00.000000Z", mono_ms: 1, boot: "boot", app: "bench", station: "bench" },
    ...{ actor: { uid: "bench", role: "machinist", sid: "bench" }, request_id: "bench" },
  };
  const place = { epoch: 1, offset: 0, byteLength: 1 };
  return { placed: { entry, place }, record: () => ({ problem: "It is not needed." }) };
}

interface Measured {
  readonly question: Question;
  readonly readsMs: ReadonlyMap<number, readonly number[]>;
}

async function measure(question: Question, filled: readonly Filled[]): Promise<Measured> {
  const readsMs = new Map(filled.map(({ size }): [number, number[]] => [size, []]));
  for (let read = -WARM_UP_READS; read < READS; read++) {
    for (const { database, samples, size } of filled) {
      const request = question.request(samples, read + WARM_UP_READS);
      if (question.countKept) database.query({ ...request, cursor: null });
      const ms = await timed(() => database.query(request));
      if (read >= 0) readsMs.get(size)?.push(ms);
    }
  }
  return { question, readsMs };
}

function table(measured: readonly Measured[], filled: readonly Filled[]): BenchTable {
  const [small = 0, large = 0] = SIZES;
  const of = (index: number, size: number): readonly number[] => measured[index]?.readsMs.get(size) ?? [];
  const growthOf = (index: number): number => median(of(index, large)) / median(of(index, small));
  const [, , filtered = [], countedAnew = []] = measured.map((_, index) => of(index, large));
  const builds = filled.map(({ size, buildMs }) =>
    buildMs === null ? `${count(size)} rows` : `${count(size)} rows filled in ${figure(buildMs / 1000)} s`,
  );
  const checks = filled.map(({ size, checkMs }) => `a check of ${count(size)} runs taken in in ${figure(checkMs)} ms`);
  return {
    id: "S4",
    title: `List pages of ${PAGE}; median of ${count(READS)} reads each, by turns; ${builds.join(", ")}; ${checks.join(", ")}`,
    columns: ["Page", "runs", "median ms", "p99 ms", "1M / 100k"],
    rows: measured.flatMap((each, index) =>
      SIZES.map((size) => [
        each.question.name,
        count(size),
        figure(median(of(index, size))),
        figure(quantile(of(index, size), 0.99)),
        size === large ? figure(growthOf(index)) : "",
      ]),
    ),
    target:
      `newest page at 1,000,000 <= ${TARGET.growth} x 100,000 and median <= ${TARGET.newestMs} ms; ` +
      `4 filters median <= ${TARGET.filteredMs} ms (counted anew too), p99 <= ${TARGET.filteredP99Ms} ms with the count of ` +
      "the list kept (a list is counted once and again after a change)",
    met:
      growthOf(0) <= TARGET.growth &&
      median(of(0, large)) <= TARGET.newestMs &&
      [filtered, countedAnew].every((reads) => median(reads) <= TARGET.filteredMs) &&
      quantile(filtered, 0.99) <= TARGET.filteredP99Ms,
  };
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function pageRequest(filters: Partial<RunFilters>): Request {
  return { filters: runFiltersSchema.parse(filters), limit: PAGE, cursor: null, facets: false };
}

function behind(request: Request, run: GeneratedRun): Request {
  const cursor = makeCursor({ sortUs: run.createdUs, runId: run.runId }, request.filters);
  return { ...request, cursor };
}

/** The samples in an order that jumps about in time. */
function sampleAt(samples: readonly GeneratedRun[], read: number): GeneratedRun {
  const run = samples[(read * 1_000_003) % samples.length];
  if (run === undefined) throw new Error("There are no samples");
  return run;
}

/** Four filters that at least one run holds; which four, turns with every read. */
function fourFilters(samples: readonly GeneratedRun[], read: number): Partial<RunFilters> {
  const run = sampleAt(samples, read);
  const other = sampleAt(samples, read + 1);
  const all: readonly Partial<RunFilters>[] = [
    { status: [run.status] },
    { machine: [run.machineId, other.machineId] },
    { risk: [run.riskLevel] },
    { tool: [run.toolId] },
    { event_type: [run.eventType] },
    { material: run.materialId === null ? ["maple"] : [run.materialId] },
    { mode: [run.mode] },
  ];
  const chosen = [0, 1, 2, 3].map((step) => all[(read + step * (1 + (read % 3))) % all.length] ?? {});
  return Object.assign({}, ...chosen);
}
