import { describe, expect, it } from "vitest";
import { entryDetail, historySteps, kindWord, marks } from "../../../../../src/renderer/features/run/history-steps.ts";
import { readRecordFacts } from "../../../../../src/renderer/state/record-facts.ts";
import type { HistoryEntry } from "../../../../../src/shared/operations/run-operations.ts";
import { makeEntry, makeRow, makeView } from "../../sample-data.ts";

const RECORD = { feasibility: {}, engine_version: "2.4", recorded_by: "anna", workstation_id: "ws-1" };
const RECORDED = makeEntry({ body: { run_number: "1-3", attachments: ["a", "b"], imported: false } });

function steps(entries: readonly HistoryEntry[], record: unknown = RECORD, row = makeRow()) {
  return historySteps(makeView(row, record), readRecordFacts(record), entries);
}

const named = (...given: Parameters<typeof steps>) => steps(...given).map(({ name, detail }) => `${name}: ${detail}`);

describe("steps of a run's history", () => {
  it("begin with what was made in one go, by one person at one place", () => {
    expect(named([RECORDED])).toEqual([
      ...["made: Run 1-3", "checked: Check engine 2.4", "decided: Checks passed", "files-written: 2 files"],
    ]);
    expect(steps([RECORDED]).every(({ who, where }) => who === "anna" && where === "ws-1")).toBe(true);
    expect(new Set(steps([RECORDED]).map(({ at }) => at)).size).toBe(1);
  });

  it("go on with what was added, in the order of the log", () => {
    const added = [
      makeEntry({ seq: 2, kind: "attachment.added", body: { filename: "op20.nc" }, size: 2000 }),
      makeEntry({ seq: 3, kind: "advisory.attached", body: { engine_id: "advisor" } }),
      makeEntry({ seq: 4, kind: "run.annotated", body: { kind: "note", text: "Tool worn" } }),
      makeEntry({ seq: 5, kind: "run.annotated", body: { kind: "set", key: "lot", value: "7" } }),
      makeEntry({ seq: 6, kind: "check.finished", body: {} }),
      makeEntry({ seq: 7, kind: "review.decided", body: { decision: "approved" } }),
      makeEntry({ seq: 8, kind: "package.made" }),
    ];
    expect(named([RECORDED, ...added]).slice(4)).toEqual([
      "file-added: op20.nc, 2 kB",
      "advice: Made by advisor",
      "note: Tool worn",
      "value: lot: 7",
      "review: approved",
      "exported: null",
    ]);
  });

  it("an imported run was made then and there, and imported here and now", () => {
    const imported = makeEntry({
      at: "2026-11-21T10:00:00Z",
      actor: { uid: "ben", role: "admin", sid: "s" },
      body: { imported: true, origin: "old/run_1.json", attachments: [] },
    });
    const all = steps([imported], { feasibility: {} }, makeRow({ created_at_utc: "2025-01-02T03:04:05Z" }));
    expect(all[0]).toMatchObject({ name: "made", at: "2025-01-02T03:04:05Z", who: null, where: null });
    expect(all.at(-1)).toMatchObject({ name: "imported", who: "ben", at: "2026-11-21T10:00:00Z", later: null });
    expect(all.at(-1)?.detail).toContain("from old/run_1.json");
  });

  it("a run without a check, a decision or a log line has no such step", () => {
    expect(named([], { mode: "saw" }, makeRow({ risk_level: null, run_number: null }))).toEqual([
      ...["made: null", "decided: No decision recorded"],
    ]);
    expect(named([], null, makeRow({ risk_level: null }))).toEqual(["made: Run 1-3"]);
  });
});

describe("marks of entries", () => {
  const note = (at: string, change: Partial<HistoryEntry> = {}) =>
    makeEntry({ seq: 2, kind: "run.annotated", body: { text: "x" }, at, ...change });

  it("what was added well after the record says how long after", () => {
    expect(marks(note("2026-11-21T10:20:00Z"), RECORDED, RECORDED).later).toBeNull();
    expect(marks(note("2026-11-21T13:00:00Z"), RECORDED, RECORDED).later).toBe("Added later: 3 h after the record");
    expect(marks(note("2026-11-25T10:00:00Z"), RECORDED, RECORDED).later).toBe("Added later: 4 days after the record");
  });

  it("checks and exports are never late; a line found after its part was closed always is", () => {
    const at = "2026-12-21T10:00:00Z";
    expect(marks(note(at, { kind: "check.finished" }), RECORDED, RECORDED).later).toBeNull();
    expect(marks(note(at, { kind: "package.made" }), RECORDED, RECORDED).later).toBeNull();
    expect(marks(note("2026-11-21T10:00:01Z", { kind: "late.adopted" }), RECORDED, RECORDED).later).toContain("later");
  });

  it("a clock that went back between neighbours is told with how far", () => {
    expect(marks(note("2026-11-21T07:00:00Z"), RECORDED, RECORDED).clockBack).toBe(
      "Clock moved back 3 h before this. Go by the numbers, not the times.",
    );
    expect(marks(RECORDED, null, RECORDED).clockBack).toBeNull();
  });
});

describe("words of entries", () => {
  it("a kind that is not known keeps its name", () => {
    expect(kindWord({ kind: "run.tagged", body: {} })).toBe("Tag added");
    expect(kindWord({ kind: "future.kind", body: {} })).toBe("future.kind");
    expect(kindWord({ kind: "run.recorded", body: { imported: true } })).toBe("Imported");
  });

  it("says nothing where the entry says nothing in words", () => {
    expect(entryDetail({ body: { reason: null, other: { deep: 1 } }, size: 5 })).toBeNull();
    expect(entryDetail({ body: { verdict: "intact" }, size: null })).toBe("Record intact");
  });
});
