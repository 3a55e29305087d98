import { MAX_SELECTED_RUNS, type StoreCheckScope } from "../../shared/operations/check-operations.ts";

/** Periods that a person can choose, in days of the reader's own zone. */
export const PERIODS = ["today", "yesterday", "this-month", "last-month", "dates"] as const;

/** A period that a person can choose. */
export type Period = (typeof PERIODS)[number];

/** What a check can be about. `run`: the run the page was opened from. `list`: the runs the list shows. */
export type CheckTarget = "run" | "list" | Period | "store";

/** What the person chose to check. */
export interface CheckChoice {
  readonly target: CheckTarget;
  /** Days as typed (2026-11-20), for `dates`; empty is open. */
  readonly from: string;
  readonly to: string;
  /** Only the files of the runs. Good for a period and for everything. */
  readonly filesOnly: boolean;
}

/** Everything, until the person chooses. */
export const CHECK_EVERYTHING: CheckChoice = { target: "store", from: "", to: "", filesOnly: false };

/** A first and a last day, both inclusive; null is open. */
export interface Days {
  readonly from: string | null;
  readonly to: string | null;
}

/** Why what was chosen cannot be checked as it stands. */
export type ChoiceFault = "no-days" | "days-reversed" | "empty-list" | "long-list";

/** True for what can be told by its days. */
export function isPeriod(target: CheckTarget): target is Period {
  return PERIODS.some((period) => period === target);
}

/** True where the files of runs can be checked alone. */
export function takesFilesOnly(target: CheckTarget): boolean {
  return target === "store" || isPeriod(target);
}

/** What is in the way of checking what was chosen, or null. `listed` is the number of runs the list shows. */
export function choiceFault({ target, from, to }: CheckChoice, listed: number): ChoiceFault | null {
  if (target === "list" && listed === 0) return "empty-list";
  if (target === "list" && listed > MAX_SELECTED_RUNS) return "long-list";
  if (target !== "dates") return null;
  if (from === "" && to === "") return "no-days";
  return from !== "" && to !== "" && from > to ? "days-reversed" : null;
}

/** The scope of a check of everything or of a period. Null for a run and for the list, which are told by their ids. */
export function scopeOf(choice: CheckChoice, now: Date): StoreCheckScope | null {
  const { target, filesOnly } = choice;
  if (target === "store") return { what: filesOnly ? "attachments" : "store", from: null, to: null, run_ids: null };
  if (!isPeriod(target)) return null;
  return { what: filesOnly ? "attachments" : "runs", ...utcDays(periodDays(choice, target, now)), run_ids: null };
}

/** The scope of a check of chosen runs. */
export function scopeOfRuns(runIds: readonly string[]): StoreCheckScope {
  return { what: "runs", from: null, to: null, run_ids: [...runIds] };
}

/** The days of a period as the reader's calendar has them. */
export function periodDays(choice: Pick<CheckChoice, "from" | "to">, period: Period, now: Date): Days {
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
  const span = (first: Date, last: Date): Days => ({ from: dayText(first), to: dayText(last) });
  switch (period) {
    case "today":
      return span(now, now);
    case "yesterday":
      return span(new Date(year, month, day - 1), new Date(year, month, day - 1));
    case "this-month":
      return span(new Date(year, month, 1), now);
    case "last-month":
      return span(new Date(year, month - 1, 1), new Date(year, month, 0));
    case "dates":
      return { from: choice.from === "" ? null : choice.from, to: choice.to === "" ? null : choice.to };
  }
}

/** The UTC days that hold every moment of the reader's days: runs are filed by UTC day, and none may be left out. */
export function utcDays({ from, to }: Days): Days {
  return {
    from: from === null ? null : utcDay(localMidnight(from, 0)),
    to: to === null ? null : utcDay(new Date(localMidnight(to, 1).getTime() - 1)),
  };
}

function localMidnight(day: string, daysLater: number): Date {
  const [year = 1970, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + daysLater);
}

function dayText(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function utcDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
