import type { ImportRecord } from "../../shared/operations/store-operations.ts";
import { PLACEHOLDER_SHA256 } from "../../shared/sha256.ts";
import { RISK_LEVELS, RUN_STATUSES } from "../../shared/verdicts.ts";
import { canonicalDigest } from "../canonical/canonical-form.ts";
import { JsonSyntaxError } from "../canonical/json-syntax-error.ts";
import { type DuplicateKey, EVIDENCE_LIMITS, readJson } from "../canonical/json-tree.ts";
import { JsonNumber, JsonObject, type JsonValue } from "../canonical/json-value.ts";
import { findUtcMicros, MAX_UTC_MICROS, utcMicrosText } from "../catalog/utc-micros.ts";

/** A file as an older record or index lists it. */
export interface OlderAttachmentFacts {
  readonly sha256: string;
  readonly kind: string | null;
  readonly mime: string | null;
  readonly filename: string | null;
  readonly sizeBytes: number | null;
  readonly createdAtUtc: string | null;
  readonly runId: string | null;
}

/** What import needs to know of a record; the record itself is its bytes. */
export interface OlderRecord {
  /** Why it cannot be read, as a sentence; null for a readable one. */
  readonly problem: string | null;
  readonly runId: string | null;
  /** The UTC date of `created_at_utc`; null when that is no time. */
  readonly utcDate: string | null;
  readonly status: string | null;
  readonly riskLevel: string | null;
  readonly verdict: ImportRecord["verdict"];
  /** What the record itself lacks, as a sentence; null when nothing. */
  readonly lacks: string | null;
  readonly attachments: readonly OlderAttachmentFacts[];
  /** Sentences about odd spellings that were left as they are. */
  readonly oddities: readonly string[];
}

const SHA256 = /^[0-9a-f]{64}$/;
/** The older reader took numbers up to this for seconds, larger ones for milliseconds. */
const MAX_EPOCH_SECONDS = 2e10;

/** Reads what import needs. Never throws: bytes that are no record give one whose `problem` says why. */
export function readOlderRecord(bytes: Uint8Array): OlderRecord {
  const duplicates: DuplicateKey[] = [];
  try {
    const root = readJson(bytes, EVIDENCE_LIMITS, duplicates);
    if (root instanceof JsonObject) return describeRecord(root, bytes, duplicates);
    return unreadable("It is JSON, but holds no object");
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return unreadable(`${error.reason} (byte ${error.offset})`);
  }
}

function unreadable(problem: string): OlderRecord {
  return {
    problem,
    runId: null,
    utcDate: null,
    status: null,
    riskLevel: null,
    verdict: "unreadable",
    lacks: null,
    attachments: [],
    oddities: [],
  };
}

function describeRecord(root: JsonObject, bytes: Uint8Array, duplicates: readonly DuplicateKey[]): OlderRecord {
  const runId = textOf(root.get("run_id"));
  const level = textOf(memberOf(root.get("decision"), "risk_level"))
    ?.trim()
    .toUpperCase();
  const verdict = feasibilityVerdict(root, bytes);
  const utcDate = utcDateOf(root.get("created_at_utc") ?? null);
  const oddities = duplicates.slice(0, 1).map(({ key }) => `The key ${JSON.stringify(key)} comes twice in one object`);
  if (utcDate === null) oddities.push("Its time of creation cannot be read");
  return {
    problem: null,
    runId,
    utcDate,
    status: RUN_STATUSES.find((status) => status === root.get("status")) ?? null,
    riskLevel: RISK_LEVELS.find((known) => known === level) ?? null,
    verdict,
    lacks: lackOf(root, verdict),
    attachments: listOf(root.get("attachments")).flatMap((item) => attachmentFacts(item, runId)),
    oddities,
  };
}

/** Whether the stored digest of the feasibility holds. Source: older-stores, "What is hashed by whom". */
function feasibilityVerdict(root: JsonObject, bytes: Uint8Array): OlderRecord["verdict"] {
  const stored = textOf(memberOf(root.get("hashes"), "feasibility_sha256"))?.toLowerCase() ?? null;
  if (stored === PLACEHOLDER_SHA256) return "placeholder";
  const range = root.rangeOf("feasibility");
  if (stored === null || !SHA256.test(stored) || range === null) return "cannot-check";
  try {
    return canonicalDigest(bytes.subarray(range.start, range.end)) === stored ? "verified" : "mismatch";
  } catch (error) {
    // Text without a canonical form (half a surrogate pair) could not be hashed by the older system either.
    if (error instanceof JsonSyntaxError) return "cannot-check";
    throw error;
  }
}

/** The same rule as the list's "incomplete". */
function lackOf(root: JsonObject, verdict: OlderRecord["verdict"]): string | null {
  if (memberOf(root.get("meta"), "completeness_guard") === true)
    return "The completeness guard of the older system blocked it";
  if (listOf(root.get("completeness")).length > 0) return "Its record says that something is missing";
  return verdict === "placeholder" ? "No fingerprint of its feasibility was kept" : null;
}

function attachmentFacts(item: JsonValue, runId: string | null): OlderAttachmentFacts[] {
  const sha256 = textOf(memberOf(item, "sha256"))?.toLowerCase() ?? "";
  return SHA256.test(sha256) ? [{ ...describeAttachment(item), sha256, runId }] : [];
}

/** What a record's list or `_attachment_meta.json` says about one file. */
export function describeAttachment(item: JsonValue): Omit<OlderAttachmentFacts, "sha256" | "runId"> {
  const size = memberOf(item, "size_bytes");
  return {
    kind: textOf(memberOf(item, "kind")),
    mime: textOf(memberOf(item, "mime")),
    filename: textOf(memberOf(item, "filename")),
    sizeBytes: size instanceof JsonNumber ? size.asSafeInteger() : null,
    createdAtUtc: textOf(memberOf(item, "created_at_utc")),
  };
}

function utcDateOf(value: JsonValue): string | null {
  const micros = value instanceof JsonNumber ? epochMicros(value.asDouble()) : findUtcMicros(textOf(value) ?? "");
  // At the bounds a time stands for all that lie beyond: its date is not known.
  if (micros === null || Math.abs(micros) >= MAX_UTC_MICROS) return null;
  return utcMicrosText(micros).slice(0, "2025-12-17".length);
}

function epochMicros(epoch: number): number | null {
  if (!Number.isFinite(epoch)) return null;
  return Math.floor(epoch * (Math.abs(epoch) > MAX_EPOCH_SECONDS ? 1e3 : 1e6));
}

/** The value as well-formed text; null for anything else. */
export function textOf(value: JsonValue | undefined): string | null {
  return typeof value === "string" ? value.toWellFormed() : null;
}

/** A member of an object; undefined where there is none, or no object. */
export function memberOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return value instanceof JsonObject ? value.get(key) : undefined;
}

/** The items of a list; none for anything else. */
export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
