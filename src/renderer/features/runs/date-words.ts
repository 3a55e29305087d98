import type { DateChoice } from "../../../shared/query/run-query.ts";
import { en } from "../../text/en.ts";

/** Spans of time that are a tap away. */
export const DATE_CHOICES: readonly DateChoice[] = [
  { kind: "any" },
  { kind: "shift" },
  { kind: "last", amount: 1, unit: "day" },
  { kind: "last", amount: 2, unit: "day" },
  { kind: "last", amount: 7, unit: "day" },
  { kind: "last", amount: 30, unit: "day" },
  { kind: "last", amount: 12, unit: "month" },
];

/** A span of time in words. */
export function dateWords(date: DateChoice): string {
  const words = en.runs.dates;
  switch (date.kind) {
    case "any":
      return words.any;
    case "shift":
      return words.shift;
    case "last":
      if (date.unit === "day" && date.amount === 1) return words.today;
      if (date.unit === "day" && date.amount === 2) return words.yesterday;
      return words.last[date.unit](date.amount);
    case "range":
      if (date.from !== null && date.to !== null) {
        return date.from === date.to ? date.from : words.between(date.from, date.to);
      }
      return date.from !== null ? words.since(date.from) : words.until(date.to ?? "");
  }
}

/** True for two spans that say the same. */
export function isSameDate(one: DateChoice, other: DateChoice): boolean {
  return one.kind === other.kind && dateWords(one) === dateWords(other);
}
