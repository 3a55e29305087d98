import { describe, expect, it } from "vitest";
import { readRecordFacts } from "../../../../src/renderer/state/record-facts.ts";
import { missingSentence, runVerdict } from "../../../../src/renderer/state/run-verdict.ts";
import { shownCheck } from "../../../../src/renderer/state/shown-check.ts";
import type { RunRow } from "../../../../src/shared/operations/run-operations.ts";
import type { CheckReport } from "../../../../src/shared/operations/store-operations.ts";
import { RISK_LEVELS, RUN_STATUSES } from "../../../../src/shared/verdicts.ts";
import { makeReport, makeRow, makeView } from "../sample-data.ts";
import { makeChangedFile, makeFinding } from "../sample-reports.ts";

function verdictOf(row: Partial<RunRow>, record: unknown = {}, report: CheckReport | null = null) {
  const view = makeView(makeRow(row), record);
  const shown = shownCheck(view.row, report === null ? null : { jobId: null, report, early: null, error: null });
  return runVerdict(view, readRecordFacts(record), shown);
}

describe("run verdict", () => {
  it("only a finished run with passed checks may be run, and the band makes no promise", () => {
    const passed = RUN_STATUSES.flatMap((status) =>
      [...RISK_LEVELS, null]
        .filter((risk_level) => !verdictOf({ status, risk_level }).headline.includes("do not run"))
        .map((risk_level) => `${status} ${risk_level}`),
    );
    expect(passed).toEqual(["OK GREEN", "OK YELLOW"]);
    expect(verdictOf({}).advice).toBe("Compare tool and material with the machine, then run.");
  });

  it("warnings ask to be read, also after passed checks", () => {
    const record = { decision: { warnings: ["near limit", "slow feed"] } };
    expect(verdictOf({ risk_level: "YELLOW" }, record)).toMatchObject({
      tone: "warn",
      headline: "Passed with warnings – read before you run",
      why: ["near limit"],
      next: { label: "Read 2 warnings", step: "checks" },
    });
    expect(verdictOf({}, record)).toMatchObject({ tone: "plain", why: ["near limit"], next: { step: "checks" } });
  });

  it("a blocked run says why once, with the shape of its decision", () => {
    const record = { decision: { block_reason: "Spindle too fast", warnings: ["Spindle too fast", "x"] } };
    expect(verdictOf({ status: "BLOCKED", risk_level: "RED" }, record)).toMatchObject({
      tone: "stop",
      icon: "octagon-cross",
      headline: "Blocked – do not run",
      why: ["Spindle too fast"],
    });
    expect(verdictOf({ status: "BLOCKED", risk_level: "GREEN" }).icon).toBe("barrier");
  });

  it("an incomplete record says in words what is missing, not in field names", () => {
    const record = {
      completeness: [
        { field: "hashes.feasibility_sha256", reason: "Required for audit trail" },
        { field: "decision.risk_level", reason: "Required" },
      ],
    };
    expect(verdictOf({ status: "BLOCKED", risk_level: "ERROR" }, record).why).toEqual([
      "The record is not complete: The fingerprint of the check is missing.",
      "The decision is missing.",
    ]);
    expect(missingSentence("meta.x", "is odd")).toBe("meta.x: is odd");
    expect(missingSentence("request", "A comma is missing.")).toBe(
      "The request could not be read. A comma is missing.",
    );
  });

  it("a changed record counts before everything else", () => {
    const verdict = verdictOf({ problem: "torn" }, {}, makeReport({ verdict: "changed" }));
    expect(verdict).toMatchObject({ tone: "changed", icon: "seal-broken", next: { step: "record-check" } });
    expect(verdict.headline).toBe("Do not use – record changed");
    expect(verdict.why.at(-1)).toContain("torn");
  });

  it("one bad file is named; the record beside it is still the one that was made", () => {
    const [finding] = makeChangedFile("op20.nc").findings;
    const verdict = verdictOf({}, {}, makeChangedFile("op20.nc"));
    expect(verdict).toMatchObject({ tone: "changed", icon: "seal-broken", next: { step: "record-check" } });
    expect(verdict.headline).toBe("Do not use – file changed");
    expect(verdict.why).toEqual([finding?.what_to_do]);
  });

  it("passed checks of a record that cannot be checked ask to look first, and send nobody to the machine", () => {
    const missing = makeFinding("ATTACHMENT_MISSING");
    const report = makeReport({ verdict: "cannot-check", findings: [missing] });
    const verdict = verdictOf({}, {}, report);
    expect(verdict).toMatchObject({ headline: "Checks passed", tone: "unsure", next: { step: "record-check" } });
    expect(verdict.why).toContain(missing.what_to_do);
    expect(verdict.advice).not.toContain("then run");
    expect(verdictOf({ risk_level: "RED" }, {}, report)).toMatchObject({ tone: "stop" });
    expect(verdictOf({ verdict: "cannot-check" }).next.step).toBe("record-check");
  });

  it("an unreadable record is not run and shows its bytes", () => {
    expect(verdictOf({ problem: "It ends in the middle.", status: null, risk_level: null }, null)).toMatchObject({
      headline: "Cannot read – damaged file",
      tone: "unsure",
      next: { step: "raw" },
    });
  });

  it("passed checks lead to the files where there are some", () => {
    expect(verdictOf({}, { outputs: { gcode_text: "G90" } }).next.step).toBe("files");
    expect(verdictOf({}).next.step).toBe("checks");
  });
});
