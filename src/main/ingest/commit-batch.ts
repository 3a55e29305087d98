import { basename } from "node:path";
import { AppError } from "../../shared/app-error.ts";
import { formatRunNumber } from "../../shared/run-number.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import { sha256Hex } from "../canonical/digest.ts";
import { EVIDENCE_LIMITS } from "../canonical/json-tree.ts";
import type { EntryDraft, NewFile } from "../store/change.ts";
import type { RunStore } from "../store/run-store.ts";
import { attachmentPath } from "../store/store-layout.ts";
import type { Fs } from "../system/fs.ts";
import { readForeignFile } from "./foreign-file.ts";
import type { EntryBody, ImportUnit, PlannedAttachment, PlannedLink, PlannedRecord } from "./import-plan.ts";
import type { Tombstone } from "./older-indexes.ts";
import { quotedText } from "./quoted-text.ts";
import { storeOlderAttachment } from "./store-older-attachment.ts";

/** What an import writes with. */
export interface ImportServices {
  readonly fs: Fs;
  readonly store: RunStore;
}

/** Files and entries that are to become one change. Attachments they name are durable already. */
export class ImportBatch {
  readonly files: NewFile[] = [];
  readonly entries: EntryDraft[] = [];
  readonly notes: string[] = [];
  readonly #services: ImportServices;
  byteLength = 0;

  constructor(services: ImportServices) {
    this.#services = services;
  }

  /** Everything of one run: record, links, attachments, tombstone, in this order. */
  async addUnit(unit: ImportUnit): Promise<void> {
    if (unit.record !== null) this.#addRecord(unit.record);
    for (const link of unit.links) await this.#addLink(link);
    for (const attachment of unit.attachments) await this.addAttachment(attachment, unit.runId);
    if (unit.tombstone !== null) this.entries.push(hiddenEntry(unit.runId, unit.tombstone));
  }

  /** `subject` is the run the attachment belongs to, else the store. */
  async addAttachment(attachment: PlannedAttachment, subject: string): Promise<void> {
    const seen = new Set<Sha256>();
    for (const file of attachment.files) {
      const kept = await storeOlderAttachment(this.#services, file);
      if ("unread" in kept) {
        this.notes.push(kept.unread);
        continue;
      }
      if (seen.has(kept.sha256)) continue;
      const isExtra = seen.size > 0;
      seen.add(kept.sha256);
      for (const newFile of kept.newFiles) if (!this.#hasFile(newFile)) this.#addFile(newFile);
      if (kept.match === "none")
        this.notes.push(`${file.source} is not what its name says. It is kept as ${kept.sha256}.`);
      const { path, sha256, sizeBytes: size, match } = kept;
      const body = attachmentBody(attachment, { match, bytesSha256: sha256, sizeBytes: size, origin: file.source });
      // A second content under one name is told of under its own digest: the name stands for the first.
      const named = isExtra ? { ...body, sha256, declared_sha256: attachment.declared } : body;
      this.entries.push({ kind: "attachment.added", subject, path, sha256, size, body: named });
    }
  }

  #addRecord(record: PlannedRecord): void {
    const bytes = this.#readPlanned(record);
    if (!record.isInPlace) this.#addFile({ path: record.path, bytes });
    this.entries.push({
      kind: "run.recorded",
      subject: record.runId,
      path: record.path,
      sha256: record.sha256,
      size: record.sizeBytes,
      body: {
        run_number: formatRunNumber(this.#services.store.takeRunNumber()),
        attachments: [...new Set(record.attachments.map(({ sha256 }) => sha256))],
        status: record.status,
        risk_level: record.riskLevel,
        imported: true,
        origin: record.file.source.toWellFormed(),
        declared_run_id: record.declaredRunId,
        feasibility_verdict: record.verdict,
        import_state: record.state,
        import_note: record.reason,
      },
    });
  }

  async #addLink({ runId, body, link }: PlannedLink): Promise<void> {
    if (link === null) {
      this.entries.push({ kind: "advisory.attached", subject: runId, body });
      return;
    }
    const { path, sha256, file } = link;
    const bytes = this.#readPlanned(link);
    if (path === attachmentPath(sha256)) await this.#services.store.putAttachment([bytes]);
    else if (!link.isInPlace) this.#addFile({ path, bytes });
    const oddName = path.endsWith(".json") ? {} : { file_name: quotedText(file.source) };
    const size = bytes.byteLength;
    this.entries.push({ kind: "advisory.attached", subject: runId, path, sha256, size, body: { ...body, ...oddName } });
  }

  /** The bytes that were planned with. Other bytes mean that someone writes to the older store right now. */
  #readPlanned({ file, sha256 }: Pick<PlannedRecord, "file" | "sha256">): Buffer {
    const bytes = readForeignFile(this.#services.fs, file.path, EVIDENCE_LIMITS.maxBytes);
    if (sha256Hex(bytes) === sha256) return bytes;
    throw new AppError(
      "CONFLICT",
      `${file.source} changed while it was imported. Stop the program that writes there and start again: nothing is imported twice.`,
      { context: { path: file.path } },
    );
  }

  #hasFile(file: NewFile): boolean {
    return this.files.some(({ path }) => path === file.path);
  }

  #addFile(file: NewFile): void {
    this.files.push(file);
    this.byteLength += file.bytes.byteLength;
  }
}

function attachmentBody(
  attachment: PlannedAttachment,
  kept: { readonly match: string; readonly bytesSha256: Sha256; readonly sizeBytes: number; readonly origin: string },
): EntryBody {
  const { declared, facts } = attachment;
  return {
    sha256: declared,
    match: kept.match,
    bytes_sha256: kept.bytesSha256,
    kind: attachment.kind,
    mime: facts?.mime ?? null,
    filename: facts?.filename ?? basename(kept.origin).toWellFormed(),
    size_bytes: facts?.sizeBytes ?? kept.sizeBytes,
    created_at_utc: facts?.createdAtUtc ?? null,
    imported: true,
    origin: kept.origin.toWellFormed(),
  };
}

function hiddenEntry(runId: string, tombstone: Tombstone): EntryDraft {
  const { reason, deletedBy, deletedAtUtc, source } = tombstone;
  return {
    kind: "run.hidden",
    subject: runId,
    body: {
      reason: `deleted in the older system${reason === null ? "" : `: ${reason}`}`,
      deleted_by: deletedBy,
      deleted_at_utc: deletedAtUtc,
      imported: true,
      origin: source,
    },
  };
}
