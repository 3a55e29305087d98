import type { Attachment } from "../../shared/operations/run-operations.ts";
import { sha256Schema } from "../../shared/sha256.ts";
import type { LedgerEntry } from "../store/ledger-entry.ts";
import type { RunStore } from "../store/run-store.ts";
import { attachmentPath } from "../store/store-layout.ts";

type Source = Readonly<Record<string, unknown>>;

/**
 * The files of a run: those its record names, then those added since, each once. `sha256` is what the bytes are kept under, which
 * for some files of older stores is not what the record calls them.
 */
export function runFiles(store: RunStore, record: unknown, entries: readonly LedgerEntry[]): readonly Attachment[] {
  const files = new Map<string, Attachment>();
  const added = entries.filter(({ kind }) => kind === "attachment.added");
  const keptAs = new Map(added.map(({ body, sha256 }) => [body.named_sha256, sha256]));
  const add = (source: Source, more: Partial<Attachment>): void => {
    const sha256 = sha256Schema.safeParse(keptAs.get(textOf(source.sha256) ?? undefined) ?? source.sha256);
    if (!sha256.success || files.has(sha256.data)) return;
    files.set(sha256.data, {
      ...fileOf(source),
      ...more,
      sha256: sha256.data,
      present: store.fileSize(attachmentPath(sha256.data)) !== null,
    });
  };
  for (const source of namedIn(record)) add(source, {});
  for (const { body, sha256, size, at } of added) {
    add({ ...body, sha256 }, { size_bytes: size ?? null, created_at_utc: textOf(body.created_at_utc) ?? at });
  }
  return [...files.values()];
}

function namedIn(record: unknown): readonly Source[] {
  const named = isObject(record) ? record.attachments : null;
  return Array.isArray(named) ? named.filter(isObject) : [];
}

function fileOf(source: Source): Omit<Attachment, "sha256" | "present"> {
  return {
    kind: textOf(source.kind),
    mime: textOf(source.mime),
    filename: textOf(source.filename),
    size_bytes: typeof source.size_bytes === "number" ? source.size_bytes : null,
    created_at_utc: textOf(source.created_at_utc),
  };
}

function isObject(value: unknown): value is Source {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
