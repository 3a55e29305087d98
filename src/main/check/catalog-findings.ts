import type { Finding } from "../../shared/finding.ts";
import type { StoreReport } from "../../shared/operations/check-operations.ts";
import { STORE_PATHS, type StorePath } from "../store/store-layout.ts";
import { FindingList } from "./finding-list.ts";
import { makeFinding } from "./finding-sentences.ts";
import { runVerdict, worstVerdict } from "./run-verdict.ts";

/** How the catalog compares with records and ledger. */
export interface ComparedCatalog {
  /** False also where no single row differs: then what binds them is wrong. */
  readonly agrees: boolean;
  /** Ids of runs whose rows are not what the files say. */
  readonly differing: readonly string[];
  /** Which of its files is not what was written, or cannot be used, and why as a clause. */
  readonly trouble: { readonly path: StorePath; readonly reason: string } | null;
}

/** The same report with what comparing the catalog found. A catalog is derived: that it differs says nothing against a record. */
export function addCatalogFindings(report: StoreReport, compared: ComparedCatalog): StoreReport {
  const found = catalogFindings(compared);
  if (found.length === 0) return report;
  const list = new FindingList();
  list.add(...report.findings, ...found);
  return {
    ...report,
    verdict: worstVerdict([report.verdict, runVerdict(found)]),
    findings: [...list.all()],
    finding_counts: { ...report.finding_counts, CATALOG_DIFFERS: found.length },
  };
}

function catalogFindings({ agrees, differing, trouble }: ComparedCatalog): readonly Finding[] {
  const findings: Finding[] = [];
  if (trouble !== null) findings.push(makeFinding("CATALOG_DIFFERS", { name: "Catalog", ...trouble }));
  if (!agrees && (trouble === null || differing.length > 0)) {
    const found = differing.length === 0 ? null : differing.slice(0, 3).join(", ");
    const reason = differing.length === 0 ? "its file is damaged" : `${differing.length} runs differ`;
    findings.push(makeFinding("CATALOG_DIFFERS", { name: "Catalog", path: STORE_PATHS.catalog, found, reason }));
  }
  return findings;
}
