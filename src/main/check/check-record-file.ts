import type { Finding } from "../../shared/finding.ts";
import { EVIDENCE_LIMITS } from "../canonical/json-tree.ts";
import type { LedgerEntry } from "../store/ledger-entry.ts";
import type { StorePath } from "../store/store-layout.ts";
import type { CheckContext, CheckOutcome, CheckResult } from "./check-outcome.ts";
import { makeFinding } from "./finding-sentences.ts";
import { type FileBytes, readStoredFile, type UnreadFile } from "./stored-file.ts";

const NAME = "Record";

/** The record as it lies on disk. */
export interface RecordFile extends CheckOutcome {
  /** The bytes, when they were read and are those the ledger vouches for (or nothing vouches for any); else null. */
  readonly bytes: Buffer | null;
}

/** Compares the record's bytes with the digest and size in the ledger entry that recorded it. */
export async function checkRecordFile(
  context: CheckContext,
  path: StorePath | null,
  recorded: LedgerEntry | null,
): Promise<RecordFile> {
  const expected = recorded?.sha256 ?? null;
  const file = path === null ? MISSING : await readStoredFile(context.store, path, { ...context, ...WHOLE });
  if (file.state === "read") context.countFile(file.sizeBytes);
  const found = file.state === "read" ? file.sha256 : null;
  const result = resultOf(file, recorded);
  const fact = { name: NAME, path, expected, found };
  const findings: Finding[] = [];
  if (file.state === "missing") findings.push(makeFinding("RECORD_MISSING", fact));
  if (file.state === "closed") findings.push(makeFinding("RECORD_UNREADABLE", { ...fact, reason: file.reason }));
  if (file.state === "read" && file.bytes === null && result !== "different") {
    findings.push(makeFinding("RECORD_UNREADABLE", { ...fact, reason: "it is larger than any record" }));
  }
  if (result === "different") findings.push(makeFinding("RECORD_CHANGED", fact));
  if (file.state === "read" && expected === null) findings.push(makeFinding("RECORD_FOREIGN", fact));
  return {
    findings,
    items: [{ name: NAME, expected, found, result }],
    bytes: file.state === "read" && result !== "different" ? file.bytes : null,
  };
}

const MISSING: UnreadFile = { state: "missing" };
const WHOLE = { maxBytes: EVIDENCE_LIMITS.maxBytes };

function resultOf(file: FileBytes | UnreadFile, recorded: LedgerEntry | null): CheckResult {
  if (file.state === "missing") return "missing";
  if (file.state === "closed" || recorded?.sha256 === undefined) return "cannot-check";
  const sizeHolds = recorded.size === undefined || recorded.size === file.sizeBytes;
  return sizeHolds && recorded.sha256 === file.sha256 ? "same" : "different";
}
