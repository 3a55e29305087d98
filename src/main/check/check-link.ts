import type { LedgerEntry } from "../store/ledger-entry.ts";
import type { CheckContext, CheckOutcome } from "./check-outcome.ts";
import { makeFinding } from "./finding-sentences.ts";
import { hashFileOf } from "./stored-file.ts";

/**
 * Compares one advisory link with the digest in the ledger entry that attached it. An advisory that only an older index named has no
 * link: the entry is all there is.
 */
export async function checkLink(context: CheckContext, attached: LedgerEntry): Promise<CheckOutcome> {
  const { path = null, sha256: expected = null, body } = attached;
  const id = body.advisory_id;
  const name = typeof id === "string" ? id : (path ?? "");
  if (path === null) return { findings: [], items: [] };
  const file = await hashFileOf(context, path);
  const found = file.state === "read" ? file.sha256 : null;
  const fact = { name, path, expected, found };
  if (file.state === "missing") {
    return { findings: [makeFinding("LINK_MISSING", fact)], items: [{ ...item(fact), result: "missing" }] };
  }
  if (file.state === "closed" || expected === null) {
    const reason = file.state === "closed" ? file.reason : "no fingerprint was kept for its link";
    const finding = makeFinding("DIGEST_CANNOT_CHECK", { ...fact, reason });
    return { findings: [finding], items: [{ ...item(fact), result: "cannot-check" }] };
  }
  context.countFile(file.sizeBytes);
  if (found === expected) return { findings: [], items: [{ ...item(fact), result: "same" }] };
  return { findings: [makeFinding("LINK_CHANGED", fact)], items: [{ ...item(fact), result: "different" }] };
}

function item({ name, expected, found }: { name: string; expected: string | null; found: string | null }) {
  return { name: `Advice ${name}`, expected, found };
}
