import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { CatalogDatabase } from "../../src/main/catalog/catalog-database.ts";
import type { OperationRequest } from "../../src/shared/operation-table.ts";
import { type RunFilters, runFiltersSchema } from "../../src/shared/operations/run-operations.ts";
import type { BenchTable } from "./bench-table.ts";
import { type FilledCatalog, filledCatalog, openFilled, SIZES } from "./filled-catalog.ts";
import { figure, median, quantile } from "./median.ts";
import type { GeneratedRun } from "./run-generator.ts";

const ROUNDS = 25;
const WORD_ROUNDS = 200;
const BINS = 1200;
const LARGE = SIZES.at(-1) ?? 1_000_000;
const COUNTED = ["status", "risk_level", "mode", "material_id", "event_type", "review", "verdict"] as const;

const filtersOf = (some: Partial<RunFilters>): RunFilters => runFiltersSchema.parse(some);

function page(filters: Partial<RunFilters>, more: Partial<OperationRequest<"run.query">> = {}) {
  return { filters: filtersOf(filters), limit: 50, cursor: null, facets: false, ...more };
}

function ms(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function sampleAt(samples: readonly GeneratedRun[], read: number): GeneratedRun {
  const run = samples[(read * 1_000_003) % samples.length];
  if (run === undefined) throw new Error("There are no samples");
  return run;
}

/** The same rows in a table of their own, with an index for each value that is counted and all filters behind it: no table is looked at. */
function openPeer({ path }: FilledCatalog): DatabaseSync {
  const peer = new DatabaseSync(":memory:");
  const columns = ["machine_id", "tool_id", ...COUNTED].join(", ");
  peer.exec(`ATTACH '${path.replaceAll("'", "''")}' AS filled;
    CREATE TABLE run AS SELECT rid, sort_us, hidden, ${columns} FROM filled.run ORDER BY rid; DETACH filled;`);
  for (const column of COUNTED) {
    const rest = ["hidden", "machine_id", "tool_id", ...COUNTED.filter((other) => other !== column)];
    peer.exec(`CREATE INDEX by_${column} ON run (${[column, "rid", ...rest].join(", ")})`);
  }
  return peer;
}

/** Codes in the peer are those of the catalog. */
function codeOf(catalog: FilledCatalog, dimension: string, text: string): number {
  const db = new DatabaseSync(catalog.path, { readOnly: true });
  const row = db.prepare("SELECT code FROM name WHERE dimension = ? AND text = ?").get(dimension, text);
  db.close();
  return Number(row?.code ?? -1);
}

/** S5: the counts beside the filters, with two filters set, each time others. */
export async function facetBench(): Promise<BenchTable> {
  const catalog = await filledCatalog(LARGE);
  const database = openFilled(catalog);
  const peer = openPeer(catalog);
  const ours: number[] = [];
  const theirs: number[] = [];
  try {
    database.query(page({}));
    for (let round = 0; round < ROUNDS; round++) {
      const { machineId, toolId } = sampleAt(catalog.samples, round);
      ours.push(ms(() => database.query(page({ machine: [machineId], tool: [toolId] }, { facets: true, limit: 1 }))));
      const [machine, tool] = [codeOf(catalog, "machine_id", machineId), codeOf(catalog, "tool_id", toolId)];
      theirs.push(
        ms(() => {
          for (const column of COUNTED) {
            const sql = `SELECT ${column}, count(*) FROM run INDEXED BY by_${column} WHERE machine_id = ? AND tool_id = ? AND hidden = 0 GROUP BY ${column}`;
            peer.prepare(sql).all(machine, tool);
          }
        }),
      );
    }
  } finally {
    database.close();
    peer.close();
  }
  const ratio = median(ours) / median(theirs);
  return {
    id: "S5",
    title: `Facets of a list with 2 filters at ${LARGE.toLocaleString("en-US")} runs; median of ${ROUNDS} different pairs, by turns`,
    columns: ["Counts", "median ms", "p90 ms", "of SQL"],
    rows: [
      [
        "11 facets, total and first row, out of typed columns",
        figure(median(ours)),
        figure(quantile(ours, 0.9)),
        figure(ratio),
      ],
      [
        "7 facets, `GROUP BY` over covering indexes in memory, same process",
        figure(median(theirs)),
        figure(quantile(theirs, 0.9)),
        "1",
      ],
    ],
    target: "<= 10 ms and <= 0.05 x of SQL",
    met: median(ours) <= 10 && ratio <= 0.05,
  };
}

const WORDS = [
  "chatter",
  "vibration",
  "blade dull",
  "kerf",
  "rosewood",
  "Späne",
  "振動",
  "Grenzwert",
  "edge burn",
  "veneer",
];

/** S6: the newest 50 runs with words and two filters. */
export async function wordBench(): Promise<BenchTable> {
  const catalog = await filledCatalog(LARGE);
  const database = openFilled(catalog);
  const rows: {
    readonly word: string;
    readonly kept: readonly number[];
    readonly anew: number;
    readonly total: number;
  }[] = [];
  try {
    for (const word of WORDS) {
      const request = page({ text: word, mode: ["saw"], status: ["OK"] });
      const anew = ms(() => database.query(request));
      const kept: number[] = [];
      for (let round = 0; round < WORD_ROUNDS / WORDS.length; round++) kept.push(ms(() => database.query(request)));
      rows.push({ word, kept, anew, total: database.query(request).total });
    }
  } finally {
    database.close();
  }
  const all = rows.flatMap(({ kept }) => kept);
  return {
    id: "S6",
    title: `Newest 50 with words and 2 filters at ${LARGE.toLocaleString("en-US")} runs; ${all.length} reads`,
    columns: ["Words (each the beginning of a word)", "runs", "median ms", "first time, with the count ms"],
    rows: [
      ...rows.map(({ anew, kept, total, word }) => [
        word,
        total.toLocaleString("en-US"),
        figure(median(kept)),
        figure(anew),
      ]),
      ["all", "", figure(median(all)), ""],
    ],
    target: "median <= 3 ms (the count of a list is made once and again after a change; given beside it)",
    met: median(all) <= 3,
  };
}

/** S7: the data of the timeline at three zooms. What drawing takes is measured in the window. */
export async function timelineBench(): Promise<BenchTable> {
  const catalog = await filledCatalog(LARGE);
  const database = openFilled(catalog);
  const peer = openPeer(catalog);
  const spans = [
    ["everything", null, null],
    ["a year", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"],
    ["a week", "2024-05-06T00:00:00Z", "2024-05-13T00:00:00Z"],
  ] as const;
  const ours = spans.map((): number[] => []);
  const theirs: number[] = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      spans.forEach(([, from, to], at) => {
        // Another filter each time: nothing is kept from the round before.
        const filters = filtersOf({ without: { tool: [`none-${round}`] } as never });
        ours[at]?.push(ms(() => database.timeline({ filters, lane: "machine", from, to, bins: BINS, max_lanes: 24 })));
      });
      theirs.push(ms(() => sqlTimeline(peer)));
    }
  } finally {
    database.close();
    peer.close();
  }
  const whole = ours[0] ?? [];
  return {
    id: "S7",
    title: `Timeline data, lanes by machine, ${BINS} blocks, at ${LARGE.toLocaleString("en-US")} runs; median of ${ROUNDS}, by turns`,
    columns: ["Span", "median ms", "p90 ms", "of SQL"],
    rows: [
      ...spans.map(([name], at) => [
        name,
        figure(median(ours[at] ?? [])),
        figure(quantile(ours[at] ?? [], 0.9)),
        at === 0 ? figure(median(whole) / median(theirs)) : "",
      ]),
      ["everything, `GROUP BY` in memory", figure(median(theirs)), figure(quantile(theirs, 0.9)), "1"],
    ],
    target: "<= 10 ms at any zoom",
    met: ours.every((some) => median(some) <= 10),
  };
}

