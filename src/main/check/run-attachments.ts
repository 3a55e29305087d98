import type { Sha256 } from "../../shared/sha256.ts";
import type { LedgerEntry } from "../store/ledger-entry.ts";

/** A file that a run names. */
export interface NamedAttachment {
  /** What a person calls it: its file name, else what kind of file it is, else its fingerprint. */
  readonly name: string;
  /** As it is written, which in foreign records may be no fingerprint at all. */
  readonly sha256: string;
  readonly kind: string | null;
  /** Digest of the bytes kept for it where they are known to differ from the name (JSON spaced differently); else null. */
  readonly storedAs: Sha256 | null;
}

/** The files a run names: in its record, in the entry that recorded it, and in entries that added one. Each fingerprint once. */
export function runAttachments(record: unknown, entries: readonly LedgerEntry[]): readonly NamedAttachment[] {
  const storedAs = storedDigests(entries);
  const named = new Map<string, NamedAttachment>();
  const add = (source: unknown): void => {
    const sha256 = textOf(typeof source === "string" ? source : memberOf(source, "sha256"));
    if (sha256 === null || named.has(sha256)) return;
    const kind = textOf(memberOf(source, "kind"));
    const name = textOf(memberOf(source, "filename")) ?? kind ?? sha256;
    named.set(sha256, { name, sha256, kind, storedAs: storedAs.get(sha256) ?? null });
  };
  for (const source of listOf(memberOf(record, "attachments"))) add(source);
  for (const { kind, body, sha256 } of entries) {
    if (kind === "run.recorded") for (const source of listOf(memberOf(body, "attachments"))) add(source);
    if (kind === "attachment.added") add({ ...body, sha256: memberOf(body, STORED_FOR) ?? sha256 });
  }
  return [...named.values()];
}

/** In `attachment.added`: the fingerprint by which an older record names bytes that are kept under their own. */
const STORED_FOR = "named_sha256";

function storedDigests(entries: readonly LedgerEntry[]): ReadonlyMap<unknown, Sha256> {
  const digests = new Map<unknown, Sha256>();
  for (const { kind, body, sha256 } of entries) {
    if (kind === "attachment.added" && sha256 !== undefined) digests.set(memberOf(body, STORED_FOR), sha256);
  }
  return digests;
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
