import { makeLinks } from "../../src/main/catalog/run-links.ts";
import type { RunSummary } from "../../src/main/catalog/run-summary.ts";
import { searchText } from "../../src/main/catalog/search-words.ts";
import { utcMicrosText } from "../../src/main/catalog/utc-micros.ts";
import { recordPath } from "../../src/main/store/store-layout.ts";
import type { RunRow } from "../../src/shared/operations/run-operations.ts";
import type { RunId } from "../../src/shared/run-id.ts";
import { formatRunNumber } from "../../src/shared/run-number.ts";

/** A made-up run, as plain facts that a record or a row is made from. */
export interface GeneratedRun {
  readonly runId: string;
  readonly runNumber: string;
  readonly createdUs: number;
  readonly status: NonNullable<RunRow["status"]>;
  readonly riskLevel: NonNullable<RunRow["risk_level"]>;
  readonly mode: string;
  readonly toolId: string;
  readonly materialId: string | null;
  readonly machineId: string;
  readonly eventType: string;
  readonly blockReason: string | null;
  readonly warnings: readonly string[];
  readonly note: string | null;
  readonly batchLabel: string | null;
  readonly sessionId: string | null;
  readonly parentRunId: string | null;
  /** The measured value nearest to its limit, in percent of that; null where nothing was measured. */
  readonly limitPercent: number | null;
  /** The run before it in its batch, by which batch steps name each other. */
  readonly stepBefore: string | null;
  /** Digest of what was asked for; some runs ask for what an earlier one asked for. */
  readonly inputsHash: string | null;
  /** Digest of the toolpaths; null where none were made. Equal inputs do not always give an equal one. */
  readonly toolpathsSha256: string | null;
  /** Added after recording. */
  readonly tag: string | null;
  readonly laterNote: string | null;
  readonly hidden: boolean;
  readonly operator: string;
}

const DAY_US = 86_400_000_000;
const FIRST_DAY_US = Date.UTC(2023, 0, 2) * 1000;

const MODES = ["saw", "router", "cam", "drill", "laser", "art_studio"];
const TOOLS = Array.from(
  { length: 180 },
  (_, index) => `${MODES[index % 6]}:${["veneer", "T", "kerf"][index % 3]}_${index}`,
);
const MATERIALS = ["ebony", "rosewood", "maple", "spruce", "mahogany", "walnut", "cedar", "Ahorn", "楓", "cocobolo"];
const MACHINES = Array.from({ length: 14 }, (_, index) => `M${index + 1}`);
const EVENTS = [
  "toolpaths",
  "approval",
  "saw_batch_plan",
  "saw_batch_decision",
  "saw_batch_op_toolpaths",
  "fork_replay",
];
const REASONS = [
  "Risk level RED - operation blocked",
  "Rim speed 6500 above 5200",
  "Grenzwert überschritten",
  "Completeness guard: missing required fields - decision.risk_level",
];
const NOTE_WORDS = (
  "vibration chatter kerf burn edge tearout feed slow blade dull coolant noise retry operator checked depth pass clamp " +
  "loose fixture zero offset probe Späne Fräser geprüft Schwingung ébréchure arête 振動 刃こぼれ 确认 №5 😀"
).split(" ");

const TAGS = ["setup", "rework", "first article", "customer", "scrap", "Muster", "試作"];
const OPERATORS = ["u_maria", "u_jan", "u_sato", "u_okafor", "u_lena", "u_night"];

/** Numbers in [0, 1) that are the same in every run of the program. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A few values often, many rarely: what a shop looks like. */
function skewed<Value>(random: () => number, values: readonly Value[]): Value {
  const index = Math.floor(random() ** 2.5 * values.length);
  return values[Math.min(index, values.length - 1)] as Value;
}

function hex(random: () => number, digits: number): string {
  let text = "";
  while (text.length < digits)
    text += Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, "0");
  return text.slice(0, digits);
}

