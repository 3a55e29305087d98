import { describe, expect, it } from "vitest";
import {
  fenceOf,
  fileVerdict,
  inRecordVerdict,
  leadFinding,
  shownCheck,
} from "../../../../src/renderer/state/shown-check.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { RunRow } from "../../../../src/shared/operations/run-operations.ts";
import { makeReport, makeRow } from "../sample-data.ts";
import { makeChangedFile, makeFinding } from "../sample-reports.ts";

const OLD = "2026-11-20T01:00:00.000000Z";
const NEW = "2026-11-22T01:00:00.000000Z";

function rowOf(change: Partial<RunRow> = {}): RunRow {
  return makeRow({ verdict: "intact", checked_at: OLD, ...change });
}

const changed = makeReport({ verdict: "changed", findings: [makeFinding("RECORD_CHANGED")] });
const running = { jobId: "job-1", early: null, error: null };
const done = { jobId: null, early: null, error: null };

describe("shown check", () => {
  it("without a check of its own the window says what the list knows", () => {
    expect(shownCheck(rowOf(), null)).toMatchObject({ chip: "intact", known: "intact", checkedAt: OLD, report: null });
  });

  it("the newer of the two counts", () => {
    const check = { ...done, report: changed };
    expect(shownCheck(rowOf(), check)).toMatchObject({ chip: "changed", report: changed });
    expect(shownCheck(rowOf({ checked_at: NEW }), check)).toMatchObject({ chip: "intact", report: null });
    expect(shownCheck(rowOf({ checked_at: null }), check).chip).toBe("changed");
  });

  it("what the list heard of the same check a moment later takes its details away from nobody", () => {
    const heard = { verdict: "changed", checked_at: changed.checked_at.replace("00.000000Z", "02.000000Z") } as const;
    const check = { ...done, report: changed };
    expect(shownCheck(rowOf(heard), check).report).toBe(changed);
    expect(shownCheck(rowOf({ ...heard, verdict: "intact" }), check)).toMatchObject({ chip: "intact", report: null });
    expect(shownCheck(rowOf({ ...heard, checked_at: NEW }), check).report).toBeNull();
  });

  it("a change that is known stays known while the run is checked again", () => {
    const shown = shownCheck(rowOf(), { ...running, report: changed });
    expect(shown).toMatchObject({ chip: "checking", known: "changed" });
    expect(fenceOf(shown)).toBe("record");
    expect(fenceOf(shownCheck(rowOf({ verdict: "changed" }), { ...running, report: null }))).toBe("record");
  });

  it("a change among the small files is told while the large ones are still read; good news waits", () => {
    const report = makeReport();
    const early = makeChangedFile("op20.nc");
    const shown = shownCheck(rowOf(), { ...running, report, early });
    expect(shown).toMatchObject({ chip: "changed", known: "changed", report: early, jobId: "job-1" });
    expect(fenceOf(shown)).toBe("files");
    const good = shownCheck(rowOf({ verdict: "not-checked", checked_at: null }), {
      ...running,
      report: null,
      early: makeReport({ items: early.items }),
    });
    expect(good).toMatchObject({ chip: "checking", known: "not-checked", report: null });
    expect(fileVerdict("a".repeat(64), good)).toBe("changed");
    expect(fileVerdict("d".repeat(64), good)).toBe("checking");
  });

  it("a check that broke off says that it cannot be checked, and leaves no older result standing", () => {
    const error = new AppError("IO_FAILED", "x");
    const shown = shownCheck(rowOf(), { ...done, report: makeReport(), error });
    expect(shown).toMatchObject({ chip: "cannot-check", report: null, checkedAt: null, failure: error });
    expect(shownCheck(rowOf(), { ...done, report: changed, error }).chip).toBe("changed");
  });

  it("a check that a person stopped takes nothing away", () => {
    const error = new AppError("CANCELLED", "x");
    expect(shownCheck(rowOf(), { ...done, report: null, error })).toMatchObject({ chip: "intact", failure: null });
  });

  it("one bad file fences the file; a changed record, link or log fences the record", () => {
    const fenceFor = (...codes: readonly Parameters<typeof makeFinding>[0][]) =>
      fenceOf({
        known: "changed",
        report: makeReport({ verdict: "changed", findings: codes.map((code) => makeFinding(code)) }),
      });
    expect(fenceFor("ATTACHMENT_CHANGED")).toBe("files");
    expect(fenceFor("ATTACHMENT_CHANGED", "ATTACHMENT_MISSING")).toBe("files");
    expect(fenceFor("ATTACHMENT_CHANGED", "RECORD_CHANGED")).toBe("record");
    expect(fenceFor("LINK_CHANGED")).toBe("record");
    expect(fenceFor("LEDGER_REWRITTEN")).toBe("record");
    expect(fenceOf({ known: "cannot-check", report: null })).toBe("none");
  });

  it("a change that nobody has named yet fences everything", () => {
    expect(fenceOf({ known: "changed", report: null })).toBe("record");
    expect(fenceOf({ known: "changed", report: makeReport({ verdict: "changed" }) })).toBe("record");
  });

  it("the finding that decides is a change before anything missing, and never mere information", () => {
    const missing = makeFinding("ATTACHMENT_MISSING");
    const another = makeFinding("ATTACHMENT_CHANGED");
    const info = makeFinding("ATTACHMENT_CANONICAL_MATCH");
    expect(leadFinding(makeReport({ findings: [info, missing, another] }))).toBe(another);
    expect(leadFinding(makeReport({ findings: [info, missing] }))).toBe(missing);
    expect(leadFinding(makeReport({ findings: [info] }))).toBeNull();
  });

  it("each file has a state of its own, by either of its fingerprints", () => {
    const { items } = makeChangedFile("op20.nc");
    expect(fileVerdict("a".repeat(64), { items, jobId: null })).toBe("changed");
    expect(fileVerdict("b".repeat(64), { items, jobId: null })).toBe("changed");
    expect(fileVerdict("d".repeat(64), { items, jobId: null })).toBe("not-checked");
    expect(fileVerdict("a".repeat(64), { items: [], jobId: "job-1" })).toBe("checking");
  });

  it("a text inside the record is as good as the record", () => {
    expect(inRecordVerdict({ items: makeChangedFile("op20.nc").items, jobId: null })).toBe("intact");
    expect(inRecordVerdict({ items: [], jobId: null })).toBe("not-checked");
  });
});
