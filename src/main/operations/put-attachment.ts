import type { OperationResponse } from "../../shared/operation-table.ts";
import type { Attachment } from "../../shared/operations/run-operations.ts";
import type { TaskQueue } from "../catalog/task-queue.ts";
import type { StoredAttachment } from "../store/attachment-writer.ts";
import type { EntryDraft } from "../store/change.ts";
import type { LedgerEntry } from "../store/ledger-entry.ts";
import { attachmentPath } from "../store/store-layout.ts";
import { type Clock, utcTimestamp } from "../system/clock.ts";
import { type AttachmentSource, pacedChunks } from "./attachment-source.ts";
import type { Call } from "./handler.ts";
import type { OpenFolder } from "./open-folder.ts";
import { readRow, readRun } from "./read-run.ts";

/** Room that a file must leave: records go on being taken when files are refused. Source: safety, "Durable atomic writes". */
export const ROOM_FOR_RECORDS_BYTES = 64 * 1024 * 1024;

/** A file on its way to a run. */
export interface NewAttachment {
  readonly runId: string;
  readonly source: AttachmentSource;
  readonly kind: string;
  readonly mime: string | null;
}

/** What adding a file works with. */
export interface PutServices {
  readonly folder: OpenFolder;
  readonly clock: Clock;
  /** One for all calls: two that add the same file wait for each other before they look whether it is there. */
  readonly naming: TaskQueue;
}

/**
 * Adds a file to a run: its bytes first, then the entry that names it; durable when it resolves. The same content with the same kind and
 * name is added once. Stopped or failed, it leaves the run as it was. Throws BAD_RUN_ID, RUN_NOT_FOUND, CANCELLED, what reading the
 * source throws, and the storage codes.
 */
export async function putAttachment(
  services: PutServices,
  wanted: NewAttachment,
  call: Call,
): Promise<OperationResponse<"attachment.put">> {
  const { store } = services.folder;
  const { run_id: runId } = await readRow(services.folder, wanted.runId);
  const { sizeBytes } = wanted.source;
  const report = call.progress("bytes");
  const progress = (doneBytes: number): void => report(doneBytes, Math.max(doneBytes, sizeBytes));
  const stored = await store.putAttachment(pacedChunks(wanted.source, { signal: call.signal, progress }), {
    neededBytes: sizeBytes + ROOM_FOR_RECORDS_BYTES,
  });
  const file = describe(wanted, stored, services.clock);
  return services.naming.run(async () => {
    const known = await findSame(services.folder, runId, file);
    if (known !== null) return { run_id: runId, attachment: known, added: false };
    const { actor, requestId } = call;
    await store.commit({ files: [], entries: [addedEntry(runId, file, stored)], actor, requestId });
    return { run_id: runId, attachment: file, added: true };
  });
}

function describe({ source, kind, mime }: NewAttachment, stored: StoredAttachment, clock: Clock): Attachment {
  return {
    sha256: stored.sha256,
    kind: kind.toWellFormed(),
    mime: mime?.toWellFormed() ?? null,
    filename: source.name,
    size_bytes: stored.sizeBytes,
    created_at_utc: utcTimestamp(clock.nowMs()),
    present: true,
  };
}

/** The file as the run has it already, under this kind and name. */
async function findSame(folder: OpenFolder, runId: string, file: Attachment): Promise<Attachment | null> {
  const { attachments, entries } = await readRun(folder, runId);
  const listed = attachments.find((known) => known.sha256 === file.sha256 && isCalled(known, file));
  if (listed !== undefined) return listed;
  // Added without a name of its own, a file of the record is not listed a second time.
  return entries.some((entry) => isSameAdded(entry, file)) ? file : null;
}

function isSameAdded({ kind, sha256, body }: LedgerEntry, file: Attachment): boolean {
  if (kind !== "attachment.added" || sha256 !== file.sha256) return false;
  return body.kind === file.kind && body.filename === file.filename;
}

function isCalled(known: Attachment, file: Attachment): boolean {
  return known.kind === file.kind && known.filename === file.filename;
}

function addedEntry(runId: string, file: Attachment, { sha256, sizeBytes }: StoredAttachment): EntryDraft {
  const { kind, mime, filename, created_at_utc } = file;
  return {
    kind: "attachment.added",
    subject: runId,
    path: attachmentPath(sha256),
    sha256,
    size: sizeBytes,
    body: {
      ...{ sha256, bytes_sha256: sha256, match: "bytes", kind, mime, filename },
      ...{ size_bytes: sizeBytes, created_at_utc, imported: false },
    },
  };
}