/**
 * `count` runs, oldest first, over about three years: the same for the same seed, and the first runs of a longer list
 * are those of a shorter one with the same `perDay`. Working days are fuller than weekends, and the shop is closed in
 * August and at Christmas.
 */
export function* generateRuns(
  count: number,
  seed: number,
  perDay = Math.max(1, count / 1000),
): Generator<GeneratedRun> {
  const random = mulberry32(seed);
  const afterwards = new Afterwards(seed);
  let createdUs = FIRST_DAY_US;
  let earlier: string | null = null;
  for (let number = 1; number <= count; number++) {
    createdUs += 1 + Math.floor((-Math.log(1 - random()) * DAY_US) / (perDay * seasonOf(createdUs)));
    // One run in fifty shares its microsecond with the one before.
    if (random() < 0.02) createdUs -= 1;
    const run: GeneratedRun = afterwards.complete(generateRun(random, { number, createdUs, earlier }));
    if (random() < 0.1) earlier = run.runId;
    yield run;
  }
}

function seasonOf(createdUs: number): number {
  const date = new Date(createdUs / 1000);
  const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
  const holiday = date.getUTCMonth() === 7 || (date.getUTCMonth() === 11 && date.getUTCDate() > 22);
  return (weekend ? 0.15 : 1.3) * (holiday ? 0.2 : 1.1);
}

function generateRun(
  random: () => number,
  place: { readonly number: number; readonly createdUs: number; readonly earlier: string | null },
): PlainRun {
  const mode = skewed(random, MODES);
  const risk = random();
  const riskLevel = risk < 0.8 ? "GREEN" : risk < 0.93 ? "YELLOW" : risk < 0.985 ? "RED" : "UNKNOWN";
  const status = riskLevel === "GREEN" ? "OK" : random() < 0.08 ? "ERROR" : riskLevel === "YELLOW" ? "OK" : "BLOCKED";
  const ownTools = TOOLS.filter((tool) => tool.startsWith(mode));
  const ms = Math.floor(place.createdUs / 1000);
  return {
    runId: `run_${ms.toString(16).padStart(12, "0")}7${hex(random, 3)}8${hex(random, 15)}`,
    runNumber: formatRunNumber(place.number),
    createdUs: place.createdUs,
    status,
    riskLevel,
    mode,
    toolId: skewed(random, random() < 0.9 ? ownTools : TOOLS),
    materialId: random() < 0.97 ? skewed(random, MATERIALS) : null,
    machineId: skewed(random, MACHINES),
    eventType: skewed(random, EVENTS),
    blockReason: status === "BLOCKED" ? skewed(random, REASONS) : null,
    warnings: random() < 0.15 ? [words(random, 4)] : [],
    note: random() < 0.25 ? words(random, 3 + Math.floor(random() * 8)) : null,
    batchLabel: random() < 0.4 ? `batch-${Math.floor(place.number / 12)}` : null,
    sessionId: random() < 0.5 ? `sess_${Math.floor(place.number / 7)}` : null,
    parentRunId: random() < 0.2 ? place.earlier : null,
    limitPercent: limitPercentOf(riskLevel, random()),
  };
}

type PlainRun = Omit<GeneratedRun, keyof LaterFacts>;
type LaterFacts = Pick<
  GeneratedRun,
  "stepBefore" | "inputsHash" | "toolpathsSha256" | "tag" | "laterNote" | "hidden" | "operator"
>;

/** Facts that tie runs together or came after them, from numbers of their own: the plain facts stay what they are without them. */
class Afterwards {
  readonly #random: () => number;
  readonly #made: { readonly inputs: string; readonly toolpaths: string }[] = [];
  #lastOfBatch: { readonly label: string; readonly runId: string } | null = null;

  constructor(seed: number) {
    this.#random = mulberry32(seed ^ 0x5bd1e995);
  }

