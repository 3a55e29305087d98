import type { PastCheck, StoreCheckScope } from "../../../shared/operations/check-operations.ts";
import { dayText } from "../../format/day-text.ts";
import type { Days } from "../../state/check-scope.ts";
import type { AskedCheck } from "../../state/record-check-store.ts";
import { en } from "../../text/en.ts";

const words = en.recordCheck;

/** Days inside a sentence: `from 1 Nov 2026 to 21 Nov 2026`. Empty where both ends are open. */
export function daysText({ from, to }: Days): string {
  if (from !== null && from === to) return words.days.on(dayText(from));
  if (from !== null && to !== null) return words.days.between(dayText(from), dayText(to));
  if (from !== null) return words.days.since(dayText(from));
  return to === null ? "" : words.days.until(dayText(to));
}

/** What a check of many things is about: `Runs from 1 Nov 2026 to 30 Nov 2026`. */
export function scopeText(scope: Pick<StoreCheckScope, "what" | "from" | "to">, selected: number | null): string {
  if (selected !== null) return words.scope.selected(selected);
  if (scope.what === "store") return words.scope.store;
  const days = daysText(scope);
  if (scope.what === "attachments") return days === "" ? words.scope.attachments : words.scope.filesOf(days);
  return days === "" ? words.scope.allRuns : words.scope.runsOf(days);
}

/** What a running or finished check of this window is about. */
export function askedText(asked: AskedCheck, runNames: ReadonlyMap<string, string>): string {
  if (asked.kind === "list") return words.scope.listed;
  if (asked.kind === "run") return words.scope.run(runNames.get(asked.runId) ?? asked.runId);
  return scopeText(asked.scope, asked.scope.run_ids?.length ?? null);
}

/** What a past check was about. */
export function pastScopeText(check: PastCheck, runNames: ReadonlyMap<string, string>): string {
  if (check.scope !== null) return scopeText(check.scope, check.scope.selected);
  const { run_id: runId } = check;
  return runId === null ? words.scope.store : words.scope.run(runNames.get(runId) ?? runId);
}
