import type { FindingCode } from "../../shared/finding.ts";
import { sha256Schema } from "../../shared/sha256.ts";
import { canonicalDigest } from "../canonical/canonical-form.ts";
import { JsonSyntaxError } from "../canonical/json-syntax-error.ts";
import { EVIDENCE_LIMITS } from "../canonical/json-tree.ts";
import { attachmentPath, type StorePath } from "../store/store-layout.ts";
import type { CheckContext, CheckOutcome, CheckResult } from "./check-outcome.ts";
import { makeFinding } from "./finding-sentences.ts";
import type { NamedAttachment } from "./run-attachments.ts";
import { type FileDigest, hashFileOf, readStoredFile, type UnreadFile } from "./stored-file.ts";

/** How one attachment came out. `code` is null where nothing is to be said. */
interface AttachmentResult {
  readonly result: CheckResult;
  readonly code: FindingCode | null;
  readonly path: string | null;
  readonly found: string | null;
  readonly reason?: string;
}

/**
 * Hashes the bytes of one attachment at constant memory and compares them with the fingerprint it is named by. `isImported`: the
 * older system named some JSON files by their canonical form and stored them with blanks.
 */
export async function checkAttachment(
  context: CheckContext,
  attachment: NamedAttachment,
  isImported: boolean,
): Promise<CheckOutcome> {
  const { name, sha256: expected } = attachment;
  const { code, ...fact } = await compareBytes(context, attachment, isImported);
  return {
    findings: code === null ? [] : [makeFinding(code, { name, expected, ...fact })],
    items: [{ name, expected, found: fact.found, result: fact.result }],
  };
}

async function compareBytes(
  context: CheckContext,
  attachment: NamedAttachment,
  isImported: boolean,
): Promise<AttachmentResult> {
  const path = attachmentFile(attachment);
  if (path === null) {
    const reason = "no fingerprint was kept for this file";
    return { result: "cannot-check", code: "DIGEST_CANNOT_CHECK", path, found: null, reason };
  }
  const file = await hashOnce(context, path);
  if (file.state === "missing") return { result: "missing", code: "ATTACHMENT_MISSING", path, found: null };
  if (file.state === "closed") {
    return { result: "cannot-check", code: "DIGEST_CANNOT_CHECK", path, found: null, reason: file.reason };
  }
  const found = file.sha256;
  if (found === attachment.sha256) return { result: "same", code: null, path, found };
  const mayBeSpaced = isImported && (attachment.kept === null || attachment.kept.sha256 === found);
  if (mayBeSpaced && (await canonicalDigestOf(context, path)) === attachment.sha256) {
    return { result: "same", code: "ATTACHMENT_CANONICAL_MATCH", path, found };
  }
  return { result: "different", code: "ATTACHMENT_CHANGED", path, found };
}

/** A file that another run of the same check shares is not read again, nor counted. */
async function hashOnce(context: CheckContext, path: StorePath): Promise<FileDigest | UnreadFile> {
  const { digests, countFile } = context;
  const known = digests?.find(path) ?? null;
  if (known !== null) return known;
  const file = await hashFileOf(context, path);
  if (file.state === "read") countFile(file.sizeBytes);
  digests?.keep(path, file);
  return file;
}

/** Where the bytes of an attachment lie; null where what names it is no fingerprint. */
export function attachmentFile({ sha256, kept }: NamedAttachment): StorePath | null {
  const named = sha256Schema.safeParse(sha256);
  return named.success ? (kept?.path ?? attachmentPath(named.data)) : null;
}

/** Digest of the canonical form of a stored file; null for what is no JSON. */
export async function canonicalDigestOf(context: CheckContext, path: StorePath): Promise<string | null> {
  const options = { maxBytes: EVIDENCE_LIMITS.maxBytes, signal: context.signal };
  const file = await readStoredFile(context.store, path, options);
  if (file.state !== "read" || file.bytes === null) return null;
  try {
    return canonicalDigest(file.bytes);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return null;
    throw error;
  }
}
