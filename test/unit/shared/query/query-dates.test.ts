import { describe, expect, it } from "vitest";
import { DateDraft } from "../../../../src/shared/query/query-dates.ts";
import { type QueryTerm, readTerms } from "../../../../src/shared/query/query-terms.ts";

function draftOf(...texts: string[]): DateDraft {
  const draft = new DateDraft();
  for (const term of texts.flatMap(readTerms)) take(draft, term);
  return draft;
}

function take(draft: DateDraft, term: QueryTerm): void {
  const [value] = term.values;
  if (value === undefined) return;
  if (term.key?.text === "since") draft.since(value, term);
  else if (term.key?.text === "until") draft.until(value, term);
  else draft.on(value, term);
}

describe("the date of a query", () => {
  it("is any where nothing was said", () => {
    expect(new DateDraft().finish()).toEqual({ kind: "any" });
  });

  it("has two ends that are said apart, in either order", () => {
    const both = { kind: "range", from: "2026-11-01", to: "2026-11-20" };
    expect(draftOf("since:2026-11-01 until:2026-11-20").finish()).toEqual(both);
    expect(draftOf("until:2026-11-20 since:2026-11-01").finish()).toEqual(both);
  });

  it("may be said twice when it is the same", () => {
    expect(draftOf("since:1w since:7d").finish()).toEqual({ kind: "last", amount: 7, unit: "day" });
    expect(draftOf("on:2026-11-20 on:2026-11-20").finish()).toMatchObject({ kind: "range" });
  });

  it.each([
    ["since:2w since:13d", "set-twice"],
    ["on:2026-11-20 on:2026-11-21", "set-twice"],
    ["until:2026-11-20 since:7d", "not-together"],
    ["on:2026-11-20 since:2026-11-20", "not-together"],
    ["since:10001d", "bad-amount"],
    ["since:1429w", "bad-amount"],
    ["since:5min", "bad-unit"],
    ["until:7d", "no-date"],
    ["on:2026-11-20T14:00", "no-date"],
  ])("%s is refused: %s", (text, problem) => {
    expect(() => draftOf(text)).toThrow(expect.objectContaining({ problem }));
  });
});
