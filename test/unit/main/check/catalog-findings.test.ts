import { describe, expect, it } from "vitest";
import { addCatalogFindings } from "../../../../src/main/check/catalog-findings.ts";
import { makeFinding } from "../../../../src/main/check/finding-sentences.ts";
import type { StoreReport } from "../../../../src/shared/operations/check-operations.ts";

const REPORT: StoreReport = {
  ...{ what: "store", from: null, to: null, run_ids: null, verdict: "intact", findings: [], finding_counts: {} },
  ...{ truncated: false, runs: { total: 1, verdicts: { intact: 1 } }, odd_runs: [] },
  ledger: { entries: 2, heads: 2, root: null, first_at: null, last_at: null },
  ...{ checked: { files: 3, bytes: 100 }, checked_at: "2026-11-20T08:00:00.000000Z" },
};

describe("addCatalogFindings", () => {
  it("adds nothing where the catalog agrees", () => {
    expect(addCatalogFindings(REPORT, { agrees: true, differing: [], trouble: null })).toBe(REPORT);
  });

  it("says which rows differ, and that nothing is intact then", () => {
    const report = addCatalogFindings(REPORT, { agrees: false, differing: ["a", "b", "c", "d"], trouble: null });
    expect(report.findings).toMatchObject([{ code: "CATALOG_DIFFERS", path: "_index/catalog.db", found: "a, b, c" }]);
    expect([report.verdict, report.finding_counts]).toEqual(["cannot-check", { CATALOG_DIFFERS: 1 }]);
  });

  it("says so where no row differs but the file is damaged", () => {
    const { findings } = addCatalogFindings(REPORT, { agrees: false, differing: [], trouble: null });
    expect(findings.map(({ what_to_do }) => what_to_do)).toEqual([expect.stringContaining("its file is damaged")]);
  });

  it("names the file that is not what was written, once", () => {
    const trouble = { path: "_index/catalog.sha256", reason: "it is not what was written" };
    for (const agrees of [true, false]) {
      const { findings } = addCatalogFindings(REPORT, { agrees, differing: agrees ? [] : ["a"], trouble });
      expect(findings).toMatchObject([{ code: "CATALOG_DIFFERS", path: trouble.path }]);
    }
  });

  it("does not blame the catalog for rows of records that are not what they were, nor for a damaged ledger", () => {
    const about = { ...makeFinding("RECORD_CHANGED", { name: "r" }), run_id: "a" };
    const changed = { ...REPORT, findings: [about], finding_counts: { RECORD_CHANGED: 1 } };
    expect(addCatalogFindings(changed, { agrees: false, differing: ["a"], trouble: null })).toBe(changed);
    expect(addCatalogFindings(changed, { agrees: false, differing: ["a", "b"], trouble: null })).not.toBe(changed);
    const damaged = { ...REPORT, finding_counts: { LEDGER_DAMAGED: 1 } };
    expect(addCatalogFindings(damaged, { agrees: false, differing: [], trouble: null })).toBe(damaged);
  });

  it("leaves what is worse in its place", () => {
    const changed = makeFinding("RECORD_CHANGED", { name: "r" });
    const report = {
      ...REPORT,
      verdict: "changed" as const,
      findings: [changed],
      finding_counts: { RECORD_CHANGED: 1 },
    };
    const { verdict, findings } = addCatalogFindings(report, { agrees: false, differing: ["a"], trouble: null });
    expect([verdict, findings.map(({ code }) => code)]).toEqual(["changed", ["RECORD_CHANGED", "CATALOG_DIFFERS"]]);
  });
});
