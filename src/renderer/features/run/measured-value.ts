/** How a value stands to its limit, worst last. */
export type Standing = "plain" | "near" | "failed";

/** A value that was held against a limit, as the check recorded it. */
export interface MeasuredValue {
  readonly value: number;
  readonly unit: string | null;
  readonly limit: number | null;
  /** `unknown` where the record does not say whether the limit is a most or a least. */
  readonly limitKind: "max" | "min" | "unknown";
}

/** Why a value stands as it does; the words are made elsewhere. */
export type StandingReason = "over" | "under" | "not-passed" | "near" | "care";

/** A group of the check's result judged by what it says about itself. */
export interface Judgement {
  readonly standing: Standing;
  readonly reason: StandingReason | null;
}

const FAILED_WORDS = new Set(["DANGER", "RED", "FAIL", "FAILED", "ERROR", "OVER", "OVER_LIMIT", "EXCEEDED", "BLOCKED"]);
const NEAR_WORDS = new Set(["NEAR", "NEAR_LIMIT", "MARGINAL"]);
const CARE_WORDS = new Set(["CAUTION", "WARNING", "WARN", "YELLOW"]);
const RATING_NAMES = ["rating", "risk_level", "risk_bucket", "status", "level", "severity", "result"];
const MEASURE_NAMES = new Set(["value", "unit", "limit", "limit_kind", "rating"]);

/** The measured value in a group of the check's result, or null when it is none. */
export function findMeasuredValue(group: object): MeasuredValue | null {
  const fields = new Map<string, unknown>(Object.entries(group));
  const value = fields.get("value");
  if (typeof value !== "number" || ![...fields.keys()].every((name) => MEASURE_NAMES.has(name))) return null;
  const unit = fields.get("unit");
  const limit = fields.get("limit");
  const kind = fields.get("limit_kind");
  return {
    value,
    unit: typeof unit === "string" ? unit : null,
    limit: typeof limit === "number" ? limit : null,
    limitKind: kind === "max" || kind === "min" ? kind : "unknown",
  };
}

/** The value as a share of its limit (0.97), or null where that says nothing: no limit, or a least one. */
export function shareOfLimit({ value, limit, limitKind }: MeasuredValue): number | null {
  return limit === null || limit <= 0 || limitKind === "min" ? null : value / limit;
}

/**
 * What a group says about itself: `ok: false`, a rating word, or a limit whose kind is recorded. A bare `limit` is never judged
 * here: the record does not say on which side of it the value has to be.
 */
export function judgeGroup(group: object): Judgement {
  const fields = new Map<string, unknown>(Object.entries(group));
  const words = RATING_NAMES.map((name) => fields.get(name))
    .filter((word) => typeof word === "string")
    .map((word) => word.toUpperCase());
  const has = (known: ReadonlySet<string>): boolean => words.some((word) => known.has(word));
  const beyond = limitBeyond(findMeasuredValue(group), has(FAILED_WORDS));
  if (beyond !== null) return { standing: "failed", reason: beyond };
  if (fields.get("ok") === false || fields.get("passed") === false || has(FAILED_WORDS)) {
    return { standing: "failed", reason: "not-passed" };
  }
  if (has(NEAR_WORDS)) return { standing: "near", reason: "near" };
  return has(CARE_WORDS) ? { standing: "near", reason: "care" } : { standing: "plain", reason: null };
}

/** On which wrong side of its limit a value lies. Where the kind is not recorded, only a failed rating tells. */
function limitBeyond(measured: MeasuredValue | null, isRatedFailed: boolean): "over" | "under" | null {
  if (measured === null || measured.limit === null) return null;
  const { value, limit, limitKind } = measured;
  if (value > limit && (limitKind === "max" || (limitKind === "unknown" && isRatedFailed))) return "over";
  if (value < limit && (limitKind === "min" || (limitKind === "unknown" && isRatedFailed))) return "under";
  return null;
}
