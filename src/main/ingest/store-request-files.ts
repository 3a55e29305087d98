import type { Violation } from "../../shared/operations/run-operations.ts";
import type { RunStore } from "../store/run-store.ts";
import type { Fs } from "../system/fs.ts";
import type { RecordAttachment } from "./build-record.ts";
import { quotedText } from "./quoted-text.ts";
import { describeFailure, findRequestFile } from "./request-file.ts";
import type { NamedFile } from "./run-request.ts";
import { storeForeignFile } from "./store-foreign-file.ts";

/** What became of the files a request names. */
export interface StoredRequestFiles {
  readonly attachments: readonly RecordAttachment[];
  /** Named `files[i].path` or `files[i].sha256`. */
  readonly violations: readonly Violation[];
}

/**
 * Stores the files a request names as attachments, in their order. A file that is missing, refused or unreadable becomes a violation;
 * only a failure of the store itself is thrown.
 */
export async function storeRequestFiles(
  services: { readonly store: RunStore; readonly fs: Fs },
  files: readonly NamedFile[],
  filesBase: string | null,
): Promise<StoredRequestFiles> {
  const attachments: RecordAttachment[] = [];
  const violations: Violation[] = [];
  for (const [index, file] of files.entries()) {
    // A file without a path is a problem of the request, and listed as one.
    if (file.path === "") continue;
    const stored = await storeFile(services, file, filesBase);
    if (stored.attachment === null) {
      violations.push({ field: `files[${index}].path`, reason: stored.refused });
      continue;
    }
    attachments.push(stored.attachment);
    const differing = differingDigest(file, stored.attachment);
    if (differing !== null) violations.push({ field: `files[${index}].sha256`, reason: differing });
  }
  return { attachments, violations };
}

type StoredFile =
  | { readonly attachment: RecordAttachment; readonly refused: null }
  | { readonly attachment: null; readonly refused: string };

async function storeFile(
  services: { readonly store: RunStore; readonly fs: Fs },
  file: NamedFile,
  filesBase: string | null,
): Promise<StoredFile> {
  const found = findRequestFile(services.fs, filesBase, file.path);
  if (found.path === null) return { attachment: null, refused: found.refused };
  const { stored, failure } = await storeForeignFile(services, found.path);
  if (stored === null) return { attachment: null, refused: describeFailure(failure, file.path) };
  const filename = file.filename ?? lastPart(file.path);
  return { attachment: { ...stored, kind: file.kind, mime: file.mime, filename }, refused: null };
}

function differingDigest(file: NamedFile, stored: RecordAttachment): string | null {
  const asserted = file.assertedSha256;
  if (asserted === null || asserted.toLowerCase() === stored.sha256) return null;
  return `The request asserts ${quotedText(asserted)}, but the file has ${stored.sha256}`;
}

function lastPart(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== "") ?? path;
}
