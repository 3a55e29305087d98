import { canonicalDigest } from "../../src/main/canonical/canonical-form.ts";
import { sha256Hex } from "../../src/main/canonical/digest.ts";
import { utcMicrosText } from "../../src/main/catalog/utc-micros.ts";
import type { GeneratedRun } from "./run-generator.ts";

/** Bytes of a record before anything is added to its plan and its G-code. */
const BARE_BYTES = 2_300;
const OPERATION_BYTES = 330;
const GCODE_LINE_BYTES = 27;
const POOL = 400;
const NOWHERE = { storeId: "store", workstationId: "station" };

/**
 * The record of a made-up run as UTF-8, in the shape of those written here (two-space indent, final newline). On average `meanBytes` long:
 * most are shorter, few are four times as long.
 */
export function generatedRecord(
  run: GeneratedRun,
  meanBytes = 8_000,
  { storeId, workstationId }: { readonly storeId: string; readonly workstationId: string } = NOWHERE,
): Buffer {
  const feasibility = feasibilityOf(run);
  const gcode = gcodeOf(run, meanBytes);
  const rest = Math.max(0, meanBytes - BARE_BYTES) * sizeShare(run);
  const record = {
    run_id: run.runId,
    created_at_utc: utcMicrosText(run.createdUs),
    request_id: `req_${run.runId.slice(-12)}`,
    mode: run.mode,
    tool_id: run.toolId,
    status: run.status,
    request_summary: { tool: { diameter_mm: 6.35, flutes: 2, rpm: 18_000 }, design: { kind: "rosette", rings: 5 } },
    feasibility,
    decision: {
      risk_level: run.riskLevel,
      score: 87.5,
      block_reason: run.blockReason,
      warnings: run.warnings,
      details: { rule: "R12" },
    },
    hashes: {
      feasibility_sha256: canonicalDigest(Buffer.from(JSON.stringify(feasibility))),
      toolpaths_sha256: null,
      gcode_sha256: gcode === null ? null : sha256Hex(gcode),
    },
    outputs: {
      gcode_text: gcode,
      opplan_json: { unit: "mm", v: 1, ops: operations(run, Math.floor((rest * 0.6) / OPERATION_BYTES)) },
    },
    lineage: null,
    advisory_inputs: [],
    explanation_status: "NONE",
    explanation_summary: null,
    attachments: null,
    meta: metaOf(run),
    workflow_session_id: run.sessionId,
    material_id: run.materialId,
    machine_id: run.machineId,
    event_type: run.eventType,
    parent_run_id: run.parentRunId,
    inputs_hash: run.inputsHash,
    store_id: storeId,
    workstation_id: workstationId,
    request_hash: run.runId.slice(4).repeat(2),
    completeness: [],
    engine_version: "2.3.1",
    notes: run.note,
    errors: null,
    schema_version: "rmos.run/3",
    run_number: run.runNumber,
  };
  return Buffer.from(`${JSON.stringify(record, null, 2)}\n`);
}

function metaOf({ batchLabel, stepBefore }: GeneratedRun): object {
  if (batchLabel === null) return {};
  return stepBefore === null ? { batch_label: batchLabel } : { batch_label: batchLabel, parent_id: stepBefore };
}

/** Six measured values; the first is the one nearest to its limit. */
function feasibilityOf({ limitPercent, riskLevel, runId, warnings }: GeneratedRun): object {
  const measured = (share: number, limit: number) => ({ value: ((share + 0.5) * limit) / 100, limit, risk: riskLevel });
  const low = Number.parseInt(runId.slice(-2), 16) % 30;
  return {
    risk_level: riskLevel,
    score: 87.5,
    warnings,
    rules_triggered: [],
    calculator_results:
      limitPercent === null
        ? {}
        : {
            rim_speed: measured(limitPercent, 52),
            chipload: measured(low, 12.5),
            heat: measured(Math.min(low + 3, limitPercent), 180),
            deflection: measured(Math.min(low + 7, limitPercent), 0.4),
            kickback: measured(1, 30),
          },
  };
}

/** From 0 to 4, one on average, skewed: the same for the same run. */
function sizeShare({ runId }: GeneratedRun): number {
  const chance = Number.parseInt(runId.slice(-6), 16) / 0x100_0000;
  return 4 * chance ** 3;
}

const OPERATIONS = Array.from({ length: POOL }, (_, index) => ({
  op: ["profile", "pocket", "drill"][index % 3],
  depth: -0.5 - (index % 19) * 0.618_033_988_749_895,
  feed: 600 + index * 3,
  tabs: null,
  note: index % 7 === 0 ? "Kante prüfen – 刃 outline first" : "outline first",
  bounds: { x0: 0, y0: 0, x1: 12.5 + index * 0.317, y1: 90 - index * 0.117_3 },
}));

const GCODE = Array.from(
  { length: POOL },
  (_, index) => `G1 X${(index * 0.487).toFixed(3)} Y${(90 - index * 0.213).toFixed(3)} F1200\n`,
).join("");

function operations({ createdUs }: GeneratedRun, count: number): readonly object[] {
  return Array.from({ length: count }, (_, index) => OPERATIONS[(createdUs + index) % POOL] ?? {});
}

/** The same toolpaths give the same G-code. */
function gcodeOf({ toolpathsSha256 }: GeneratedRun, meanBytes: number): string | null {
  if (toolpathsSha256 === null) return null;
  const place = Number.parseInt(toolpathsSha256.slice(0, 8), 16);
  const lines = Math.floor((((place % 1000) / 500) * 0.4 * Math.max(0, meanBytes - BARE_BYTES)) / GCODE_LINE_BYTES);
  return `(${toolpathsSha256.slice(0, 12)})\nG90\nG21\n${gcodeLines(place, lines)}M30\n`;
}

function gcodeLines(place: number, count: number): string {
  const length = count * GCODE_LINE_BYTES;
  const start = GCODE.indexOf("\n", (place % POOL) * 10) + 1;
  const text = GCODE.repeat(Math.ceil((start + length) / GCODE.length) + 1);
  return text.slice(start, text.indexOf("\n", start + length) + 1);
}
