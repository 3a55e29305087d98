import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseQuery } from "../../../../src/shared/query/parse-query.ts";
import { QUERY_PROBLEMS, type QueryProblem } from "../../../../src/shared/query/query-error.ts";
import { EVERYTHING, type RunQuery, runQuerySchema } from "../../../../src/shared/query/run-query.ts";

/** What a text asks for beyond everything. */
function asked(text: string): Partial<RunQuery> {
  const { query, error } = parseQuery(text);
  if (query === null) throw new Error(`${text}: ${error.problem} at "${error.word}"`);
  return Object.fromEntries(
    Object.entries(query).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(EVERYTHING[name as "text"]),
    ),
  );
}

/** Pieces of the grammar in any order, so that random texts come near to it. */
const nearQuery = fc
  .array(
    fc.oneof(
      fc.constantFrom("tool", "decision", "since", "on", "until", "tag", "hidden", "exported", "shift", "RED", "7d"),
      fc.constantFrom(":", ",", "-", " ", '"', "\\", "2026-02-30", "now", "yes", "x", "\u00a0", "\ud800"),
      fc.string({ unit: "binary", maxLength: 3 }),
    ),
    { maxLength: 14 },
  )
  .map((pieces) => pieces.join(""));

describe("a typed query", () => {
  it.each([
    ["", {}],
    ["   ", {}],
    [
      "decision:RED,YELLOW tool:T102 since:7d -exported",
      { risk: ["RED", "YELLOW"], tool: ["T102"], date: { kind: "last", amount: 7, unit: "day" }, exported: false },
    ],
    ["decision:red decision:Yellow decision:RED", { risk: ["RED", "YELLOW"] }],
    ['decision:"checks failed",passed', { risk: ["RED", "GREEN"] }],
    ["Risk:red STATUS:finished,blocked", { risk: ["RED"], status: ["OK", "BLOCKED"] }],
    ['review:"approved automatically",on_hold', { review: ["approved-automatically", "on-hold"] }],
    ["check:record-changed,Cannot-Check", { check: ["changed", "cannot-check"] }],
    ['material:"ebony, dark" tool:"say \\"6\\""', { material: ["ebony, dark"], tool: ['say "6"'] }],
    ["tool:saw:6 mat:ebony", { tool: ["saw:6"], material: ["ebony"] }],
    ['machine:"" batch:"C:\\new"', { machine: [""], batch_label: ["C:\\new"] }],
    [
      "event_type:toolpaths based-on:run_1 session:s1",
      { event_type: ["toolpaths"], parent: ["run_1"], workflow_session: ["s1"] },
    ],
    ["tag:a,b", { tag: ["a", "b"] }],
    ["tag:a tag:b", { tag_all: ["a", "b"] }],
    ["tag:a tag:x,y", { tag_all: ["a"], tag: ["x", "y"] }],
    ["all-tags:a,b tag:c", { tag_all: ["a", "b"], tag: ["c"] }],
    ["exported differs", { exported: true, differs: true }],
    ["exported:no -differs:no", { exported: false, differs: true }],
    ["hidden:yes", { hidden: "include" }],
    ["hidden:only hidden:ONLY", { hidden: "only" }],
    ["hidden:no", {}],
    ["shift:now", { date: { kind: "shift" } }],
    ["edge burn 12-3", { text: "edge burn 12-3" }],
    ['"exported" "two words" -', { text: "exported two words -" }],
    ["reason:why why:other", { reason: ["why", "other"] }],
  ])("%s", (text, query) => {
    expect(asked(text)).toEqual(query);
  });

  it("leaves out what has a value behind a minus", () => {
    const { query } = parseQuery("-tool:T1,T2 -decision:red -tool:T3 -tag:a -tag:b");
    expect(query?.without).toMatchObject({ tool: ["T1", "T2", "T3"], risk: ["RED"], tag: ["a", "b"] });
    expect(query?.tool).toEqual([]);
  });

  it.each([
    ["since:12h", { kind: "last", amount: 12, unit: "hour" }],
    ["since:2w", { kind: "last", amount: 14, unit: "day" }],
    ["since:3M", { kind: "last", amount: 3, unit: "month" }],
    ['since:"7 days"', { kind: "last", amount: 7, unit: "day" }],
    ["since:today", { kind: "last", amount: 1, unit: "day" }],
    ["from:yesterday", { kind: "last", amount: 2, unit: "day" }],
    ["on:today", { kind: "last", amount: 1, unit: "day" }],
    ["on:2026-11-20", { kind: "range", from: "2026-11-20", to: "2026-11-20" }],
    ["since:2026-11-20T14:00", { kind: "range", from: "2026-11-20T14:00", to: null }],
    ["until:2026-11-20t13:00:00z", { kind: "range", from: null, to: "2026-11-20T13:00:00Z" }],
    ["to:2024-02-29 after:2024-02-01", { kind: "range", from: "2024-02-01", to: "2024-02-29" }],
  ])("%s is a date", (text, date) => {
    expect(asked(text)).toEqual({ date });
  });

  it.each<[text: string, problem: QueryProblem, word: string, allowed: readonly string[]]>([
    ["tool:T1 colour:red", "unknown-key", "colour", ["decision", "all-tags"]],
    [":x", "unknown-key", ":", ["tool"]],
    ["decision:RED,PURPLE", "unknown-value", "PURPLE", ["GREEN", "YELLOW", "RED", "UNKNOWN", "ERROR"]],
    ["exported:maybe", "unknown-value", "maybe", ["yes", "no"]],
    ["shift:last", "unknown-value", "last", ["now"]],
    ["status:", "no-value", "status:", ["OK", "BLOCKED", "ERROR"]],
    ["tool:a,,b", "no-value", ",", []],
    ["tool:a,", "no-value", ",", []],
    ["tool: T1", "no-value", "tool:", []],
    ["since:7d,12h", "one-value", "12h", []],
    ["hidden:yes,only", "one-value", "only", ["yes", "only"]],
    ["since:7d since:12h", "set-twice", "since:12h", []],
    ["exported -exported", "set-twice", "-exported", []],
    ["hidden:yes hidden:only", "set-twice", "hidden:only", []],
    ["until:2026-11-20 until:2026-11-21", "set-twice", "until:2026-11-21", []],
    ["tag:a,b tag:c,d", "set-twice", "tag:c,d", []],
    ["since:7d until:2026-11-20", "not-together", "until:2026-11-20", []],
    ["since:2026-11-20 shift:now", "not-together", "shift:now", []],
    ["since:soon", "no-date", "soon", ["7d", "12h", "2w", "3m", "today", "yesterday", "2026-11-20"]],
    ["until:today", "no-date", "today", ["2026-11-20"]],
    ["on:2026-02-30", "no-such-day", "2026-02-30", ["today"]],
    ["since:2026-13-01", "no-such-day", "2026-13-01", []],
    ["since:2026-11-20T24:00", "no-such-day", "2026-11-20T24:00", []],
    ["since:7x", "bad-unit", "7x", ["7d", "12h"]],
    ["since:7", "bad-unit", "7", ["7d"]],
    ["since:0d", "bad-amount", "0d", []],
    ["since:99999999999999999999d", "bad-amount", "99999999999999999999d", []],
    ['tool:"T1 edge', "quote-open", '"T1 edge', []],
    ['edge "', "quote-open", '"', []],
    ['tool:6"', "quote-inside", '"', []],
    ['"a"b', "quote-inside", "b", []],
    ['"tool":x', "quote-inside", ":", []],
    ["-edge", "word-without", "-edge", ["-exported", "-differs"]],
    ['-"exported"', "word-without", '-"exported"', []],
    ["-since:7d", "key-without", "-since:7d", []],
    ["-hidden:yes", "key-without", "-hidden:yes", []],
    ["-all-tags:a", "key-without", "-all-tags:a", []],
    [`tool:${Array.from({ length: 201 }, (_, n) => `t${n}`).join(",")}`, "too-many", "t200", ["200"]],
    [`${"x".repeat(300)} ${"y".repeat(100)}`, "too-long", "y".repeat(100), ["400"]],
  ])("%s: says what is wrong, where, and what may stand there", (text, problem, word, allowed) => {
    const { error } = parseQuery(text);
    expect(error).toMatchObject({ problem, word });
    expect(error?.allowed).toEqual(expect.arrayContaining([...allowed]));
    expect(text.slice(error?.start, (error?.start ?? 0) + (error?.length ?? 0))).toBe(word);
  });

  it.each([
    ["mashine:M3", "machine"],
    ["dec:RED", "decision"],
    ["tols:T1", "tool"],
    ["xyzzy:1", null],
    ["decision:gren", "GREEN"],
    ["decision:yel", "YELLOW"],
    ["review:aproved", "approved"],
    ["review:xyzzy", null],
  ])("%s: says what most likely was meant", (text, suggestion) => {
    expect(parseQuery(text).error?.suggestion).toBe(suggestion);
  });

  it("is read or refused, whatever the text, and never points outside it", () => {
    fc.assert(
      fc.property(fc.oneof(nearQuery, fc.string({ unit: "binary" })), (text) => {
        const { query, error } = parseQuery(text);
        if (query !== null) return runQuerySchema.safeParse(query).success;
        const { start, length, word, problem } = error;
        return (
          start >= 0 &&
          length >= 1 &&
          start + length <= text.length &&
          word === text.slice(start, start + length) &&
          QUERY_PROBLEMS.includes(problem)
        );
      }),
      { numRuns: 1000 },
    );
  });

  it("takes as long as its text, also where a quote never ends", () => {
    expect(parseQuery(`"${"\\".repeat(200_000)}`).error?.problem).toBe("quote-open");
    expect(parseQuery(`${"a:".repeat(100_000)}`).error?.problem).toBe("unknown-key");
  });
});
