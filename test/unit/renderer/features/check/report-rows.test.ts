import { describe, expect, it } from "vitest";
import {
  reportCounts,
  reportRows,
  reportSentence,
  verdictCounts,
} from "../../../../../src/renderer/features/check/report-rows.ts";
import type { CheckResult } from "../../../../../src/renderer/state/record-check-store.ts";
import type { StoreReport } from "../../../../../src/shared/operations/check-operations.ts";
import { makeFinding, makeReport, makeStoreReport } from "../../sample-data.ts";

const ofStore = (change: Partial<StoreReport>): CheckResult => ({ kind: "store", report: makeStoreReport(change) });

describe("report rows", () => {
  it("bad rows come first, and among them runs that changed", () => {
    const rows = reportRows(
      ofStore({
        findings: [
          makeFinding({ code: "ORPHAN_ATTACHMENT", severity: "info", subject: "info" }),
          makeFinding({ code: "ATTACHMENT_MISSING", subject: "gone.nc", run_id: "run_2" }),
          makeFinding({ code: "KEY_RESET", severity: "warning", subject: "key" }),
          makeFinding({ subject: "op20.nc", run_id: "run_1" }),
        ],
        odd_runs: [
          { run_id: "run_2", verdict: "cannot-check" },
          { run_id: "run_1", verdict: "changed" },
        ],
      }),
    );
    expect(rows.map(({ subject, verdict }) => [subject, verdict])).toEqual([
      ["op20.nc", "changed"],
      ["gone.nc", "cannot-check"],
      ["key", null],
      ["info", null],
    ]);
  });

  it("a run that is not intact has a row also where nothing more is said of it", () => {
    const rows = reportRows(
      ofStore({
        findings: [makeFinding({ run_id: "run_1" })],
        odd_runs: [
          { run_id: "run_1", verdict: "changed" },
          { run_id: "run_2", verdict: "not-checked" },
        ],
      }),
    );
    expect(rows).toHaveLength(2);
    expect(rows[1]).toMatchObject({ runId: "run_2", severity: "warning", verdict: "not-checked", code: null });
    expect(rows[1]?.whatToDo).toMatch(/not looked at yet/);
  });

  it("what was found about one run belongs to that run", () => {
    const result: CheckResult = {
      kind: "run",
      runId: "run_7",
      report: makeReport({ verdict: "changed", findings: [makeFinding()] }),
    };
    expect(reportRows(result)).toMatchObject([{ runId: "run_7", verdict: "changed", subject: "op20.nc" }]);
    expect(reportSentence(result)).toBe("1 run checked. It is not intact.");
    expect(reportRows({ kind: "run", runId: "run_7", report: makeReport() })).toEqual([]);
  });

  it("equal findings about the same thing keep keys of their own", () => {
    const rows = reportRows(ofStore({ findings: [makeFinding(), makeFinding()] }));
    expect(new Set(rows.map(({ key }) => key)).size).toBe(2);
  });

  it("the sentence tells runs, runs that are not intact, and what is odd in the folder", () => {
    expect(reportSentence(ofStore({}))).toBe("3 runs checked. All are intact.");
    expect(reportSentence(ofStore({ runs: { total: 0, verdicts: {} } }))).toBe("No run is recorded in what you chose.");
    expect(
      reportSentence(
        ofStore({
          runs: { total: 5, verdicts: { intact: 2, "intact-anchored": 1, changed: 1, incomplete: 1 } },
          findings: [
            makeFinding({ run_id: "run_1" }),
            makeFinding({ code: "LEDGER_DAMAGED" }),
            makeFinding({ severity: "info" }),
          ],
        }),
      ),
    ).toBe("5 runs checked. 2 are not intact. In the folder, 1 thing is not as it should be.");
  });

  it("a run that was not looked at is counted neither as intact nor as bad", () => {
    const result = ofStore({ runs: { total: 3, verdicts: { intact: 2, "not-checked": 1 } } });
    expect(reportCounts(result)).toMatchObject({ odd: 0, notYet: 1 });
    expect(reportSentence(result)).toBe("3 runs checked. 1 could not be looked at yet.");
  });

  it("counts by verdict begin with what needs a person", () => {
    const runs = { total: 6, verdicts: { intact: 3, incomplete: 1, changed: 1, "cannot-check": 1 } };
    expect(verdictCounts({ runs }).map(([verdict]) => verdict)).toEqual([
      "changed",
      "cannot-check",
      "incomplete",
      "intact",
    ]);
  });
});
