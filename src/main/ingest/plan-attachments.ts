import type { RunId } from "../../shared/run-id.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import type { PlanContext, PlannedAttachment, PlannedLink, PlannedRecord } from "./import-plan.ts";
import type { OlderAttachmentFacts } from "./older-record.ts";
import type { NamedByContent } from "./older-tree.ts";
import type { KnownRuns } from "./plan-links.ts";

/** What tells whose an attachment is. */
export interface AttachmentOwners {
  readonly records: readonly PlannedRecord[];
  readonly links: readonly PlannedLink[];
  readonly runs: KnownRuns;
}

/** Attachments to import, each digest once, with what is known of it and the run it belongs to. Those the ledger names are left out. */
export function planAttachments(
  context: PlanContext,
  files: readonly NamedByContent[],
  owners: AttachmentOwners,
): readonly PlannedAttachment[] {
  const byDigest = Map.groupBy(files, ({ declared }) => declared);
  const listed = listedAttachments(owners.records);
  noteMissing(context, listed, byDigest);
  const linked = linkedPayloads(owners.links);
  return [...byDigest]
    .filter(([declared]) => !context.view.hasAttachment(declared))
    .map(([declared, same]) => {
      const facts = context.indexes.attachmentFacts.get(declared) ?? listed.get(declared) ?? null;
      const names = [facts?.runId, listed.get(declared)?.runId, context.indexes.overrides.get(declared)];
      const link = linked.get(declared) ?? null;
      const runId = findOwner(names, owners.runs) ?? link?.runId ?? null;
      return {
        declared,
        files: same,
        facts,
        kind: facts?.kind ?? overrideKind(context, declared) ?? link?.kind ?? null,
        runId,
      };
    });
}

/** The first record that lists each digest. */
function listedAttachments(records: readonly PlannedRecord[]): Map<string, OlderAttachmentFacts> {
  const listed = new Map<string, OlderAttachmentFacts>();
  for (const { attachments, runId } of records) {
    for (const facts of attachments) if (!listed.has(facts.sha256)) listed.set(facts.sha256, { ...facts, runId });
  }
  return listed;
}

/** Payloads of advisories are named by the advisory's id, or by the digest its link gives. */
function linkedPayloads(
  links: readonly PlannedLink[],
): Map<string, { readonly runId: RunId; readonly kind: string | null }> {
  const payloads = new Map<string, { readonly runId: RunId; readonly kind: string | null }>();
  for (const { runId, body } of links) {
    const kind = typeof body.kind === "string" ? body.kind : null;
    for (const name of [body.advisory_id, body.advisory_sha256]) {
      if (typeof name === "string" && !payloads.has(name)) payloads.set(name, { runId, kind });
    }
  }
  return payloads;
}

function overrideKind(context: PlanContext, declared: Sha256): string | null {
  return context.indexes.overrides.has(declared) ? "override" : null;
}

function findOwner(names: readonly (string | null | undefined)[], runs: KnownRuns): RunId | null {
  for (const name of names) {
    const run = name == null ? null : runs.find(name);
    if (run !== null) return run.runId;
  }
  return null;
}

function noteMissing(
  context: PlanContext,
  listed: ReadonlyMap<string, OlderAttachmentFacts>,
  found: ReadonlyMap<Sha256, readonly NamedByContent[]>,
): void {
  for (const [sha256, { filename, runId }] of listed) {
    if (found.has(sha256 as Sha256) || context.view.hasAttachment(sha256 as Sha256)) continue;
    context.notes.push(`${runId ?? "A run"} names the file ${filename ?? sha256}, which is not in the older store.`);
  }
}
