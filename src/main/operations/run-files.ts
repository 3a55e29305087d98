import type { Attachment } from "../../shared/operations/run-operations.ts";
import { type Sha256, sha256Schema } from "../../shared/sha256.ts";
import type { LedgerEntry } from "../store/ledger-entry.ts";
import type { RunStore } from "../store/run-store.ts";
import { attachmentPath } from "../store/store-layout.ts";

type Source = Readonly<Record<string, unknown>>;

/**
 * The files of a run: those its record names, then those added since, each once. `sha256` is the name under which the bytes lie,
 * which for some files of older stores is not what the record calls them. The same bytes added under another kind or file name are
 * listed again.
 */
export function runFiles(store: RunStore, record: unknown, entries: readonly LedgerEntry[]): readonly Attachment[] {
  const files = new Map<string, Attachment>();
  const added = entries.filter(({ kind }) => kind === "attachment.added");
  const keptAs = keptNames(added);
  const add = (source: Source, more: Partial<Attachment> & { readonly key?: string }): void => {
    const kept = keptAs.get(source.sha256);
    const sha256 = sha256Schema.safeParse(kept?.sha256 ?? source.sha256);
    if (!sha256.success) return;
    const { key = sha256.data, ...facts } = more;
    if (files.has(key)) return;
    const present = store.fileSize(attachmentPath(sha256.data)) !== null;
    // Records of the older system give the size of another spelling of these bytes.
    const size = kept === undefined || kept.sha256 === source.sha256 ? {} : { size_bytes: kept.sizeBytes };
    files.set(key, { ...fileOf(source), ...size, ...facts, sha256: sha256.data, present });
  };
  for (const source of namedIn(record)) add(source, {});
  for (const entry of added) {
    const { body, size, at } = entry;
    const facts = { size_bytes: size ?? null, created_at_utc: textOf(body.created_at_utc) ?? at };
    add({ ...body, sha256: namedSha256(entry) }, { ...facts, ...keyOf(entry, files) });
  }
  return [...files.values()];
}

/** What else the entries of a run call the file that lies under this name. */
export function otherNames(sha256: Sha256, entries: readonly LedgerEntry[]): readonly Sha256[] {
  const names = new Set<Sha256>();
  for (const entry of entries) {
    if (entry.kind !== "attachment.added" || keptSha256(entry) !== sha256) continue;
    const named = sha256Schema.safeParse(namedSha256(entry));
    if (named.success && named.data !== sha256) names.add(named.data);
  }
  return [...names];
}

/** An import tells again of what the record lists; what people add stands for itself when it is called something else. */
function keyOf(entry: LedgerEntry, files: ReadonlyMap<string, Attachment>): { readonly key?: string } {
  const sha256 = keptSha256(entry);
  const known = sha256 === null ? undefined : files.get(sha256);
  if (known === undefined || entry.body.imported === true) return {};
  const { kind, filename } = fileOf(entry.body);
  const isNothingElse = [known.kind, null].includes(kind) && [known.filename, null].includes(filename);
  return isNothingElse ? {} : { key: JSON.stringify([sha256, kind, filename]) };
}

interface KeptAs {
  readonly sha256: Sha256;
  readonly sizeBytes: number | null;
}

/** By the name that records use, the name under which the bytes lie. The first entry of a name counts. */
function keptNames(added: readonly LedgerEntry[]): ReadonlyMap<unknown, KeptAs> {
  const names = new Map<unknown, KeptAs>();
  for (const entry of added) {
    const sha256 = keptSha256(entry);
    const named = namedSha256(entry);
    if (sha256 !== null && !names.has(named)) names.set(named, { sha256, sizeBytes: entry.size ?? null });
  }
  return names;
}

/** What records call the file that an entry adds. */
function namedSha256({ body, sha256 }: LedgerEntry): unknown {
  return body.sha256 ?? sha256;
}

/** What its bytes are called in the store; null where the entry names no place of an attachment. */
function keptSha256({ path, sha256 }: LedgerEntry): Sha256 | null {
  const name = sha256Schema.safeParse(path?.split("/").at(-1) ?? sha256);
  return name.success ? name.data : null;
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