function sqlTimeline(peer: DatabaseSync): unknown {
  const span = peer.prepare("SELECT min(sort_us) AS first, max(sort_us) AS last FROM run").get() ?? {};
  const width = (Number(span.last) - Number(span.first) + 1) / BINS;
  return peer
    .prepare(
      "SELECT machine_id, cast((sort_us - ?) / ? AS INTEGER) AS bin, count(*), max(risk_level) FROM run WHERE hidden = 0 GROUP BY 1, 2",
    )
    .all(Number(span.first), width);
}

/** Writes how SQLite answers every statement that the measurements above used, beside them. */
export async function planBench(): Promise<BenchTable> {
  const catalog = await filledCatalog(SIZES[0] ?? LARGE);
  const database = openFilled(catalog);
  try {
    askEverything(database, sampleAt(catalog.samples, 1));
    const plans = database.plans();
    const text = plans.map(
      ({ plan, sql }) => `- \`${sql.replace(/\s+/g, " ").trim()}\`\n${plan.map((line) => `  - ${line}`).join("\n")}`,
    );
    const head = `# How SQLite answers the catalog's statements\n\n\`EXPLAIN QUERY PLAN\` at ${catalog.size.toLocaleString("en-US")} runs; written by \`npm run bench -- plans\`.\n\n`;
    writeFileSync(join(import.meta.dirname, "query-plans.md"), `${head}${text.join("\n")}\n`);
    const scans = plans.filter(
      ({ plan, sql }) => plan.some((line) => line.startsWith("SCAN run")) && !sql.includes("ORDER BY rid"),
    );
    return {
      id: "Plans",
      title: "Statements of the catalog and how they are answered: `test/bench/query-plans.md`",
      columns: ["statements", "of which walk through all runs for an answer"],
      rows: [[String(plans.length), String(scans.length)]],
      target: "no answer walks through all runs in SQL; the columns are read out of the table once",
      met: scans.length === 0,
    };
  } finally {
    database.close();
  }
}

function askEverything(database: CatalogDatabase, run: GeneratedRun): void {
  database.query(page({ tool: [run.toolId], text: "chatter" }, { facets: true }));
  database.query(
    page({ tag: ["a", "b"], batch_label: ["b"], workflow_session: ["s"], parent: [run.runId], tag_all: ["c"] }),
  );
  database.find(run.runId);
  database.entryPlaces(run.runId);
  database.runsWithAttachment("ab".repeat(32), 10);
  const { list_id: listId } = database.openList({
    filters: filtersOf({}),
    sort: { by: "time", descending: true },
    group: "session",
    zone: "UTC",
    shifts: [],
  });
  database.listRows({ list_id: listId, from: 5, count: 100 });
  database.listIds({ list_id: listId, from: 5, count: 100 });
  database.listPlace({ list_id: listId, run_id: run.runId });
  for (const lane of ["machine", "session", "tag"] as const) {
    database.timeline({ filters: filtersOf({}), lane, from: null, to: null, bins: 10, max_lanes: 5 });
  }
}
