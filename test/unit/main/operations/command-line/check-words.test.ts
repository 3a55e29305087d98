import { describe, expect, it } from "vitest";
import { makeFinding } from "../../../../../src/main/check/finding-sentences.ts";
import {
  isFine,
  pastCheckTable,
  reportWords,
  storeReportWords,
} from "../../../../../src/main/operations/command-line/check-words.ts";
import type { PastCheck, StoreReport } from "../../../../../src/shared/operations/check-operations.ts";
import { VERDICTS } from "../../../../../src/shared/verdicts.ts";

const REPORT: StoreReport = {
  ...{ what: "store", from: null, to: null, run_ids: null, verdict: "intact", findings: [], finding_counts: {} },
  ...{ truncated: false, runs: { total: 3, verdicts: { intact: 2, changed: 1 } }, odd_runs: [] },
  ledger: { entries: 9, heads: 9, root: "ab".repeat(32), first_at: null, last_at: null },
  ...{ checked: { files: 5, bytes: 100 }, checked_at: "2026-11-20T08:00:00.000000Z" },
};

const PAST: PastCheck = {
  ...{ seq: 7, at: "2026-11-20T08:00:00.000000Z", by: { uid: "ada", role: "admin" }, run_id: null },
  scope: { what: "runs", from: "2026-11-01", to: null, selected: 2 },
  ...{ verdict: "changed", runs: 2, odd_runs: 1, bad_findings: 3, report_sha256: "ab".repeat(32) },
};

describe("what a person reads of a check", () => {
  it("says first how it came out, then what was looked at", () => {
    const lines = storeReportWords(REPORT).split("\n");
    expect(lines).toEqual([
      "No change found since it was recorded.",
      "Checked the whole folder: 5 files, 100 bytes.",
      "Runs: 1 changed, 2 intact.",
      `Ledger: 9 entries, root ${"ab".repeat(32)}.`,
    ]);
  });

  it("has a sentence for every verdict, and promises no more than was looked at", () => {
    const sentences = VERDICTS.map((verdict) => storeReportWords({ ...REPORT, verdict }).split("\n")[0] ?? "");
    expect(new Set(sentences).size).toBe(VERDICTS.length);
    for (const sentence of sentences) expect(sentence).not.toMatch(/\bsafe\b|verified|genuine|ok\b/i);
  });

  it("lists findings with what to do, and with the run where they are about one", () => {
    const about = { ...makeFinding("RECORD_CHANGED", { name: "Record" }), run_id: "run_1" };
    const whole = storeReportWords({ ...REPORT, verdict: "changed", findings: [about] });
    expect(whole).toMatch(/SEVERITY +CODE +ABOUT +RUN +EXPECTED/);
    expect(whole).toContain("run_1");
    const one = reportWords(
      { findings: [makeFinding("RECORD_MISSING", { name: "Record" })], checked: REPORT.checked },
      "x",
    );
    expect(one).toMatch(/^x\nSEVERITY +CODE +ABOUT +EXPECTED/);
    expect(one).toContain("Look for it in a backup copy.");
  });

  it("says how many there are where not all are listed", () => {
    const words = storeReportWords({ ...REPORT, truncated: true, finding_counts: { RECORD_CHANGED: 4_000 } });
    expect(words).toContain("4000 of RECORD_CHANGED");
    expect(words).toContain("1 runs not intact, 0 of them listed");
  });

  it("says of what days the runs were", () => {
    const words = storeReportWords({ ...REPORT, what: "runs", from: "2026-11-01", to: "2026-11-20" });
    expect(words).toContain("Checked ledger and runs since 2026-11-01 until 2026-11-20:");
  });

  it("is fine when nothing is wrong, and information is not wrong", () => {
    expect(isFine({ verdict: "intact", findings: [makeFinding("LEFTOVER", { name: "x" })] })).toBe(true);
    expect(isFine({ verdict: "intact", findings: [makeFinding("FOREIGN_FILE", { name: "x" })] })).toBe(false);
    expect(isFine({ verdict: "not-checked", findings: [] })).toBe(false);
  });

  it("lists past checks by what was checked", () => {
    const table = pastCheckTable([PAST, { ...PAST, scope: null, run_id: "run_1" }]);
    expect(table).toContain("ledger and runs, 2 picked since 2026-11-01");
    expect(table).toContain("run_1");
  });
});
