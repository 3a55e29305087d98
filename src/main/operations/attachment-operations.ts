import type { OperationRequest } from "../../shared/operation-table.ts";
import type { ListedAttachment } from "../../shared/operations/attachment-operations.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import { TaskQueue } from "../catalog/task-queue.ts";
import { type AttachmentSource, bytesSource, fileSource } from "./attachment-source.ts";
import type { Call, Handlers } from "./handler.ts";
import type { OpenFolder } from "./open-folder.ts";
import type { OperationDeps } from "./operation-deps.ts";
import { parseSha256 } from "./parse-request.ts";
import { putAttachment } from "./put-attachment.ts";
import { readEntries, readRow, readRun } from "./read-run.ts";
import { otherNames } from "./run-files.ts";
import { runsWithFile } from "./runs-with-file.ts";
import { saveAttachment } from "./save-attachment.ts";
import { VerifiedFiles } from "./verified-files.ts";

type AttachmentOperation =
  | "attachment.list"
  | "attachment.open"
  | "attachment.runs"
  | "attachment.put"
  | "attachment.save";

/** The files of runs. */
export function createAttachmentOperations(deps: OperationDeps): Pick<Handlers, AttachmentOperation> {
  const naming = new TaskQueue();
  const verified = new VerifiedFiles(deps);
  return {
    async "attachment.list"({ run_id: runId }) {
      return { attachments: await listFiles(deps.folders.current(), runId) };
    },
    async "attachment.open"({ sha256: text, offset, length, accept_changed: acceptChanged }) {
      const wanted = { sha256: parseSha256(text), offset, length, acceptChanged };
      const { bytes, sizeBytes, isRecorded } = await verified.read(deps.folders.current(), wanted);
      // A copy: cloned for the window, a view would take the memory around it along.
      return { bytes: new Uint8Array(bytes), size_bytes: sizeBytes, offset, is_recorded: isRecorded };
    },
    async "attachment.runs"({ sha256: text, run_id: runId }) {
      const sha256 = parseSha256(text);
      const folder = deps.folders.current();
      const names = runId === null ? [] : await namesIn(folder, sha256, runId);
      const { runIds, hasMore } = await runsWithFile(await folder.catalog(), { names: [sha256, ...names], runId });
      return { run_ids: [...runIds], more: hasMore };
    },
    async "attachment.put"({ run_id: runId, source, kind, mime }, call) {
      const services = { folder: deps.folders.current(), clock: deps.clock, naming };
      return putAttachment(services, { runId, kind, mime, source: sourceOf(deps, source, call) }, call);
    },
    async "attachment.save"({ sha256, to }, call) {
      return saveAttachment(deps, { sha256: parseSha256(sha256), to }, call);
    },
  };
}

async function listFiles(folder: OpenFolder, runId: string): Promise<ListedAttachment[]> {
  const { attachments, entries } = await readRun(folder, runId);
  const catalog = await folder.catalog();
  const listed = attachments.map(async (file) => {
    const sha256 = parseSha256(file.sha256);
    const { runIds } = await runsWithFile(catalog, { names: [sha256, ...otherNames(sha256, entries)], runId });
    return { ...file, also_in: runIds.length };
  });
  return Promise.all(listed);
}

async function namesIn(folder: OpenFolder, sha256: Sha256, runId: string): Promise<readonly Sha256[]> {
  await readRow(folder, runId);
  return otherNames(sha256, await readEntries(folder, runId));
}

function sourceOf(
  { fs, grants }: OperationDeps,
  source: OperationRequest<"attachment.put">["source"],
  { door }: Call,
): AttachmentSource {
  if ("bytes" in source) return bytesSource(source.bytes, source.name);
  return fileSource(fs, grants.resolve(source.file, door, "source.file"), "source.file");
}
