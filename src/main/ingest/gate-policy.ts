import type { Violation } from "../../shared/operations/run-operations.ts";
import type { RiskLevel, RunStatus } from "../../shared/verdicts.ts";

/** Names the rules below in every record they judged. */
export const GATE_POLICY_ID = "rmos.gate/1";

/** What a record of a run whose request does not name another gate says about the gate. */
export type GateDecision = "ALLOWED" | "BLOCKED";

/** All that the gate looks at. */
export interface GateQuestion {
  readonly askedStatus: RunStatus;
  readonly askedReason: string | null;
  readonly riskLevel: RiskLevel;
  /** What the feasibility itself says; a decision cannot talk it down. Null when it names no known level. */
  readonly feasibilityRiskLevel: RiskLevel | null;
  /** What could not be understood. */
  readonly problems: readonly Violation[];
  /** What is missing or contradicts itself. */
  readonly violations: readonly Violation[];
}

/** How the run ends, and why in words. */
export interface GateAnswer {
  readonly status: RunStatus;
  readonly decision: GateDecision;
  readonly blockReason: string | null;
}

/**
 * Decides how a run ends: never softer than asked. RED, UNKNOWN and ERROR never end as OK, nor does a request that is not complete;
 * one that could not be understood ends as ERROR. Source: operations, "The run request".
 */
export function applyGate(question: GateQuestion): GateAnswer {
  const status = statusOf(question);
  return { status, decision: status === "OK" ? "ALLOWED" : "BLOCKED", blockReason: reasonOf(question) };
}

function statusOf(question: GateQuestion): RunStatus {
  if (question.problems.length > 0 || question.askedStatus === "ERROR") return "ERROR";
  const mustBlock = question.violations.length > 0 || blockingRiskLevel(question) !== null;
  return mustBlock ? "BLOCKED" : question.askedStatus;
}

function blockingRiskLevel(question: GateQuestion): string | null {
  if (mustNotPass(question.riskLevel)) return question.riskLevel;
  const { feasibilityRiskLevel: evaluated } = question;
  return evaluated !== null && mustNotPass(evaluated) ? `${evaluated} in the feasibility` : null;
}

function mustNotPass(level: RiskLevel): boolean {
  return level === "RED" || level === "UNKNOWN" || level === "ERROR";
}

function reasonOf(question: GateQuestion): string | null {
  const asked = question.askedReason?.trim() ? question.askedReason : null;
  const guard = guardReason(question);
  if (guard === null) return asked ?? riskReason(question);
  const also = asked ?? (isRiskLevelKnown(question) ? riskReason(question) : null);
  return also === null ? guard : `${guard}. ${also}`;
}

function riskReason(question: GateQuestion): string | null {
  const level = blockingRiskLevel(question);
  return level === null ? null : `Risk level ${level} - operation blocked`;
}

function guardReason({ problems, violations }: GateQuestion): string | null {
  if (problems.length > 0) return `The request could not be understood - ${listed(problems)}`;
  if (violations.length === 0) return null;
  const what = violations.every(isMissing) ? "missing required fields" : "missing or contradicting fields";
  return `Completeness guard: ${what} - ${listed(violations)}`;
}

/** Without a known level the record says ERROR, and the guard's words say why: no need to repeat it. */
function isRiskLevelKnown({ violations }: GateQuestion): boolean {
  return !violations.some(({ field }) => field === "decision.risk_level");
}

function isMissing(violation: Violation): boolean {
  return violation.reason.startsWith("Required for ");
}

function listed(violations: readonly Violation[]): string {
  return violations.map(({ field, reason }) => `${field}: ${reason}`).join("; ");
}
