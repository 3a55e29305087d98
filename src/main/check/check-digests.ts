import type { CheckedItem } from "../../shared/operations/store-operations.ts";
import { PLACEHOLDER_SHA256 } from "../../shared/sha256.ts";
import { canonicalDigest } from "../canonical/canonical-form.ts";
import { sha256Hex } from "../canonical/digest.ts";
import { JsonSyntaxError } from "../canonical/json-syntax-error.ts";
import { JsonObject, type JsonValue } from "../canonical/json-value.ts";
import { attachmentFile, canonicalDigestOf } from "./check-attachment.ts";
import type { CheckContext, CheckOutcome } from "./check-outcome.ts";
import type { ReadRecord } from "./check-record-shape.ts";
import { type FoundFact, makeFinding } from "./finding-sentences.ts";
import type { NamedAttachment } from "./run-attachments.ts";

/** A fingerprint of the record and where what it is over may lie. */
interface DigestRule {
  readonly field: string;
  readonly name: string;
  /** The object that may hold the value (null: the record itself) and the key; null where records never hold it. */
  readonly inline: { readonly within: string | null; readonly key: string } | null;
  /** The kind of attachment that holds the value where the record does not. */
  readonly kind: string;
}

/**
 * `request_hash` and `inputs_hash` are not here: a request is summarised, not kept, so they can only be compared with the request itself.
 * Toolpaths never stand in a record; they are kept as an attachment, as are operation plans and G-code above the inline limit.
 */
const RULES: readonly DigestRule[] = [
  {
    field: "feasibility_sha256",
    name: "Check result",
    inline: { within: null, key: "feasibility" },
    kind: "feasibility",
  },
  { field: "toolpaths_sha256", name: "Toolpaths", inline: null, kind: "toolpaths" },
  { field: "opplan_sha256", name: "Operation plan", inline: { within: "outputs", key: "opplan_json" }, kind: "opplan" },
  { field: "gcode_sha256", name: "G-code", inline: { within: "outputs", key: "gcode_text" }, kind: "gcode" },
  { field: "snapshot_sha256", name: "Snapshot", inline: null, kind: "snapshot" },
];

const REQUIRED_FIELD = "feasibility_sha256";
const FINGERPRINT = /^[0-9a-fA-F]{64}$/;

/** What the attachments' own check said, by the fingerprint they are named by. */
export interface CheckedAttachments {
  readonly named: readonly NamedAttachment[];
  readonly results: ReadonlyMap<string, CheckedItem["result"]>;
}

/** Compares each fingerprint in the record with the value it is over, as it is stored now. */
export async function checkDigests(
  context: CheckContext,
  record: ReadRecord,
  attachments: CheckedAttachments,
): Promise<CheckOutcome> {
  const outcomes: CheckOutcome[] = [];
  for (const rule of RULES) outcomes.push(await checkDigest(context, { rule, record, attachments }));
  return { findings: outcomes.flatMap(({ findings }) => findings), items: outcomes.flatMap(({ items }) => items) };
}

interface DigestSubject {
  readonly rule: DigestRule;
  readonly record: ReadRecord;
  readonly attachments: CheckedAttachments;
}

async function checkDigest(context: CheckContext, subject: DigestSubject): Promise<CheckOutcome> {
  const { rule, record } = subject;
  const claimed = membersOf(record.root.get("hashes"))?.get(rule.field) ?? null;
  if (claimed === null && rule.field !== REQUIRED_FIELD) return { findings: [], items: [] };
  if (claimed === null || claimed === PLACEHOLDER_SHA256) return placeholder(rule, claimed);
  if (typeof claimed !== "string" || !FINGERPRINT.test(claimed)) {
    return cannotCheck(rule, null, "what stands in its place is no fingerprint");
  }
  const inline = inlineDigest(rule, record.root, record.bytes);
  if (inline === "unreadable") return cannotCheck(rule, claimed, "it has no canonical form");
  return inline === null ? checkAttached(context, subject, claimed) : compare(subject, claimed, inline);
}

/** The digest of the value inside the record; null where there is none. */
function inlineDigest({ inline }: DigestRule, root: JsonObject, bytes: Buffer): string | null {
  const holder = inline === null ? null : inline.within === null ? root : membersOf(root.get(inline.within));
  const value = holder?.get(inline?.key ?? "") ?? null;
  if (holder === null || inline === null || value === null) return null;
  if (typeof value === "string") return value.isWellFormed() ? sha256Hex(value) : "unreadable";
  const range = holder.rangeOf(inline.key);
  if (range === null) return null;
  try {
    return canonicalDigest(bytes.subarray(range.start, range.end));
  } catch (error) {
    if (error instanceof JsonSyntaxError) return "unreadable";
    throw error;
  }
}

/** The value lies in a file of the run: one named by this very fingerprint, or one of the kind that holds it. */
async function checkAttached(context: CheckContext, subject: DigestSubject, claimed: string): Promise<CheckOutcome> {
  const { rule, attachments } = subject;
  const exact = attachments.results.get(claimed.toLowerCase());
  if (exact !== undefined) return outcome(rule, claimed, exact === "same" ? claimed : null, exact);
  const holder = attachments.named.find(({ kind }) => kind === rule.kind && rule.kind !== "gcode");
  if (holder === undefined) return cannotCheck(rule, claimed, "only the fingerprint was kept, not what it is over");
  // A holder that is gone or changed has its own finding; here it only means that there is nothing to compare.
  const state = attachments.results.get(holder.sha256) ?? "cannot-check";
  if (state !== "same") return outcome(rule, claimed, null, state === "missing" ? "missing" : "cannot-check");
  const path = attachmentFile(holder);
  const found = path === null ? null : await canonicalDigestOf(context, path);
  if (found === null) return cannotCheck(rule, claimed, "it has no canonical form");
  return compare(subject, claimed, found);
}

function compare({ rule, record }: DigestSubject, claimed: string, found: string): CheckOutcome {
  if (found === claimed.toLowerCase()) return outcome(rule, claimed, found, "same");
  // What the older system put here was often not over this value at all, and the bytes are those that were imported.
  const older: Partial<FoundFact> = record.isOwn
    ? {}
    : { severity: "warning", reason: "The older system often wrote another fingerprint here" };
  const finding = makeFinding("DIGEST_MISMATCH", { name: rule.name, expected: claimed, found, ...older });
  return { ...outcome(rule, claimed, found, "different"), findings: [finding] };
}

function placeholder(rule: DigestRule, claimed: string | null): CheckOutcome {
  const finding = makeFinding("DIGEST_PLACEHOLDER", { name: rule.name, found: claimed });
  return { ...outcome(rule, null, claimed, "missing"), findings: [finding] };
}

function cannotCheck(rule: DigestRule, claimed: string | null, reason: string): CheckOutcome {
  const finding = makeFinding("DIGEST_CANNOT_CHECK", { name: rule.name, expected: claimed, reason });
  return { ...outcome(rule, claimed, null, "cannot-check"), findings: [finding] };
}

function outcome(
  { name }: DigestRule,
  expected: string | null,
  found: string | null,
  result: CheckedItem["result"],
): CheckOutcome {
  return { findings: [], items: [{ name, expected, found, result }] };
}

function membersOf(value: JsonValue | undefined): JsonObject | null {
  return value instanceof JsonObject ? value : null;
}
