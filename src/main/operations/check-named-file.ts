import type { CheckReport } from "../../shared/operations/store-operations.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import { toPlain } from "../canonical/json-tree.ts";
import { checkAttachment } from "../check/check-attachment.ts";
import { namedPaths } from "../check/check-ledger.ts";
import type { CheckControl } from "../check/check-run.ts";
import type { HashPool } from "../check/hash-pool.ts";
import { type NamedAttachment, runAttachments } from "../check/run-attachments.ts";
import { runVerdict } from "../check/run-verdict.ts";
import { attachmentPath } from "../store/store-layout.ts";
import { type Clock, utcTimestamp } from "../system/clock.ts";
import type { OpenFolder } from "./open-folder.ts";
import { findFile, findJson, readEntries, readRow } from "./read-run.ts";
import { attachmentNotFound } from "./save-attachment.ts";
import { wholeCatalog } from "./whole-catalog.ts";

interface FileToCheck {
  readonly attachment: NamedAttachment;
  readonly isImported: boolean;
}

/**
 * Checks the bytes of one file by what the ledger says of it, under any name that a run has for it. Bad data gives findings. Throws
 * ATTACHMENT_NOT_FOUND for a fingerprint that names nothing here, CANCELLED and faults of the drive.
 */
export async function checkNamedFile(
  { folder, clock, hashes }: { readonly folder: OpenFolder; readonly clock: Clock; readonly hashes: HashPool },
  sha256: Sha256,
  control: CheckControl,
): Promise<CheckReport> {
  const { attachment, isImported } = await findNamed(folder, sha256);
  const checked = { files: 0, bytes: 0 };
  control.progress(0, 1);
  const { findings, items } = await checkAttachment(
    {
      store: folder.store,
      signal: control.signal,
      hashes: hashes.of(folder.runsDir),
      countFile: (sizeBytes) => {
        checked.files += 1;
        checked.bytes += sizeBytes;
      },
    },
    attachment,
    isImported,
  );
  control.progress(1, 1);
  return {
    ...{ verdict: runVerdict(findings), findings: [...findings], items: [...items], checked },
    checked_at: utcTimestamp(clock.nowMs()),
  };
}

async function findNamed(folder: OpenFolder, sha256: Sha256): Promise<FileToCheck> {
  const [runId] = await (await folder.catalog()).runsWithAttachment(sha256, 1);
  const unnamed = { attachment: { name: sha256, sha256, kind: null, kept: null }, isImported: false };
  if (runId !== undefined) return (await findInRun(folder, runId, sha256)) ?? unnamed;
  const isHere = folder.store.fileSize(attachmentPath(sha256)) !== null;
  if (isHere || (await isNamedByFolder(folder, sha256))) return unnamed;
  throw attachmentNotFound(sha256);
}

/** The file as a run names it. A run may name it by the form of its values, while its bytes lie under their own fingerprint. */
async function findInRun(folder: OpenFolder, runId: string, sha256: Sha256): Promise<FileToCheck | null> {
  const { path } = await readRow(folder, runId);
  const entries = await readEntries(folder, runId);
  const record = findJson(findFile(folder.store, path));
  const files = runAttachments(record === null ? null : toPlain(record), entries);
  const attachment =
    files.find((file) => file.sha256 === sha256) ?? files.find((file) => file.kept?.sha256 === sha256) ?? null;
  if (attachment === null) return null;
  const recorded = entries.find(({ kind }) => kind === "run.recorded");
  return { attachment, isImported: recorded?.body.imported === true };
}

/** Reports and imported originals belong to no run. */
async function isNamedByFolder(folder: OpenFolder, sha256: Sha256): Promise<boolean> {
  const { store } = folder;
  if (store.identity === null) return false;
  const places = await (await wholeCatalog(folder)).entryPlaces(store.identity.storeId);
  const path = attachmentPath(sha256);
  return places.some((place) => namedPaths(store.ledger.entryAt(place)).includes(path));
}
