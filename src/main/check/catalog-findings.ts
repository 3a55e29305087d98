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

/**
 * The same report with what comparing the catalog found. A catalog is derived: that it differs says nothing against a record; and where a
 * record or the ledger is not what it was, the catalog is not what is wrong.
 */
export function addCatalogFindings(report: StoreReport, compared: ComparedCatalog): StoreReport {
  const found = [...troubleFinding(compared), ...(isExplained(report, compared) ? [] : differenceFinding(compared))];
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

/** Rows are derived from ledger and records: what is wrong there shows in them. */
function isExplained({ findings, finding_counts: counts }: StoreReport, { differing }: ComparedCatalog): boolean {
  if (Object.keys(counts).some((code) => code.startsWith("LEDGER_") || code === "ROLLED_BACK")) return true;
  const odd = new Set(findings.map(({ run_id: runId }) => runId));
  return differing.length > 0 && differing.every((runId) => odd.has(runId));
}

function troubleFinding({ trouble }: ComparedCatalog): readonly Finding[] {
  return trouble === null ? [] : [makeFinding("CATALOG_DIFFERS", { name: "Catalog", ...trouble })];
}

/** That a file which is not what was written holds other rows needs no second sentence. */
function differenceFinding({ agrees, differing, trouble }: ComparedCatalog): readonly Finding[] {
  if (agrees || trouble !== null) return [];
  const found = differing.length === 0 ? null : differing.slice(0, 3).join(", ");
  const reason = differing.length === 0 ? "its file is damaged" : `${differing.length} runs differ`;
  return [makeFinding("CATALOG_DIFFERS", { name: "Catalog", path: STORE_PATHS.catalog, found, reason })];
}
