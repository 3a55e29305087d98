import type { RiskLevel, RunStatus } from "../../shared/verdicts.ts";

const STATUS_ORDER: readonly (RunStatus | null)[] = [null, "OK", "BLOCKED", "ERROR"];
const RISK_ORDER: readonly (RiskLevel | null)[] = [null, "GREEN", "YELLOW", "UNKNOWN", "ERROR", "RED"];

/** What a run, or several together, come to. Null where nothing is known. */
export interface RunState {
  readonly status: RunStatus | null;
  readonly risk: RiskLevel | null;
}

/** Nothing known. */
export const NO_STATE: RunState = { status: null, risk: null };

/** The worse of two in each respect: ERROR > BLOCKED > OK, and RED > ERROR > UNKNOWN > YELLOW > GREEN. Null says nothing. */
export function worstState(one: RunState, other: RunState): RunState {
  return { status: worse(STATUS_ORDER, one.status, other.status), risk: worse(RISK_ORDER, one.risk, other.risk) };
}

function worse<Value>(order: readonly Value[], one: Value, other: Value): Value {
  return order.indexOf(one) >= order.indexOf(other) ? one : other;
}
