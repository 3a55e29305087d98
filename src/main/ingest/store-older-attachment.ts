import { createHash } from "node:crypto";
import { AppError } from "../../shared/app-error.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import { canonicalDigest, canonicalForm } from "../canonical/canonical-form.ts";
import { sha256Hex } from "../canonical/digest.ts";
import { JsonSyntaxError } from "../canonical/json-syntax-error.ts";
import { EVIDENCE_LIMITS } from "../canonical/json-tree.ts";
import type { NewFile } from "../store/change.ts";
import type { RunStore } from "../store/run-store.ts";
import { attachmentPath, type StorePath } from "../store/store-layout.ts";
import type { Fs } from "../system/fs.ts";
import { foreignFileChunks, readForeignFile } from "./foreign-file.ts";
import type { ImportPace } from "./import-pace.ts";
import type { PlannedAttachment } from "./import-plan.ts";
import type { NamedByContent } from "./older-tree.ts";
import { storeForeignFile } from "./store-foreign-file.ts";

/** How content and name of an older attachment agree: by bytes, by canonical JSON, or not. */
export type AttachmentMatch = "bytes" | "canonical" | "none";

/** An older attachment in the store. */
export interface KeptAttachment {
  readonly match: AttachmentMatch;
  /** Where the bytes lie, and what they are. */
  readonly path: StorePath;
  readonly sha256: Sha256;
  readonly sizeBytes: number;
  /** Part of the change that names the attachment; empty when everything is in the store already. */
  readonly newFiles: readonly NewFile[];
}

/** An attachment that could not be read; the sentence says which and why. */
export interface UnreadAttachment {
  readonly unread: string;
}

/** The bytes of an attachment up to the size of a JSON text; null for a larger one. */
function readSmall(fs: Fs, file: NamedByContent): Buffer | UnreadAttachment | null {
  try {
    return readForeignFile(fs, file.path, EVIDENCE_LIMITS.maxBytes);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.code === "TOO_LARGE" ? null : unread(file, error);
  }
}

function unread(file: NamedByContent, error: AppError): UnreadAttachment {
  return { unread: `${file.source} cannot be read (${error.code}). It was not imported.` };
}

/** How bytes agree with the digest they are named by. Source: older-stores 8. */
export function matchAttachment(bytes: Uint8Array, declared: Sha256): AttachmentMatch {
  if (sha256Hex(bytes) === declared) return "bytes";
  try {
    return canonicalDigest(bytes) === declared ? "canonical" : "none";
  } catch (error) {
    // Content that is no JSON has no canonical form to match.
    if (error instanceof JsonSyntaxError) return "none";
    throw error;
  }
}

/**
 * Keeps one attachment of an older store under the digest of its own bytes. JSON that was stored spaced is kept so too, and its
 * canonical form beside it: that is what the name in the records stands for, so every record finds a file that is what it is called.
 * Durable when it resolves, but for `newFiles`. A file that cannot be read is an answer; failures of the store are thrown.
 */
export async function storeOlderAttachment(
  services: { readonly fs: Fs; readonly store: RunStore },
  file: NamedByContent,
): Promise<KeptAttachment | UnreadAttachment> {
  const bytes = readSmall(services.fs, file);
  if (bytes === null) return await storeLarge(services, file);
  if ("unread" in bytes) return bytes;
  const match = matchAttachment(bytes, file.declared);
  if (match === "canonical") return await keepSpaced(services.store, file.declared, bytes);
  const { sha256, sizeBytes } = await services.store.putAttachment([bytes]);
  return { match, path: attachmentPath(sha256), sha256, sizeBytes, newFiles: [] };
}

async function storeLarge(
  services: { readonly fs: Fs; readonly store: RunStore },
  file: NamedByContent,
): Promise<KeptAttachment | UnreadAttachment> {
  const { stored, failure } = await storeForeignFile(services, file.path);
  if (stored === null) return unread(file, failure);
  const match = stored.sha256 === file.declared ? "bytes" : "none";
  return { ...stored, match, path: attachmentPath(stored.sha256), newFiles: [] };
}

async function keepSpaced(store: RunStore, declared: Sha256, bytes: Buffer): Promise<KeptAttachment> {
  const sha256 = sha256Hex(bytes);
  const path = attachmentPath(sha256);
  // What has the name already is compared by the store; it refuses a name that is no longer true.
  if (store.fileSize(path) !== null) await store.putAttachment([bytes]);
  const both = [
    { path, bytes },
    { path: attachmentPath(declared), bytes: canonicalForm(bytes) },
  ];
  const newFiles = both.filter((file) => store.fileSize(file.path) === null);
  return { match: "canonical", path, sha256, sizeBytes: bytes.byteLength, newFiles };
}

/** Sentences about attachments that are not what their names say, or cannot be read. Reads every one; throws CANCELLED when stopped. */
export async function checkOlderAttachments(
  fs: Fs,
  attachments: readonly PlannedAttachment[],
  pace: ImportPace,
): Promise<readonly string[]> {
  const notes: string[] = [];
  const all = attachments.flatMap(({ files }) => files);
  pace.expect(all.length);
  for (const file of all) {
    const match = await lookAt(fs, file, pace);
    if (typeof match === "object") notes.push(match.unread);
    if (match === "none")
      notes.push(`${file.source} is not what its name says. It will be kept under its own fingerprint.`);
    await pace.step();
  }
  return notes;
}

async function lookAt(fs: Fs, file: NamedByContent, pace: ImportPace): Promise<AttachmentMatch | UnreadAttachment> {
  const bytes = readSmall(fs, file);
  if (bytes !== null) return "unread" in bytes ? bytes : matchAttachment(bytes, file.declared);
  const digest = createHash("sha256");
  try {
    for (const chunk of foreignFileChunks(fs, file.path)) {
      digest.update(chunk);
      await pace.step(0);
    }
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "CANCELLED") throw error;
    return unread(file, error);
  }
  return digest.digest("hex") === file.declared ? "bytes" : "none";
}
