import type { RunRow } from "../../shared/operations/run-operations.ts";
import { sha256Schema } from "../../shared/sha256.ts";
import type { ReviewState } from "../../shared/verdicts.ts";
import { sha256Hex } from "../canonical/digest.ts";
import type { LedgerEntry } from "../store/ledger-entry.ts";
import { addLink, type LinkKind, type RunLinks } from "./run-links.ts";
import { cutNote, type RunSummary, summarizeRun, unreadableRun } from "./run-summary.ts";
import { searchText } from "./search-words.ts";
import { findUtcMicros } from "./utc-micros.ts";

/** The bytes of a record, or the sentence that says why there are none. */
export type RecordBytes = { readonly bytes: Uint8Array } | { readonly problem: string };

/** The columns of a row that events replace. */
export type EventColumns = Pick<RunRow, "note" | "hidden" | "explanation_status" | "review">;

/** One thing an entry does to the row of its subject. */
export type RunChange =
  | {
      readonly what: "recorded";
      readonly summary: RunSummary;
      readonly sortUs: number;
      /** Number of the entry that recorded it. */
      readonly recordedSeq: number;
    }
  | { readonly what: "columns"; readonly columns: Partial<EventColumns> }
  | { readonly what: "link"; readonly kind: LinkKind; readonly value: string }
  | { readonly what: "words"; readonly text: string };

/**
 * What an entry does to the row of the run it is about, in order. Entries of other kinds, and bodies that say nothing
 * we know, do nothing; what a check says of many runs is read by `readCheck`. `record` is asked for only when the entry
 * records a run. Source: store-format, "Folding".
 */
export function changesOf(entry: LedgerEntry, record: () => RecordBytes): readonly RunChange[] {
  switch (entry.kind) {
    case "run.recorded":
      return [recordedChange(entry, record())];
    case "run.annotated":
      return annotationChanges(entry);
    case "run.tagged":
      return [...linkChange("tag", bodyText(entry, "tag")), ...wordChange(bodyText(entry, "tag"))];
    case "run.hidden":
    case "run.shown":
      return [{ what: "columns", columns: { hidden: entry.kind === "run.hidden" } }];
    case "attachment.added":
      return attachmentChanges(entry);
    case "advisory.attached":
      return linkChange("advisory", bodyText(entry, "advisory_id") ?? advisoryIdInPath(entry.path));
    case "explanation.requested":
      return [{ what: "columns", columns: { explanation_status: "PENDING" } }];
    case "explanation.ready":
      return [{ what: "columns", columns: { explanation_status: "READY" } }];
    case "explanation.failed":
      return [{ what: "columns", columns: { explanation_status: "ERROR" } }];
    case "review.requested":
    case "review.decided":
    case "review.withdrawn":
      return reviewChanges(entry);
    default:
      return [];
  }
}

function recordedChange(entry: LedgerEntry, record: RecordBytes): RunChange {
  const isOwn = "bytes" in record && entry.body.imported === false && entry.sha256 === sha256Hex(record.bytes);
  const place = { path: entry.path ?? "", runNumber: bodyText(entry, "run_number"), isOwn };
  const summary = "bytes" in record ? summarizeRun(record.bytes, place) : unreadableRun(place, record.problem);
  const links = bodyTexts(entry, "attachments").reduce<RunLinks>(
    (known, sha256) => addLink(known, "attachment", sha256) ?? known,
    summary.links,
  );
  // The ledger's word for the id: a file's name may be a spelling of it that was made safe.
  const row = { ...summary.row, run_id: entry.subject, attachment_count: links.attachment.length };
  const sortUs = summary.createdUs ?? findUtcMicros(entry.at) ?? 0;
  return { what: "recorded", summary: { ...summary, row, links }, sortUs, recordedSeq: entry.seq };
}

function annotationChanges(entry: LedgerEntry): readonly RunChange[] {
  const what = bodyText(entry, "kind");
  const text = bodyText(entry, what === "note" ? "text" : "value");
  if (what === "note" && text !== null) {
    return [{ what: "columns", columns: { note: cutNote(text) } }, ...wordChange(text)];
  }
  return what === "set" ? wordChange(text) : [];
}

/** A file of an older store may lie under another name than the run has for it: it is found by both and counted once. */
function attachmentChanges(entry: LedgerEntry): readonly RunChange[] {
  const bytes = sha256Schema.safeParse(entry.sha256);
  const named = sha256Schema.safeParse(bodyText(entry, "sha256") ?? entry.sha256);
  const name = named.success ? named : bytes;
  if (!name.success) return [];
  const kept = bytes.success && bytes.data !== name.data ? bytes.data : null;
  return [
    ...linkChange("attachment", name.data),
    ...linkChange("kept", kept),
    ...wordChange(bodyText(entry, "filename")),
  ];
}

function linkChange(kind: LinkKind, value: string | null): readonly RunChange[] {
  return value === null ? [] : [{ what: "link", kind, value }];
}

function wordChange(text: string | null): readonly RunChange[] {
  return text === null ? [] : [{ what: "words", text: searchText([text]) }];
}

const DECISIONS: Readonly<Record<string, ReviewState>> = {
  approved: "approved",
  rejected: "rejected",
  "on-hold": "on-hold",
};

function reviewChanges(entry: LedgerEntry): readonly RunChange[] {
  const review = reviewState(entry);
  return review === null ? [] : [{ what: "columns", columns: { review } }];
}

/** The last word counts, whichever advisory of the run it was about. */
function reviewState(entry: LedgerEntry): ReviewState | null {
  if (entry.kind === "review.requested") return "waiting";
  if (entry.kind === "review.withdrawn") return "withdrawn";
  const decision = bodyText(entry, "decision") ?? "";
  const review = Object.hasOwn(DECISIONS, decision) ? (DECISIONS[decision] ?? null) : null;
  return review === "approved" && entry.body.automatic === true ? "approved-automatically" : review;
}

function bodyText(entry: LedgerEntry, key: string): string | null {
  const value = Object.hasOwn(entry.body, key) ? entry.body[key] : null;
  return typeof value === "string" && value !== "" ? value : null;
}

function bodyTexts(entry: LedgerEntry, key: string): readonly string[] {
  const value = Object.hasOwn(entry.body, key) ? entry.body[key] : null;
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** `adv_1` for `2026-11-20/run_ab_advisory_adv_1.json`. */
function advisoryIdInPath(path: string | undefined): string | null {
  const match = /_advisory_([^/]+)\.json$/.exec(path ?? "");
  return match?.[1] ?? null;
}
