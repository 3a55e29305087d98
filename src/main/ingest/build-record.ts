import type { Violation } from "../../shared/operations/run-operations.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import type { RiskLevel, RunStatus } from "../../shared/verdicts.ts";
import { type JsonObject, type JsonValue, jsonNumber, jsonObject } from "../canonical/json-value.ts";
import { printJson } from "../canonical/print-json.ts";
import { type Completeness, checkCompleteness, feasibilityRiskLevel } from "./completeness-guard.ts";
import { applyGate, GATE_POLICY_ID, type GateAnswer } from "./gate-policy.ts";
import { withMembers } from "./json-members.ts";
import { isKeptInline } from "./request-attachments.ts";
import { digestRequest, type RecordHashes } from "./request-digests.ts";
import type { RunRequest } from "./run-request.ts";

/** The form of the records written here. */
export const RECORD_SCHEMA_VERSION = "rmos.run/3";

/** A file of the run, as its record lists it. */
export interface RecordAttachment {
  readonly sha256: Sha256;
  readonly kind: string;
  readonly mime: string;
  readonly filename: string;
  readonly sizeBytes: number;
}

/** What a record says that its request does not. */
export interface RecordContext {
  readonly runId: string;
  /** UTC with `Z` and six fraction digits. */
  readonly createdAtUtc: string;
  readonly runNumber: string;
  readonly storeId: string;
  readonly workstationId: string;
  readonly recordedBy: string;
  readonly requestId: string;
  /** Stored already, in the order the record lists them. */
  readonly attachments: readonly RecordAttachment[];
  /** What is wrong with files that the request names. */
  readonly fileViolations: readonly Violation[];
}

/** A record and what is to be said about it. */
export interface BuiltRecord {
  readonly bytes: Buffer;
  readonly status: RunStatus;
  readonly riskLevel: RiskLevel;
  readonly hashes: RecordHashes;
  /** Empty for a complete record. */
  readonly completeness: readonly Violation[];
}

interface Judgement extends Completeness {
  readonly gate: GateAnswer;
  readonly hashes: RecordHashes;
}

/**
 * The record of a request: every field of the older system in its order, then ours; two-space JSON with a final newline; numbers as
 * they were received. The same request and context give the same bytes. Source: store-format, "The record".
 */
export function buildRecord(request: RunRequest, context: RecordContext): BuiltRecord {
  const judgement = judge(request, context);
  const { hashes, violations, riskLevel, gate } = judgement;
  const record = jsonObject([
    ["run_id", context.runId],
    ["created_at_utc", context.createdAtUtc],
    ["request_id", context.requestId],
    ["mode", request.mode],
    ["tool_id", request.toolId],
    ["status", gate.status],
    ["request_summary", request.summary],
    ["feasibility", request.feasibility?.value ?? jsonObject([])],
    ["decision", decisionOf(request, judgement)],
    ["hashes", jsonObject(Object.entries(hashes))],
    ["outputs", outputsOf(request)],
    ["lineage", lineageOf(request)],
    ...PRESENT_STATE_DEFAULTS,
    ["attachments", attachmentsOf(context)],
    ["meta", metaOf(request, violations)],
    ...copiedFields(request, gate),
    ["schema_version", RECORD_SCHEMA_VERSION],
    ["store_id", context.storeId],
    ["workstation_id", context.workstationId],
    ["run_number", context.runNumber],
    ["recorded_by", context.recordedBy],
    ["request_hash", request.requestHash],
    ["completeness", violations.map(violationObject)],
    ["inputs_hash", request.inputsHash],
  ]);
  const bytes = Buffer.from(`${printJson(record, 2)}\n`, "utf8");
  return { bytes, status: gate.status, riskLevel, hashes, completeness: violations };
}

/** Fields whose present value is folded from links and ledger; a record says how they began. */
const PRESENT_STATE_DEFAULTS: readonly (readonly [string, JsonValue])[] = [
  ["advisory_inputs", []],
  ["explanation_status", "NONE"],
  ["explanation_summary", null],
  ["advisory_reviews", null],
  ["manufacturing_candidates", null],
  ["source_advisory_id", null],
];

function judge(request: RunRequest, context: RecordContext): Judgement {
  const hashes = digestRequest(request);
  const found = checkCompleteness(request, hashes);
  const lacking = [...found.violations, ...context.fileViolations];
  const gate = applyGate({
    askedStatus: request.status,
    askedReason: request.decision.blockReason,
    riskLevel: found.riskLevel,
    feasibilityRiskLevel: feasibilityRiskLevel(request),
    problems: request.problems,
    violations: lacking,
  });
  const riskLevel = request.problems.length > 0 ? "ERROR" : found.riskLevel;
  return { ...found, riskLevel, violations: [...request.problems, ...lacking], gate, hashes };
}

