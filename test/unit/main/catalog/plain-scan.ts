import fc from "fast-check";
import type { EntryToApply } from "../../../../src/main/catalog/catalog-database.ts";
import { type RunFilters, runFiltersSchema } from "../../../../src/shared/operations/run-operations.ts";
import { VALUE_FILTER_NAMES, type ValueFilterName } from "../../../../src/shared/query/run-query.ts";
import { madeEvent, madeRun } from "./made-runs.ts";

/** A run as a test knows it: plain facts, from which records, events and the expected answers are made. */
export interface PlainRun {
  readonly runId: string;
  readonly at: string;
  readonly status: string;
  readonly risk: string | null;
  readonly mode: string;
  readonly tool: string | null;
  readonly material: string | null;
  readonly machine: string | null;
  readonly event: string | null;
  readonly batch: string | null;
  readonly session: string | null;
  readonly parent: string | null;
  readonly tags: readonly string[];
  readonly hidden: boolean;
  readonly review: string;
  readonly note: string | null;
  readonly reason: string | null;
  readonly percent: number | null;
}

const TIMES = ["2026-11-18T23:59:59.999999Z", "2026-11-19T00:00:00Z", "2026-11-19", "2026-11-20T10:00:00Z"];
const orNull = <Value>(...values: readonly Value[]) => fc.constantFrom<Value | null>(null, ...values);

const plainRun = fc.record({
  at: fc.oneof(
    fc.constantFrom(...TIMES, "2026-11-20T10:00:00.000001Z", "2026-11-20T10:00:00.000002Z"),
    fc.integer({ min: 0, max: 59 }).map((second) => `2026-11-20T11:00:${String(second).padStart(2, "0")}Z`),
  ),
  status: fc.constantFrom("OK", "BLOCKED", "ERROR"),
  risk: orNull("GREEN", "YELLOW", "RED", "UNKNOWN", "ERROR"),
  mode: fc.constantFrom("saw", "router"),
  tool: orNull("T1", "T2", "saw:veneer_160"),
  material: orNull("ebony", "楓"),
  machine: orNull("M1", "M2", "M3"),
  event: orNull("toolpaths", "saw_batch_plan"),
  batch: orNull("b1", "b 2"),
  session: orNull("s1", "s2"),
  parent: orNull("run_000", "run_gone"),
  tags: fc.uniqueArray(fc.constantFrom("retry", "checked", "blade"), { maxLength: 3 }),
  hidden: fc.boolean(),
  review: fc.constantFrom("none", "waiting", "approved"),
  note: orNull("chatter on the edge", "blade was dull", "Späne"),
  reason: orNull("Rim speed 6500 above 5200", "Rim speed 71 above 50", "Collision"),
  percent: orNull(0, 45, 92, 130),
});

/** Some runs, in the order in which they are recorded. Ids are shuffled against that order. */
export const plainRuns: fc.Arbitrary<readonly PlainRun[]> = fc
  .array(plainRun, { minLength: 1, maxLength: 40 })
  .map((runs) =>
    runs.map((run, at) => ({ ...run, runId: `run_${String((at * 17) % runs.length).padStart(3, "0")}_${at}` })),
  );

/** The entries that record these runs and what happened to them later. */
export function entriesOf(runs: readonly PlainRun[]): readonly EntryToApply[] {
  const entries: EntryToApply[] = [];
  const seq = (): number => entries.length;
  for (const run of runs) entries.push(madeRun(seq(), run.runId, recordOf(run)));
  for (const run of runs) {
    for (const tag of run.tags) entries.push(madeEvent(seq(), "run.tagged", run.runId, { tag }));
    if (run.hidden) entries.push(madeEvent(seq(), "run.hidden", run.runId));
    if (run.review === "waiting") entries.push(madeEvent(seq(), "review.requested", run.runId));
    if (run.review === "approved")
      entries.push(madeEvent(seq(), "review.decided", run.runId, { decision: "approved" }));
  }
  return entries;
}

function recordOf(run: PlainRun): Readonly<Record<string, unknown>> {
  return {
    created_at_utc: run.at,
    status: run.status,
    mode: run.mode,
    tool_id: run.tool,
    material_id: run.material,
    machine_id: run.machine,
    event_type: run.event,
    decision: { risk_level: run.risk, block_reason: run.reason },
    workflow_session_id: run.session,
    parent_run_id: run.parent,
    meta: run.batch === null ? {} : { batch_label: run.batch },
    notes: run.note,
    feasibility: run.percent === null ? {} : { speed: { value: run.percent, limit: 100, unit: "m/s" } },
  };
}

/** Microseconds since 1970. */
export function microsOf(run: PlainRun): number {
  const fraction = /\.(\d{6})Z$/.exec(run.at)?.[1] ?? "000000";
  return Date.parse(run.at.replace(/\.\d+/, "")) * 1000 + Number(fraction);
}

/** Why a blocked run counts as blocked. */
export function reasonNameOf(run: PlainRun): string | null {
  return run.status === "BLOCKED" ? (run.reason?.replaceAll(/\d+/g, "…") ?? null) : null;
}

