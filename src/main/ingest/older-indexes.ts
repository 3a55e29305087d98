import { AppError } from "../../shared/app-error.ts";
import { JsonSyntaxError } from "../canonical/json-syntax-error.ts";
import { EVIDENCE_LIMITS, readJson } from "../canonical/json-tree.ts";
import { JsonObject, type JsonValue } from "../canonical/json-value.ts";
import type { Fs } from "../system/fs.ts";
import { readForeignFile } from "./foreign-file.ts";
import { describeAttachment, listOf, memberOf, type OlderAttachmentFacts, textOf } from "./older-record.ts";
import type { OlderFile, OlderTree } from "./older-tree.ts";

/** A run the older system deleted softly: it only marked it. */
export interface Tombstone {
  readonly runId: string;
  readonly reason: string | null;
  readonly deletedBy: string | null;
  readonly deletedAtUtc: string | null;
  readonly source: string;
}

/** One line of the older system's audit log of deletions. */
export interface DeletionLine {
  readonly runId: string;
  readonly sentence: string;
}

/** An advisory as `_index.json` sums it up beside its run. */
export interface AdvisoryRollup {
  readonly runId: string;
  readonly advisoryId: string;
  readonly value: JsonObject;
}

/** What an import takes from the files beside the records. Everything else in them is derived, and the files are kept whole. */
export interface OlderIndexes {
  /** By run id; the index decides over the audit log. */
  readonly tombstones: ReadonlyMap<string, Tombstone>;
  readonly deletions: readonly DeletionLine[];
  readonly rollups: readonly AdvisoryRollup[];
  /** By digest. */
  readonly attachmentFacts: ReadonlyMap<string, OlderAttachmentFacts>;
  /** Run by the digest of its override. */
  readonly overrides: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

/** Reads the files beside the records. A file that cannot be read is noted and otherwise as if it were not there. */
export function readOlderIndexes(fs: Fs, tree: OlderTree): OlderIndexes {
  const notes: string[] = [];
  const read = (suffix: string): JsonObject | null => readObject(fs, tree.kept.find(isNamed(suffix)), notes);
  const index = read("/_index.json");
  const audit = tree.kept.filter(({ source }) => source.endsWith("/_audit/deletes.jsonl"));
  const lines = audit.flatMap((file) => readLines(fs, file, notes).map((line) => ({ line, source: file.source })));
  const marked = [...lines.flatMap(({ line, source }) => softDeletion(line, source)), ...indexTombstones(index)];
  return {
    tombstones: new Map(marked.map((tombstone) => [tombstone.runId, tombstone])),
    deletions: lines.flatMap(({ line }) => deletionLine(line)),
    rollups: advisoryRollups(index),
    attachmentFacts: attachmentFacts(read("/_attachment_meta.json")),
    overrides: overrideOwners(read("/_overrides_index.json")),
    notes,
  };
}

function isNamed(suffix: string): (file: OlderFile) => boolean {
  return ({ source }) => source.endsWith(suffix);
}

function readBytes(fs: Fs, file: OlderFile, notes: string[]): Buffer | null {
  try {
    return readForeignFile(fs, file.path, EVIDENCE_LIMITS.maxBytes);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    notes.push(`${file.source} could not be read (${error.code}). What it says was not used.`);
    return null;
  }
}

function readObject(fs: Fs, file: OlderFile | undefined, notes: string[]): JsonObject | null {
  const bytes = file === undefined ? null : readBytes(fs, file, notes);
  if (file === undefined || bytes === null) return null;
  const value = parse(bytes);
  if (value instanceof JsonObject) return value;
  notes.push(`${file.source} is no JSON object. It is kept, but what it says was not used.`);
  return null;
}

/** The objects of a file of JSON lines. */
function readLines(fs: Fs, file: OlderFile, notes: string[]): JsonObject[] {
  const bytes = readBytes(fs, file, notes);
  const objects: JsonObject[] = [];
  let number = 0;
  for (const line of bytes?.toString("utf8").split("\n") ?? []) {
    number += 1;
    if (line.trim() === "") continue;
    const value = parse(Buffer.from(line));
    if (value instanceof JsonObject) objects.push(value);
    else notes.push(`Line ${number} of ${file.source} is no JSON object. It is kept, but was not used.`);
  }
  return objects;
}

function parse(bytes: Uint8Array): JsonValue {
  try {
    return readJson(bytes, EVIDENCE_LIMITS);
  } catch (error) {
    // The caller says which file it was; the bytes themselves are kept.
    if (error instanceof JsonSyntaxError) return null;
    throw error;
  }
}

function indexTombstones(index: JsonObject | null): Tombstone[] {
  return [...(index?.entries() ?? [])]
    .filter(([, entry]) => memberOf(entry, "deleted") === true)
    .map(([runId, entry]) => ({
      runId: runId.toWellFormed(),
      reason: textOf(memberOf(entry, "deleted_reason")),
      deletedBy: textOf(memberOf(entry, "deleted_by")),
      deletedAtUtc: textOf(memberOf(entry, "deleted_at_utc")),
      source: "_index.json",
    }));
}

/** A rebuilt index has lost its tombstones; the audit log still has them. */
function softDeletion(line: JsonObject, source: string): Tombstone[] {
  const runId = textOf(line.get("run_id"));
  if (runId === null || line.get("mode") !== "soft" || line.get("outcome") !== "ok") return [];
  return [
    {
      runId,
      reason: textOf(line.get("reason")),
      deletedBy: textOf(line.get("actor")),
      deletedAtUtc: textOf(line.get("ts_utc")),
      source,
    },
  ];
}

function deletionLine(line: JsonObject): DeletionLine[] {
  const runId = textOf(line.get("run_id"));
  if (runId === null) return [];
  const [at, by, mode, outcome, reason] = ["ts_utc", "actor", "mode", "outcome", "reason"].map((key) =>
    textOf(line.get(key)),
  );
  const what =
    outcome === "ok" ? `deleted (${mode ?? "mode unknown"})` : `asked to be deleted (${outcome ?? "outcome unknown"})`;
  const why = reason ? `: ${reason}` : "";
  return [{ runId, sentence: `${what} at ${at ?? "an unknown time"} by ${by ?? "somebody unknown"}${why}` }];
}

function advisoryRollups(index: JsonObject | null): AdvisoryRollup[] {
  return [...(index?.entries() ?? [])].flatMap(([runId, entry]) =>
    listOf(memberOf(entry, "advisories")).flatMap((value) => {
      const advisoryId = textOf(memberOf(value, "advisory_id"));
      return advisoryId !== null && value instanceof JsonObject ? [{ runId, advisoryId, value }] : [];
    }),
  );
}

function attachmentFacts(meta: JsonObject | null): Map<string, OlderAttachmentFacts> {
  const facts = new Map<string, OlderAttachmentFacts>();
  for (const [sha256, item] of meta?.entries() ?? []) {
    facts.set(sha256, { ...describeAttachment(item), sha256, runId: textOf(memberOf(item, "first_seen_run_id")) });
  }
  return facts;
}

function overrideOwners(index: JsonObject | null): Map<string, string> {
  const owners = new Map<string, string>();
  for (const [runId, value] of index?.entries() ?? []) {
    const sha256 = textOf(value);
    if (sha256 !== null) owners.set(sha256, runId.toWellFormed());
  }
  return owners;
}
