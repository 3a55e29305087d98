import type { GroupKey } from "../../../shared/operations/list-operations.ts";
import { dayText } from "../../format/day-text.ts";
import { timeText } from "../../format/time-text.ts";
import { en } from "../../text/en.ts";

/** What the runs of a group share, in words. */
export function groupWord(by: GroupKey, value: string | null): string {
  if (value === null) return en.grouping.none[by];
  if (by === "day") return dayText(value);
  if (by === "shift") return en.grouping.shiftFrom(timeText(value));
  return value;
}