const VALUES: Readonly<Record<ValueFilterName, (run: PlainRun) => readonly (string | null)[]>> = {
  status: (run) => [run.status],
  risk: (run) => [run.risk],
  mode: (run) => [run.mode],
  tool: (run) => [run.tool],
  material: (run) => [run.material],
  machine: (run) => [run.machine],
  event_type: (run) => [run.event],
  batch_label: (run) => [run.batch],
  workflow_session: (run) => [run.session],
  parent: (run) => [run.parent],
  review: (run) => [run.review],
  check: () => ["not-checked"],
  tag: (run) => run.tags,
  reason: (run) => [reasonNameOf(run)],
};

/** Whether a run holds the filters, told from its plain facts alone. */
export function holdsPlainly(run: PlainRun, filters: RunFilters): boolean {
  const has = (name: ValueFilterName, wanted: readonly string[]): boolean =>
    VALUES[name](run).some((value) => value !== null && wanted.includes(value));
  const us = microsOf(run);
  return (
    VALUE_FILTER_NAMES.every((name) => filters[name].length === 0 || has(name, filters[name])) &&
    VALUE_FILTER_NAMES.every((name) => !has(name, filters.without[name])) &&
    filters.tag_all.every((tag) => run.tags.includes(tag)) &&
    (filters.from === null || us >= boundOf(filters.from, 0)) &&
    (filters.to === null || us <= boundOf(filters.to, 86_399_999_999)) &&
    filters.exported !== true &&
    filters.differs !== true &&
    { exclude: !run.hidden, include: true, only: run.hidden }[filters.hidden] &&
    wordsHold(run, filters.text)
  );
}

function boundOf(text: string, dayEnd: number): number {
  return text.includes("T") ? Date.parse(text) * 1000 : Date.parse(text) * 1000 + dayEnd;
}

function wordsHold(run: PlainRun, text: string): boolean {
  const own = [run.runId, run.tool, run.material, run.machine, run.mode, run.note, run.reason, run.batch, run.session]
    .concat([...run.tags, run.parent])
    .filter((part) => part !== null)
    .flatMap((part) => folded(part).split(/[^\p{L}\p{N}]+/u));
  const wanted = folded(text)
    .split(/\s+/)
    .filter((word) => word !== "");
  return wanted.every((word) => own.some((known) => known.startsWith(word)));
}

function folded(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
}

/** The ids of the runs that hold the filters, newest first, ties by id. */
export function plainIds(runs: readonly PlainRun[], filters: RunFilters): readonly string[] {
  return runs
    .filter((run) => holdsPlainly(run, filters))
    .sort((one, other) => microsOf(other) - microsOf(one) || (one.runId < other.runId ? 1 : -1))
    .map(({ runId }) => runId);
}

const KNOWN_VALUES: Readonly<Record<ValueFilterName, readonly string[]>> = {
  status: ["OK", "BLOCKED", "ERROR"],
  risk: ["GREEN", "YELLOW", "RED", "UNKNOWN", "ERROR"],
  mode: ["saw", "router", "laser"],
  tool: ["T1", "T2", "saw:veneer_160", "none of these"],
  material: ["ebony", "楓"],
  machine: ["M1", "M2", "M3"],
  event_type: ["toolpaths", "saw_batch_plan"],
  batch_label: ["b1", "b 2", "b3"],
  workflow_session: ["s1", "s2"],
  parent: ["run_000", "run_gone"],
  review: ["none", "waiting", "approved", "rejected"],
  check: ["not-checked", "intact"],
  tag: ["retry", "checked", "blade", "new"],
  reason: ["Rim speed … above …", "Collision"],
};

const someValues = (name: ValueFilterName, often: number): fc.Arbitrary<readonly string[]> =>
  fc.oneof(
    { weight: often, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...KNOWN_VALUES[name]), { maxLength: 3 }) },
  );

const valueFilters = (often: number) =>
  fc.record(Object.fromEntries(VALUE_FILTER_NAMES.map((name) => [name, someValues(name, often)])));

/** Filters of every kind; few of them at a time, or nothing would be left. */
export const plainFilters: fc.Arbitrary<RunFilters> = fc
  .record({
    values: valueFilters(6),
    without: valueFilters(14),
    tag_all: someValues("tag", 6),
    from: fc.constantFrom(null, null, null, "2026-11-19", "2026-11-20T10:00:00Z"),
    to: fc.constantFrom(null, null, null, "2026-11-19", "2026-11-20T11:00:30Z"),
    exported: fc.constantFrom(null, null, null, false, true),
    differs: fc.constantFrom(null, null, null, false),
    hidden: fc.constantFrom("exclude", "exclude", "include", "only"),
    text: fc.constantFrom("", "", "", "chat", "blade", "spa", "saw", "edge chatter", "T1 saw", "vene", "zzz"),
  })
  .map(({ values, ...rest }) => runFiltersSchema.parse({ ...values, ...rest }));
