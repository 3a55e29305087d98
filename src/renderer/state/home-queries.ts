import type { Role } from "../../shared/operation-row.ts";
import type { Numbers } from "../../shared/operations/list-operations.ts";
import { type DateChoice, EVERYTHING, type RunQuery, type ValueFilterName } from "../../shared/query/run-query.ts";
import { REVIEW_STATES, RISK_LEVELS, RUN_STATUSES, VERDICTS } from "../../shared/verdicts.ts";
import { type CheckChoice, type Period, periodDays } from "./check-scope.ts";

/** Whose work list Home shows. */
export const HOME_ROLES = ["machinist", "supervisor", "auditor"] as const;

/** Whose work list Home shows. */
export type HomeRole = (typeof HOME_ROLES)[number];

/** The work list that goes with what a person may do. */
export function homeRoleOf(role: Role): HomeRole {
  return role === "admin" ? "supervisor" : role;
}

/** What the auditor's Home counts: a period that the record check knows too, or everything. */
export type HomePeriod = Pick<CheckChoice, "from" | "to"> & { readonly target: Period | "store" };

/** How far back reasons, shifts and tools near a limit are counted, in days. */
export const RECENT_DAYS = 30;

/** The span that {@link RECENT_DAYS} stands for. */
export const RECENT: DateChoice = { kind: "last", amount: RECENT_DAYS, unit: "day" };

/** Every run; on a machine's own screen those of the machine. */
export function homeBase(role: HomeRole, machine: string | null): RunQuery {
  return role === "machinist" && machine !== null ? { ...EVERYTHING, machine: [machine] } : EVERYTHING;
}

/** The lists of work, by what makes a run stand in one. */
export const WORK_NAMES = ["trouble", "answered", "blocked", "waiting"] as const;

/** A list of work. */
export type WorkName = (typeof WORK_NAMES)[number];

/** What each role is asked to act on, most urgent first. */
export const WORK_OF_ROLE: Readonly<Record<HomeRole, readonly WorkName[]>> = {
  machinist: ["trouble", "answered", "blocked"],
  supervisor: ["waiting", "trouble"],
  auditor: [],
};

const WORK_FILTERS: Readonly<Record<WorkName, Partial<RunQuery>>> = {
  trouble: { check: ["changed", "cannot-check"] },
  answered: { review: ["on-hold", "rejected", "withdrawn"] },
  blocked: { status: ["BLOCKED"], date: { kind: "shift" } },
  waiting: { review: ["waiting"] },
};

/** The runs of a list of work. */
export function workQuery(base: RunQuery, name: WorkName): RunQuery {
  return { ...base, ...WORK_FILTERS[name] };
}

/** The runs that are in no audit package. */
export function unexportedQuery(base: RunQuery): RunQuery {
  return { ...base, exported: false };
}

/** The runs of one bar of shifts. The newest shift is open towards now. */
export function shiftQuery(base: RunQuery, shifts: Numbers["shifts"], index: number): RunQuery {
  const from = shifts[index]?.from ?? null;
  const next = shifts[index + 1]?.from ?? null;
  // Times of records have microseconds: the last of them still belongs to the shift.
  const to = next === null ? null : new Date(Date.parse(next) - 1).toISOString().replace("Z", "999Z");
  return { ...base, date: { kind: "range", from, to } };
}

/** The span of a period in the words of a query. */
export function periodDate(period: HomePeriod, now: Date): DateChoice {
  if (period.target === "store") return { kind: "any" };
  const days = periodDays(period, period.target, now);
  return days.from === null && days.to === null ? { kind: "any" } : { kind: "range", ...days };
}

/** Facts of a run whose values are counted, each with every value it can have. */
const COUNTED = { risk: RISK_LEVELS, status: RUN_STATUSES, check: VERDICTS, review: REVIEW_STATES } as const;

/** A fact of a run whose values are counted. */
export type CountedFact = keyof typeof COUNTED & ValueFilterName;

/** One value of a fact and how many runs have it; null counts those without one. */
export interface ValueCount {
  readonly value: string | null;
  readonly count: number;
}

/** How many runs have each value of a fact, in the order of its values; runs without one last, where there are some. */
export function countsOf(numbers: Numbers, fact: CountedFact): readonly ValueCount[] {
  const counts: Readonly<Record<string, number | undefined>> =
    fact === "risk" || fact === "status" ? numbers.counts[fact] : numbers[fact];
  const named = COUNTED[fact]
    // Nothing stays in this state: it is what a screen says while a check runs.
    .filter((value) => value !== "checking")
    .map((value) => ({ value, count: counts[value] ?? 0 }));
  const none = fact === "risk" || fact === "status" ? (counts.none ?? 0) : 0;
  return none === 0 ? named : [...named, { value: null, count: none }];
}

/** The runs that one count of a fact is about. Runs without a value are those that have none of the values. */
export function valueQuery(base: RunQuery, fact: CountedFact, value: string | null): RunQuery {
  if (value !== null) return { ...base, [fact]: [value] };
  return { ...base, without: { ...base.without, [fact]: [...COUNTED[fact]] } };
}

/** How many runs have a record that is changed or cannot be checked. */
export function troubleCount({ check }: Pick<Numbers, "check">): number {
  return (WORK_FILTERS.trouble.check ?? []).reduce((sum, verdict) => sum + (check[verdict] ?? 0), 0);
}

/** Blocked runs among all, in whole percent; null where there are no runs. A share that is not nothing is never told as 0. */
export function blockedShare({ total, counts }: Pick<Numbers, "total" | "counts">): number | null {
  if (total === 0) return null;
  const percent = ((counts.status.BLOCKED ?? 0) / total) * 100;
  return percent > 0 && percent < 1 ? 1 : Math.floor(percent);
}
