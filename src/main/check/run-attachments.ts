import type { Sha256 } from "../../shared/sha256.ts";
import type { LedgerEntry } from "../store/ledger-entry.ts";
import type { StorePath } from "../store/store-layout.ts";

/** A file that a run names. */
export interface NamedAttachment {
  /** What a person calls it: its file name, else what kind of file it is, else its fingerprint. */
  readonly name: string;
  /** As it is written, which in foreign records may be no fingerprint at all. */
  readonly sha256: string;
  readonly kind: string | null;
  /** Where the ledger says its bytes lie and what they are; null where only the name says so. */
  readonly kept: KeptBytes | null;
}

/** Bytes that a ledger entry vouches for. Imported ones may be other bytes than their name says. */
export interface KeptBytes {
  readonly path: StorePath;
  readonly sha256: Sha256;
}

/** The files a run names: in its record, in the entry that recorded it, and in entries that added one. Each fingerprint once. */
export function runAttachments(record: unknown, entries: readonly LedgerEntry[]): readonly NamedAttachment[] {
  const kept = keptBytes(entries);
  const named = new Map<string, NamedAttachment>();
  const add = (source: unknown): void => {
    const sha256 = textOf(typeof source === "string" ? source : memberOf(source, "sha256"));
    if (sha256 === null || named.has(sha256)) return;
    const kind = textOf(memberOf(source, "kind"));
    const name = textOf(memberOf(source, "filename")) ?? kind ?? sha256;
    named.set(sha256, { name, sha256, kind, kept: kept.get(sha256) ?? null });
  };
  for (const source of listOf(memberOf(record, "attachments"))) add(source);
  for (const entry of entries) {
    if (entry.kind === "run.recorded") for (const source of listOf(memberOf(entry.body, "attachments"))) add(source);
    if (entry.kind === "attachment.added") add({ ...entry.body, sha256: nameIn(entry) });
  }
  return [...named.values()];
}

/** By the fingerprint records use. The first entry of a name counts: a second content under it is told of under its own. */
function keptBytes(entries: readonly LedgerEntry[]): ReadonlyMap<unknown, KeptBytes> {
  const kept = new Map<unknown, KeptBytes>();
  for (const entry of entries) {
    const { kind, path, sha256 } = entry;
    if (kind !== "attachment.added" || path === undefined || sha256 === undefined || kept.has(nameIn(entry))) continue;
    kept.set(nameIn(entry), { path, sha256 });
  }
  return kept;
}

function nameIn({ body, sha256 }: LedgerEntry): unknown {
  return memberOf(body, "sha256") ?? sha256;
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
