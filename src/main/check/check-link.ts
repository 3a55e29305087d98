import type { LedgerEntry } from "../store/ledger-entry.ts";
import type { StorePath } from "../store/store-layout.ts";
import type { CheckContext, CheckOutcome } from "./check-outcome.ts";
import { makeFinding } from "./finding-sentences.ts";
import { type FileDigest, hashStoredFile, type UnreadFile } from "./stored-file.ts";

/** Compares one advisory link with the digest in the ledger entry that attached it. */
export async function checkLink(context: CheckContext, attached: LedgerEntry): Promise<CheckOutcome> {
  const { path = null, sha256: expected = null, body } = attached;
  const id = body.advisory_id;
  const name = typeof id === "string" ? id : (path ?? "unnamed");
  const file = await hashLink(context, path);
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

async function hashLink(context: CheckContext, path: StorePath | null): Promise<FileDigest | UnreadFile> {
  if (path === null) return { state: "closed", reason: "the ledger names no file for its link" };
  return hashStoredFile(context.store, path, context.signal);
}

function item({ name, expected, found }: { name: string; expected: string | null; found: string | null }) {
  return { name: `Advice ${name}`, expected, found };
}
