import { makeLinks } from "../../src/main/catalog/run-links.ts";
import type { RunSummary } from "../../src/main/catalog/run-summary.ts";
import { searchText } from "../../src/main/catalog/search-words.ts";
import { utcMicrosText } from "../../src/main/catalog/utc-micros.ts";
import type { RunRow } from "../../src/shared/operations/run-operations.ts";

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
  let createdUs = FIRST_DAY_US;
  let earlier: string | null = null;
  for (let number = 1; number <= count; number++) {
    createdUs += 1 + Math.floor((-Math.log(1 - random()) * DAY_US) / (perDay * seasonOf(createdUs)));
    // One run in fifty shares its microsecond with the one before.
    if (random() < 0.02) createdUs -= 1;
    const run: GeneratedRun = generateRun(random, { number, createdUs, earlier });
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
): GeneratedRun {
  const mode = skewed(random, MODES);
  const risk = random();
  const riskLevel = risk < 0.8 ? "GREEN" : risk < 0.93 ? "YELLOW" : risk < 0.985 ? "RED" : "UNKNOWN";
  const status = riskLevel === "GREEN" ? "OK" : random() < 0.08 ? "ERROR" : riskLevel === "YELLOW" ? "OK" : "BLOCKED";
  const ownTools = TOOLS.filter((tool) => tool.startsWith(mode));
  const ms = Math.floor(place.createdUs / 1000);
  return {
    runId: `run_${ms.toString(16).padStart(12, "0")}7${hex(random, 3)}8${hex(random, 15)}`,
    runNumber: `A-${place.number}`,
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
    path: `${createdAt.slice(0, 10)}/${run.runId}.json`,
    problem: null,
  };
  const names = [run.toolId, run.materialId, run.machineId, run.mode];
  const text = searchText([
    ...[run.runId, run.runNumber, ...names, run.note, run.blockReason, ...run.warnings],
    ...[run.batchLabel, run.sessionId, run.parentRunId],
  ]);
  const reason = run.blockReason?.replaceAll(/[0-9]+/g, "…") ?? null;
  return {
    summary: { row, createdUs: run.createdUs, links, words: text, reason, result: null },
    sortUs: run.createdUs,
  };
}

/** The record of a made-up run as UTF-8, in the shape of those written here (two-space indent, final newline). */
export function generatedRecord(run: GeneratedRun): Buffer {
  const feasibility = { risk_level: run.riskLevel, score: 87.5, rules_triggered: [], warnings: run.warnings };
  const record = {
    run_id: run.runId,
    created_at_utc: utcMicrosText(run.createdUs),
    request_id: null,
    mode: run.mode,
    tool_id: run.toolId,
    status: run.status,
    request_summary: {},
    feasibility,
    decision: {
      risk_level: run.riskLevel,
      score: 87.5,
      block_reason: run.blockReason,
      warnings: run.warnings,
      details: {},
    },
    hashes: { feasibility_sha256: run.runId.slice(4).repeat(2), toolpaths_sha256: null, gcode_sha256: null },
    outputs: { gcode_text: "G90\nG21\nG0 X0 Y0\n", opplan_json: null },
    lineage: null,
    advisory_inputs: [],
    explanation_status: "NONE",
    explanation_summary: null,
    attachments: null,
    meta: run.batchLabel === null ? {} : { batch_label: run.batchLabel },
    workflow_session_id: run.sessionId,
    material_id: run.materialId,
    machine_id: run.machineId,
    event_type: run.eventType,
    parent_run_id: run.parentRunId,
    notes: run.note,
    errors: null,
    schema_version: "rmos.run/3",
    run_number: run.runNumber,
  };
  return Buffer.from(`${JSON.stringify(record, null, 2)}\n`);
}
