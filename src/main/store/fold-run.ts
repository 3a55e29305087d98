import type { Folded } from "../../shared/operations/run-operations.ts";
import { EXPLANATION_STATUSES, type ExplanationStatus } from "../../shared/verdicts.ts";
import type { LedgerEntry } from "./ledger-entry.ts";

/** What a run consists of, as far as its present look depends on it. */
export interface RunParts {
  /** The record as plain values; null when its bytes cannot be read. Older records hold anything. */
  readonly record: unknown;
  /** Its advisory links with the path each lies at. A link that cannot be read has the value null. */
  readonly links: readonly { readonly path: string; readonly value: unknown }[];
  /** Every ledger entry about the run, in ledger order. */
  readonly entries: readonly LedgerEntry[];
}

type Advisory = Folded["advisories"][number];
type Review = Folded["reviews"][number];

/**
 * What a run looks like now: its record, its links, and what was added since, in ledger order. Pure, and total: foreign data
 * of any shape gives a result, with what has no meaning left out. Source: store-format, "Folding".
 */
export function foldRun(parts: RunParts): Folded {
  return {
    ...foldExplanation(parts),
    advisories: foldAdvisories(parts),
    reviews: foldReviews(parts),
    ...foldWords(parts.entries),
    ...foldHidden(parts.entries),
  };
}

/** The record's own value (older records carry one), then the last event. A failed attempt keeps the summary made before it. */
function foldExplanation(parts: RunParts): Pick<Folded, "explanation_status" | "explanation_summary"> {
  let status: ExplanationStatus = explanationStatusOf(memberOf(parts.record, "explanation_status"));
  let summary = textOf(memberOf(parts.record, "explanation_summary"));
  for (const entry of parts.entries) {
    if (entry.kind === "explanation.requested") status = "PENDING";
    if (entry.kind === "explanation.failed") status = "ERROR";
    if (entry.kind === "explanation.ready") {
      status = "READY";
      summary = textOf(memberOf(entry.body, "summary"));
    }
  }
  return { explanation_status: status, explanation_summary: summary };
}

/** Those inside the record first, then links in ledger order, then links the ledger does not name. Each id once. */
function foldAdvisories({ record, links, entries }: RunParts): Advisory[] {
  const byId = new Map<string, Advisory>();
  const add = (value: unknown, path: string | null): void => {
    const advisory = advisoryOf(value, path);
    if (advisory !== null && !byId.has(advisory.advisory_id)) byId.set(advisory.advisory_id, advisory);
  };
  for (const value of listOf(memberOf(record, "advisory_inputs"))) add(value, null);
  const linkAt = new Map(links.map((link) => [link.path, link.value]));
  for (const entry of entries) {
    if (entry.kind !== "advisory.attached") continue;
    const path = entry.path ?? null;
    if (path !== null) add(linkAt.get(path), path);
    // A link that is gone or cannot be read is still attached: the ledger says so, and checks say what is wrong with it.
    add({ advisory_id: advisoryIdIn(path), ...entry.body }, path);
  }
  for (const link of links) add(link.value, link.path);
  const later = laterStatuses(entries);
  return [...byId.values()].map((advisory) => ({
    ...advisory,
    status: later.get(advisory.advisory_id) ?? advisory.status,
  }));
}

/** `adv_1` for `2026-11-20/run_ab_advisory_adv_1.json`. */
function advisoryIdIn(path: string | null): string | null {
  return /_advisory_([^/]+)\.json$/.exec(path ?? "")?.[1] ?? null;
}

/** Reads both link shapes of the older system, and ours. Null for what has no advisory id. */
function advisoryOf(value: unknown, path: string | null): Advisory | null {
  const advisoryId = textOf(memberOf(value, "advisory_id"));
  if (advisoryId === null) return null;
  return {
    advisory_id: advisoryId,
    kind: textOf(memberOf(value, "kind")),
    created_at_utc: textOf(memberOf(value, "created_at_utc")),
    engine_id: textOf(memberOf(value, "engine_id")),
    engine_version: textOf(memberOf(value, "engine_version")),
    status: textOf(memberOf(value, "status")),
    sha256: textOf(memberOf(value, "advisory_sha256")),
    path,
  };
}

/** What the ledger says of an advisory since it was attached, by advisory id. */
function laterStatuses(entries: readonly LedgerEntry[]): ReadonlyMap<unknown, string> {
  const statuses = new Map<unknown, string>();
  for (const { kind, body } of entries) {
    if (kind === "advisory.superseded") statuses.set(memberOf(body, "advisory_id"), "SUPERSEDED");
    if (kind === "advisory.retracted") statuses.set(memberOf(body, "advisory_id"), "RETRACTED");
  }
  return statuses;
}

/** Reviews an older record carries (a list, or an object by advisory id), then review events with who and when. */
function foldReviews({ record, entries }: RunParts): Review[] {
  const own = memberOf(record, "advisory_reviews");
  const reviews: Review[] = listOf(own).filter(isObject);
  if (isObject(own)) {
    for (const [id, review] of Object.entries(own)) if (isObject(review)) reviews.push({ advisory_id: id, ...review });
  }
  for (const entry of entries) {
    if (!entry.kind.startsWith("review.")) continue;
    const { actor, at, body, kind, seq } = entry;
    reviews.push({ ...body, event: kind, seq, at, by: actor.uid, role: actor.role });
  }
  return reviews;
}

/** Every note and value ever added, oldest first: the last value of a key is the current one. Each tag once. */
function foldWords(entries: readonly LedgerEntry[]): Pick<Folded, "annotations" | "notes" | "tags"> {
  const annotations: Folded["annotations"] = [];
  const notes: Folded["notes"] = [];
  const tags = new Set<string>();
  for (const { kind, body, at, actor } of entries) {
    const tag = textOf(memberOf(body, "tag"));
    if (kind === "run.tagged" && tag !== null) tags.add(tag);
    if (kind !== "run.annotated") continue;
    const [text, key, value] = [memberOf(body, "text"), memberOf(body, "key"), memberOf(body, "value")].map(textOf);
    const what = memberOf(body, "kind");
    if (what === "note" && isText(text)) notes.push({ text, at, by: actor.uid });
    if (what === "set" && isText(key) && isText(value)) annotations.push({ key, value, at, by: actor.uid });
  }
  return { annotations, notes, tags: [...tags] };
}

function foldHidden(entries: readonly LedgerEntry[]): Pick<Folded, "hidden" | "hidden_reason"> {
  let hidden = false;
  let reason: string | null = null;
  for (const entry of entries) {
    if (entry.kind !== "run.hidden" && entry.kind !== "run.shown") continue;
    hidden = entry.kind === "run.hidden";
    reason = hidden ? textOf(memberOf(entry.body, "reason")) : null;
  }
  return { hidden, hidden_reason: reason };
}

function explanationStatusOf(value: unknown): ExplanationStatus {
  return EXPLANATION_STATUSES.find((status) => status === value) ?? "NONE";
}

/** Own members only: foreign records may name a member `constructor` or `__proto__`. */
function memberOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function textOf(value: unknown): string | null {
  return isText(value) ? value : null;
}
