import type { OperationInput } from "../../shared/operation-table.ts";
import type { RiskLevel, RunStatus, Verdict } from "../../shared/verdicts.ts";

/** A span of days as the person chose it; it becomes instants when the list is read. */
export type DateChoice =
  | { readonly kind: "any" | "today" | "yesterday" | "week" | "month" }
  /** Days of the reader's own zone (2026-11-20), both inclusive; null is open. */
  | { readonly kind: "range"; readonly from: string | null; readonly to: string | null };

/** What the list shows. Several values of one filter mean "any of"; an empty filter lets everything through. */
export interface ListFilters {
  readonly machine: readonly string[];
  readonly tool: readonly string[];
  readonly material: readonly string[];
  readonly mode: readonly string[];
  readonly risk: readonly RiskLevel[];
  readonly status: readonly RunStatus[];
  readonly check: readonly Verdict[];
  readonly date: DateChoice;
  readonly hidden: "exclude" | "include" | "only";
  readonly text: string;
}

/** Filters whose values come from the records, with a count for each. */
export const VALUE_FILTERS = ["machine", "tool", "material", "mode", "risk", "status", "check"] as const;

/** A filter with values. */
export type ValueFilter = (typeof VALUE_FILTERS)[number];

/** Any filter of the list. */
export type FilterName = keyof ListFilters;

/** Everything that is not hidden. */
export const NO_FILTERS: ListFilters = {
  machine: [],
  tool: [],
  material: [],
  mode: [],
  risk: [],
  status: [],
  check: [],
  date: { kind: "any" },
  hidden: "exclude",
  text: "",
};

/** The filters that leave something out by the person's choice, in the order of the chips. */
export function filtersInUse(filters: ListFilters): readonly FilterName[] {
  const inUse: FilterName[] = VALUE_FILTERS.filter((name) => filters[name].length > 0);
  if (filters.date.kind !== "any") inUse.push("date");
  if (filters.hidden !== "exclude") inUse.push("hidden");
  if (filters.text.trim() !== "") inUse.push("text");
  return inUse;
}

/** The filters as `run.query` takes them. Days start and end at midnight of the reader's zone. */
export function queryFilters(filters: ListFilters, now: Date): NonNullable<OperationInput<"run.query">["filters"]> {
  const { date, text, ...rest } = filters;
  return {
    machine: [...rest.machine],
    tool: [...rest.tool],
    material: [...rest.material],
    mode: [...rest.mode],
    risk: [...rest.risk],
    status: [...rest.status],
    check: [...rest.check],
    hidden: rest.hidden,
    text: text.trim(),
    ...dateSpan(date, now),
  };
}

function dateSpan(date: DateChoice, now: Date): { readonly from: string | null; readonly to: string | null } {
  if (date.kind === "range") {
    return {
      from: date.from === null ? null : localDay(date.from, 0).toISOString(),
      to: date.to === null ? null : new Date(localDay(date.to, 1).getTime() - 1).toISOString(),
    };
  }
  if (date.kind === "any") return { from: null, to: null };
  const daysBack = { today: 0, yesterday: 1, week: 6, month: 29 }[date.kind];
  return { from: new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysBack).toISOString(), to: null };
}

function localDay(day: string, daysLater: number): Date {
  const [year = 1970, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + daysLater);
}
