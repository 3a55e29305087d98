import type { Finding } from "../../shared/finding.ts";
import type { StoreReport } from "../../shared/operations/check-operations.ts";
import { STORE_PATHS } from "../store/store-layout.ts";
import { FindingList } from "./finding-list.ts";
import { makeFinding } from "./finding-sentences.ts";
import { runVerdict, worstVerdict } from "./run-verdict.ts";

/** How the catalog compares with records and ledger. */
export interface ComparedCatalog {
  /** False also where no single row differs: then what binds them is wrong. */
  readonly agrees: boolean;
  /** Ids of runs whose rows are not what the files say. */
  readonly differing: readonly string[];
  /** Why the catalog itself cannot be used, as a clause; null when it can. */
  readonly trouble: string | null;
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
  if (agrees && trouble === null) return [];
  const found = differing.length === 0 ? null : differing.slice(0, 3).join(", ");
  const reason = trouble ?? (differing.length === 0 ? "its indexes are damaged" : `${differing.length} runs differ`);
  return [makeFinding("CATALOG_DIFFERS", { name: "Catalog", path: STORE_PATHS.catalog, found, reason })];
}
