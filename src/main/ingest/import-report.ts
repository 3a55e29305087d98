import type { ImportReport } from "../../shared/operations/store-operations.ts";
import type { ImportPlan, PlannedAttachment } from "./import-plan.ts";

const MAX_NOTES = 500;

/** Every attachment a plan imports. */
export function attachmentsOf(plan: ImportPlan): PlannedAttachment[] {
  return [...plan.units.flatMap((unit) => unit.attachments), ...plan.looseAttachments];
}

/** What a plan does, as people and scripts are told. Counts are of what is new; `new` holds the incomplete and the unreadable ones too. */
export function reportOf(plan: ImportPlan, notes: readonly string[]): ImportReport {
  const states = plan.records.map(({ state }) => state);
  const count = (wanted: string): number => states.filter((state) => state === wanted).length;
  const records = plan.units.flatMap(({ record }) => record ?? []);
  const links = plan.units.flatMap((unit) => unit.links);
  const attachments = attachmentsOf(plan);
  const files = [...records.map(({ file }) => file), ...links.flatMap(({ link }) => link?.file ?? [])];
  const attached = attachments.flatMap((attachment) => attachment.files.slice(0, 1));
  return {
    layout: plan.layout.name,
    new: records.length,
    already_here: count("already_here"),
    conflict: count("conflict"),
    unreadable: count("unreadable"),
    incomplete: count("incomplete"),
    attachments: attachments.length,
    links: links.length,
    tombstones: plan.units.filter(({ tombstone }) => tombstone !== null).length,
    bytes: [...files, ...attached].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    notes: shortened(notes),
    records: [...plan.records],
  };
}

function shortened(notes: readonly string[]): string[] {
  if (notes.length <= MAX_NOTES) return [...notes];
  return [...notes.slice(0, MAX_NOTES), `... and ${notes.length - MAX_NOTES} more remarks like these.`];
}
