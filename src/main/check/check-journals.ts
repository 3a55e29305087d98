import type { Finding } from "../../shared/finding.ts";
import type { PendingChanges } from "../store/pending-changes.ts";
import { makeFinding } from "./finding-sentences.ts";

/** What the journals of a folder say about how its last program ended. */
export function journalFindings({ journals }: PendingChanges): readonly Finding[] {
  return journals.flatMap(({ path, pendingFrames, tornBytes, damage }) => {
    const findings: Finding[] = [];
    if (pendingFrames > 0) {
      const reason = `${pendingFrames} changes wait in its journal`;
      findings.push(makeFinding("JOURNAL_PENDING", { name: path, path, found: `${pendingFrames} changes`, reason }));
    }
    if (damage !== null) findings.push(makeFinding("JOURNAL_DAMAGED", { name: path, path, reason: damage }));
    else if (tornBytes > 0) {
      findings.push(makeFinding("JOURNAL_TORN", { name: path, path, found: `${tornBytes} bytes` }));
    }
    return findings;
  });
}
