import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Application } from "../../src/main/operations/application.ts";
import type { RunPage, RunRow } from "../../src/shared/operations/run-operations.ts";
import { formatQuery } from "../../src/shared/query/format-query.ts";
import { parseQuery } from "../../src/shared/query/parse-query.ts";
import { type QueryMoment, resolveQuery } from "../../src/shared/query/resolve-query.ts";
import {
  type RunQuery,
  runQuerySchema,
  VALUE_FILTER_NAMES,
  type ValueFilterName,
} from "../../src/shared/query/run-query.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { createSettableClock } from "../support/settable-clock.ts";
import { openTestApplication, runInProcess } from "../support/test-application.ts";

const WINDOW = { door: "window" } as const;
const HOUR_MS = 3_600_000;
const RUNS = 60;

/** Values that runs of the store have, and one that none has. */
const POOLS: Readonly<Record<ValueFilterName, readonly string[]>> = {
  status: ["OK", "BLOCKED", "ERROR"],
  risk: ["GREEN", "YELLOW", "RED"],
  mode: ["saw", "cam", "none"],
  tool: ["T102", "saw:6", 'say "6"', "T 7, old"],
  material: ["ebony", "Esche, geölt", "maple"],
  machine: ["M3", "M4", "M5"],
  event_type: ["toolpaths", "unknown"],
  batch_label: ["B-1", "B 2"],
  workflow_session: ["s1", "s2"],
  parent: ["run_old", "run_older"],
  review: ["none", "waiting"],
  check: ["not-checked", "changed"],
  tag: ["pilot", "night shift", "älter"],
  reason: ["Rim speed … m/s is too high", "Rim too near"],
};

const WORDS = ["edg", "burn", "burnt", "ölig", "zebra"];

let folders: TestFolders;
let app: Application;
let rows: readonly RunRow[];
let moment: QueryMoment;
const parents = new Map<string, string>();

function pick<Value>(values: readonly Value[], number: number): Value | null {
  return values[number % (values.length + 1)] ?? null;
}

/** A request whose fields go round at different speeds, so that every mix of them comes. */
function requestOf(number: number): object {
  const risk = POOLS.risk[number % 3];
  const isRed = risk === "RED";
  return {
    mode: number % 2 === 0 ? "saw" : "cam",
    tool_id: POOLS.tool[number % 4],
    material_id: pick(POOLS.material.slice(0, 2), number >> 1),
    machine_id: pick(POOLS.machine.slice(0, 2), number >> 2),
    event_type: number % 5 === 0 ? "toolpaths" : undefined,
    workflow_session_id: pick(POOLS.workflow_session, number >> 3),
    parent_run_id: pick(["run_old"], number),
    status: isRed ? "BLOCKED" : "OK",
    feasibility: { risk_level: risk },
    decision: {
      risk_level: risk,
      block_reason: isRed ? (number % 2 === 0 ? `Rim speed ${number} m/s is too high` : "Rim too near") : null,
    },
    meta: { batch_label: pick(POOLS.batch_label, number >> 1) },
    notes: pick(["edge burnt", "Ölig edge", "burning"], number),
  };
}

async function record(number: number): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(requestOf(number)));
  const { run_id: runId } = await app.call("run.create", { source: { bytes, name: null } }, WINDOW);
  const parent = pick(["run_old"], number);
  if (parent !== null) parents.set(runId, parent);
  const tags = POOLS.tag.filter((_tag, index) => ((number >> index) & 1) === 1);
  const hide = number % 7 === 0 ? true : null;
  if (tags.length > 0 || hide !== null) await app.call("run.annotate", { run_id: runId, tags, hide }, WINDOW);
}

beforeAll(async () => {
  folders = makeTestFolders();
  const nowMs = Date.now();
  const clock = createSettableClock(nowMs - (RUNS * 16 + 0.5) * HOUR_MS);
  app = await openTestApplication(folders, { clock });
  for (let number = 0; number < RUNS; number++) {
    await record(number);
    clock.advance(16 * HOUR_MS);
  }
  const { zone, shifts } = await app.call("workstation.get", {}, WINDOW);
  moment = { now: new Date(nowMs), zone, shifts };
  rows = (await app.call("run.query", { filters: { hidden: "include" }, limit: 500 }, WINDOW)).rows;
  expect(rows).toHaveLength(RUNS);
}, 120_000);
afterAll(async () => {
  await app.close();
  folders.remove();
});

const some = (pool: readonly string[]): fc.Arbitrary<readonly string[]> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.subarray([...pool], { minLength: 1 }) },
  );

const values = fc.record(Object.fromEntries(VALUE_FILTER_NAMES.map((name) => [name, some(POOLS[name])])));

/** A day between the first run and tomorrow; days back from now, since the runs are of the last weeks. */
const day = fc
  .integer({ min: -1, max: 40 })
  .map((back) => new Date(Date.now() - back * 24 * HOUR_MS).toISOString().slice(0, 10));
const point = fc.oneof(
  day,
  day.map((text) => `${text}T12:30`),
  day.map((text) => `${text}T12:30:00Z`),
);

const date = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: "any" as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("range" as const), from: point, to: fc.option(point) }) },
  { weight: 1, arbitrary: day.map((text) => ({ kind: "range" as const, from: text, to: text })) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("last" as const),
      amount: fc.integer({ min: 1, max: 1000 }),
      unit: fc.constant("hour" as const),
    }),
  },
);

