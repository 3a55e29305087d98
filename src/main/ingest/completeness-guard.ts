import type { Violation } from "../../shared/operations/run-operations.ts";
import { RISK_LEVELS, type RiskLevel } from "../../shared/verdicts.ts";
import { JsonNumber, type JsonValue } from "../canonical/json-value.ts";
import { jsonTypeName } from "./field-reader.ts";
import { quotedText } from "./quoted-text.ts";
import type { RecordHashes } from "./request-digests.ts";
import { ASSERTED_HASHES, type RunRequest } from "./run-request.ts";

/** The older system's own words: its records and ours are searched together. */
const FEASIBILITY_MISSING: Violation = {
  field: "hashes.feasibility_sha256",
  reason: "Required for audit trail - hash of server-computed feasibility",
};
const RISK_LEVEL_MISSING: Violation = {
  field: "decision.risk_level",
  reason: "Required for safety classification - must be GREEN, YELLOW, RED, UNKNOWN, or ERROR",
};

const LOWEST_SCORE = 0;
const HIGHEST_SCORE = 100;

/** What the guard made of a request: the decision as it can be recorded, and what it lacks. */
export interface Completeness {
  /** ERROR where the request names none that is known. */
  readonly riskLevel: RiskLevel;
  /** Null, or a number from 0 to 100 in its own spelling. */
  readonly score: JsonNumber | null;
  /** In the order: feasibility, risk level, score, asserted digests. */
  readonly violations: readonly Violation[];
}

/** Judges whether a request says all that a record must say. Source: older-stores, record of the completeness guard. */
export function checkCompleteness(request: RunRequest, hashes: RecordHashes): Completeness {
  const violations: Violation[] = [];
  if (request.feasibility === null) violations.push(FEASIBILITY_MISSING);
  const riskLevel = findRiskLevel(decidedRiskLevel(request));
  if (riskLevel === null) violations.push(RISK_LEVEL_MISSING);
  const score = judgeScore(request, violations);
  violations.push(...differingHashes(request, hashes));
  return { riskLevel: riskLevel ?? "ERROR", score, violations };
}

/** The risk level that the feasibility names itself; null when it names none that is known. */
export function feasibilityRiskLevel(request: RunRequest): RiskLevel | null {
  return findRiskLevel(request.feasibility?.value.get("risk_level") ?? null);
}

function decidedRiskLevel(request: RunRequest): JsonValue {
  return request.decision.riskLevel ?? request.feasibility?.value.get("risk_level") ?? null;
}

/** The older reader upper-cases what it reads, so other spellings of a level were always let pass. */
function findRiskLevel(value: JsonValue): RiskLevel | null {
  if (typeof value !== "string") return null;
  const name = value.trim().toUpperCase();
  return RISK_LEVELS.find((level) => level === name) ?? null;
}

/** The decision's score, else the one of the feasibility it was made from, if the older reader can take it. */
function judgeScore(request: RunRequest, violations: Violation[]): JsonNumber | null {
  const decided = request.decision.score;
  if (decided === null) {
    const evaluated = request.feasibility?.value.get("score") ?? null;
    return isScore(evaluated) ? evaluated : null;
  }
  if (isScore(decided)) return decided;
  violations.push({ field: "decision.score", reason: `Must be a number from 0 to 100, not ${shown(decided)}` });
  return null;
}

function isScore(value: JsonValue): value is JsonNumber {
  if (!(value instanceof JsonNumber)) return false;
  const score = value.asDouble();
  return score >= LOWEST_SCORE && score <= HIGHEST_SCORE;
}

function shown(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.text.slice(0, 40);
  return typeof value === "string" ? quotedText(value) : jsonTypeName(value);
}

function differingHashes(request: RunRequest, hashes: RecordHashes): Violation[] {
  const violations: Violation[] = [];
  for (const name of ASSERTED_HASHES) {
    const asserted = request.assertedHashes[name];
    const computed = hashes[name] ?? null;
    if (asserted === null || asserted.toLowerCase() === computed) continue;
    violations.push({
      field: `hashes.${name}`,
      reason: `The request asserts ${quotedText(asserted)}, but what was received has ${computed ?? "no such digest"}`,
    });
  }
  return violations;
}