  complete(run: PlainRun): GeneratedRun {
    const random = this.#random;
    const made = run.status === "OK" && random() < 0.7 ? this.#work() : null;
    return {
      ...run,
      stepBefore: this.#stepBefore(run),
      inputsHash: made?.inputs ?? null,
      toolpathsSha256: made?.toolpaths ?? null,
      tag: random() < 0.04 ? skewed(random, TAGS) : null,
      laterNote: random() < 0.02 ? words(random, 5) : null,
      hidden: random() < 0.005,
      operator: skewed(random, OPERATORS),
    };
  }

  #stepBefore({ batchLabel, runId }: PlainRun): string | null {
    if (batchLabel === null) return null;
    const before = this.#lastOfBatch?.label === batchLabel ? this.#lastOfBatch.runId : null;
    this.#lastOfBatch = { label: batchLabel, runId };
    return before;
  }

  /** One run in twenty repeats an earlier one, and one in ten of those gets something else out of it. */
  #work(): { readonly inputs: string; readonly toolpaths: string } {
    const random = this.#random;
    const again = random() < 0.05 ? this.#made[Math.floor(random() * this.#made.length)] : undefined;
    if (again !== undefined) return random() < 0.1 ? { ...again, toolpaths: hex(random, 64) } : again;
    const work = { inputs: hex(random, 64), toolpaths: hex(random, 64) };
    this.#made[this.#made.length < REPEATED_WORK ? this.#made.length : Math.floor(random() * REPEATED_WORK)] = work;
    return work;
  }
}

/** So many pieces of work are remembered, to be repeated. */
const REPEATED_WORK = 500;

function limitPercentOf(riskLevel: string, chance: number): number | null {
  if (riskLevel === "UNKNOWN") return null;
  const from = riskLevel === "RED" ? 101 : riskLevel === "YELLOW" ? 88 : 30;
  return from + Math.floor(chance * (riskLevel === "GREEN" ? 58 : 12));
}

function words(random: () => number, count: number): string {
  return Array.from({ length: count }, () => skewed(random, NOTE_WORDS)).join(" ");
}

/** The row of a made-up run and its sort key, without the detour through a record. */
export function generatedSummary(run: GeneratedRun): { readonly summary: RunSummary; readonly sortUs: number } {
  const createdAt = utcMicrosText(run.createdUs);
  const links = makeLinks({
    session: run.sessionId === null ? [] : [run.sessionId],
    parent: run.parentRunId === null ? [] : [run.parentRunId],
    batch: run.batchLabel === null ? [] : [run.batchLabel],
    step: run.stepBefore === null ? [] : [run.stepBefore],
    inputs: run.inputsHash === null ? [] : [run.inputsHash],
  });
  const row: RunRow = {
    run_id: run.runId,
    run_number: run.runNumber,
    created_at_utc: createdAt,
    status: run.status,
    risk_level: run.riskLevel,
    mode: run.mode,
    tool_id: run.toolId,
    material_id: run.materialId,
    machine_id: run.machineId,
    event_type: run.eventType,
    block_reason: run.blockReason,
    explanation_status: "NONE",
    review: "none",
    verdict: "not-checked",
    checked_at: null,
    advisory_count: 0,
    attachment_count: 0,
    tags: [],
    hidden: false,
    note: run.note,
    batch_label: run.batchLabel,
    workflow_session: run.sessionId,
    limit_percent: run.limitPercent,
    differs: false,
    path: recordPath(createdAt, run.runId as RunId),
    problem: null,
  };
  const names = [run.toolId, run.materialId, run.machineId, run.mode];
  const text = searchText([
    ...[run.runId, run.runNumber, ...names, run.note, run.blockReason, ...run.warnings],
    ...[run.batchLabel, run.sessionId, run.parentRunId],
  ]);
  const reason = run.blockReason?.replaceAll(/[0-9]+/g, "…") ?? null;
  return {
    summary: { row, createdUs: run.createdUs, links, words: text, reason, result: resultOf(run) },
    sortUs: run.createdUs,
  };
}

function resultOf({ toolpathsSha256 }: GeneratedRun): string | null {
  return toolpathsSha256 === null ? null : `${toolpathsSha256.slice(0, 16)} -`;
}