const queries: fc.Arbitrary<RunQuery> = fc
  .record({
    filters: values,
    without: fc.oneof(fc.constant({}), values),
    tag_all: fc.oneof(fc.constant([]), fc.subarray([...POOLS.tag], { minLength: 1 })),
    exported: fc.oneof({ weight: 8, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.boolean() }),
    differs: fc.oneof({ weight: 8, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.boolean() }),
    hidden: fc.constantFrom("exclude", "include", "only"),
    date,
    text: fc.oneof(
      fc.constant(""),
      fc.subarray(WORDS, { minLength: 1, maxLength: 2 }).map((words) => words.join(" ")),
    ),
  })
  .map(({ filters, ...rest }) => runQuerySchema.parse({ ...filters, ...rest }));

/** What a run has of each filter. */
function valuesOf(row: RunRow): Readonly<Record<ValueFilterName, readonly (string | null)[]>> {
  return {
    ...{ status: [row.status], risk: [row.risk_level], mode: [row.mode], tool: [row.tool_id] },
    ...{ material: [row.material_id], machine: [row.machine_id], event_type: [row.event_type] },
    ...{ batch_label: [row.batch_label], workflow_session: [row.workflow_session], tag: row.tags },
    ...{ parent: [parents.get(row.run_id) ?? null], review: [row.review], check: [row.verdict] },
    reason: [row.block_reason?.replaceAll(/\d+/g, "…") ?? null],
  };
}

/** A run held against a query by looking at each of its fields, with nothing of the catalog in it. */
function holds(row: RunRow, query: RunQuery): boolean {
  const own = valuesOf(row);
  const hasAny = (name: ValueFilterName, wanted: readonly string[]): boolean =>
    own[name].some((value) => value !== null && wanted.includes(value));
  const { from, to } = resolveQuery(query, moment);
  const time = (text: string): string => text.replace("Z", "").padEnd(26, text.includes(".") ? "0" : ".000000");
  const at = time(row.created_at_utc ?? "");
  const words = (row.note ?? "").normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().split(" ");
  return (
    VALUE_FILTER_NAMES.every((name) => query[name].length === 0 || hasAny(name, query[name])) &&
    VALUE_FILTER_NAMES.every((name) => !hasAny(name, query.without[name])) &&
    query.tag_all.every((tag) => row.tags.includes(tag)) &&
    query.exported !== true &&
    (query.differs === null || query.differs === row.differs) &&
    (query.hidden === "include" || row.hidden === (query.hidden === "only")) &&
    (from === null || at >= time(from)) &&
    (to === null || at <= time(to)) &&
    query.text
      .split(" ")
      .every((word) => words.some((own) => own.startsWith(word.normalize("NFD").replaceAll(/\p{M}/gu, ""))))
  );
}

/** The options that say the same, where options can. */
function optionsOf(query: RunQuery): readonly string[] | null {
  if (VALUE_FILTER_NAMES.some((name) => query.without[name].length > 0)) return null;
  const { from, to, text, exported, differs, hidden, tag_all: all } = resolveQuery(query, moment);
  const yesNo = (name: string, value: boolean | null): string[] =>
    value === null ? [] : [`--${name}`, value ? "yes" : "no"];
  return [
    ...VALUE_FILTER_NAMES.flatMap((name) => query[name].flatMap((value) => [`--${name.replace("_", "-")}`, value])),
    ...all.flatMap((tag) => ["--all-tags", tag]),
    ...(from === null ? [] : ["--from", from]),
    ...(to === null ? [] : ["--to", to]),
    ...(text === "" ? [] : ["--text", text]),
    ...yesNo("exported", exported),
    ...yesNo("differs", differs),
    ...(hidden === "exclude" ? [] : [hidden === "only" ? "--hidden-only" : "--hidden"]),
  ];
}

const sorted = (ids: readonly string[]): readonly string[] => [...ids].sort();

async function idsByCommand(...args: readonly string[]): Promise<readonly string[]> {
  const { out } = await runInProcess(folders, ["run", "list", "--limit", "500", "--json", ...args], { app });
  return sorted((JSON.parse(out) as { value: RunPage }).value.rows.map(({ run_id: runId }) => runId));
}

async function idsByChips(query: RunQuery): Promise<readonly string[]> {
  const page = await app.call("run.query", { filters: resolveQuery(query, moment), limit: 500 }, WINDOW);
  expect(page.rows).toHaveLength(page.total);
  return sorted(page.rows.map(({ run_id: runId }) => runId));
}

describe("the same query", () => {
  it("gives the same runs as chips, as text, on the command line and as a plain look at each run", async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(queries, async (query) => {
        const ids = sorted(rows.filter((row) => holds(row, query)).map(({ run_id: runId }) => runId));
        found += ids.length;
        const text = formatQuery(query);
        expect(parseQuery(text)).toEqual({ query, error: null });
        expect(await idsByChips(query)).toEqual(ids);
        expect(await idsByCommand("--query", text)).toEqual(ids);
        const options = optionsOf(query);
        if (options !== null) expect(await idsByCommand(...options)).toEqual(ids);
      }),
      { numRuns: 120 },
    );
    expect(found).toBeGreaterThan(100);
  }, 120_000);
});