function decisionOf(request: RunRequest, { riskLevel, score, gate, violations }: Judgement): JsonObject {
  const { details } = request.decision;
  const warnings = violations.map(({ field, reason }) => `Completeness violation: ${field}: ${reason}`);
  const given: [string, JsonValue][] =
    score === null && request.decision.score !== null ? [["score_given", request.decision.score]] : [];
  return jsonObject([
    ["risk_level", riskLevel],
    ["score", score],
    ["block_reason", gate.blockReason],
    ["warnings", [...givenWarnings(request), ...warnings]],
    [
      "details",
      violations.length === 0
        ? details
        : withMembers(details, [["violations", violations.map(violationObject)], ...given]),
    ],
  ]);
}

/** Those of the decision; where there is none, those of the feasibility it would have been made from. */
function givenWarnings(request: RunRequest): readonly string[] {
  if (request.decision.warnings !== null) return request.decision.warnings;
  const evaluated = request.feasibility?.value.get("warnings");
  return Array.isArray(evaluated) ? evaluated.filter((warning) => typeof warning === "string") : [];
}

function outputsOf(request: RunRequest): JsonObject {
  const { gcodeText, opplan, paths } = request.outputs;
  return jsonObject([
    ["gcode_text", gcodeText !== null && isKeptInline(Buffer.byteLength(gcodeText)) ? gcodeText : null],
    ["opplan_json", opplan !== null && isKeptInline(opplan.bytes.byteLength) ? opplan.value : null],
    ["gcode_path", paths.gcode_path],
    ["opplan_path", paths.opplan_path],
    ["preview_svg_path", paths.preview_svg_path],
  ]);
}

function lineageOf(request: RunRequest): JsonObject | null {
  return request.parentPlanRunId === null ? null : jsonObject([["parent_plan_run_id", request.parentPlanRunId]]);
}

function attachmentsOf({ attachments, createdAtUtc }: RecordContext): JsonValue {
  if (attachments.length === 0) return null;
  return attachments.map((attachment) =>
    jsonObject([
      ["sha256", attachment.sha256],
      ["kind", attachment.kind],
      ["mime", attachment.mime],
      ["filename", attachment.filename],
      ["size_bytes", jsonNumber(String(attachment.sizeBytes))],
      ["created_at_utc", createdAtUtc],
    ]),
  );
}

/** What the request says, and beside it the guard's mark (as the older system sets it) and the fields we have no place for. */
function metaOf(request: RunRequest, violations: readonly Violation[]): JsonObject {
  const added: [string, JsonValue][] = [];
  if (violations.length > 0) {
    added.push(["completeness_guard", true], ["violation_count", jsonNumber(String(violations.length))]);
  }
  if (request.extraFields.size > 0) added.push(["extra_fields", request.extraFields]);
  return withMembers(request.meta, added);
}

function copiedFields(request: RunRequest, gate: GateAnswer): readonly (readonly [string, JsonValue])[] {
  const { copied } = request;
  const namesGate = copied.gate_policy_id !== null || copied.gate_decision !== null;
  return [
    ["workflow_session_id", copied.workflow_session_id],
    ["material_id", copied.material_id],
    ["machine_id", copied.machine_id],
    ["workflow_mode", copied.workflow_mode],
    ["toolchain_id", copied.toolchain_id],
    ["post_processor_id", copied.post_processor_id],
    ["geometry_ref", copied.geometry_ref],
    ["geometry_hash", copied.geometry_hash],
    ["event_type", request.eventType],
    ["parent_run_id", copied.parent_run_id],
    ["drift_detected", request.driftDetected],
    ["drift_summary", request.driftSummary],
    ["gate_policy_id", namesGate ? copied.gate_policy_id : GATE_POLICY_ID],
    ["gate_decision", namesGate ? copied.gate_decision : gate.decision],
    ["engine_version", copied.engine_version],
    ["toolchain_version", copied.toolchain_version],
    ["config_fingerprint", copied.config_fingerprint],
    ["notes", copied.notes],
    ["errors", errorsOf(request)],
  ];
}

function errorsOf(request: RunRequest): JsonValue {
  const problems = request.problems.map(({ field, reason }) => `${field}: ${reason}`);
  if (problems.length === 0) return request.errors === null ? null : [...request.errors];
  return [...problems, ...(request.errors ?? [])];
}

function violationObject({ field, reason }: Violation): JsonObject {
  return jsonObject([
    ["field", field],
    ["reason", reason],
  ]);
}
