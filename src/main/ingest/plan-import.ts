import type { RunId } from "../../shared/run-id.ts";
import type { RunStore } from "../store/run-store.ts";
import type { Fs } from "../system/fs.ts";
import type { ImportPace } from "./import-pace.ts";
import type {
  ImportPlan,
  ImportUnit,
  PlanContext,
  PlannedAttachment,
  PlannedLink,
  PlannedRecord,
} from "./import-plan.ts";
import { readOlderIndexes, type Tombstone } from "./older-indexes.ts";
import { recognizeOlderLayout } from "./older-layout.ts";
import { listOlderTree } from "./older-tree.ts";
import { planAttachments } from "./plan-attachments.ts";
import { type KnownRuns, planLinks } from "./plan-links.ts";
import { planRecords } from "./plan-records.ts";
import { StoreView } from "./store-view.ts";

/**
 * Looks at an older store and says what importing it would do, without writing a byte. Throws PATH_NOT_FOUND and BAD_REQUEST for what
 * is no store, CANCELLED when stopped, and the storage codes when a folder cannot be listed.
 */
export async function planImport(source: {
  readonly fs: Fs;
  readonly path: string;
  /** Null stands for an empty store. */
  readonly store: RunStore | null;
  readonly pace: ImportPace;
}): Promise<ImportPlan> {
  const layout = recognizeOlderLayout(source.fs, source.path);
  const tree = listOlderTree(source.fs, layout);
  source.pace.expect(tree.runs.length + tree.links.length);
  const view = await StoreView.read(source.store, source.pace);
  const indexes = readOlderIndexes(source.fs, tree);
  const notes = [...tree.notes, ...indexes.notes];
  const apart = tree.kept.map((file) => ({ file, runId: null, isConflict: false }));
  const context: PlanContext = { fs: source.fs, view, indexes, pace: source.pace, notes, apart };
  const { planned, reports } = await planRecords(context, tree.runs);
  const runs = knownRuns(context, planned);
  const links = await planLinks(context, tree.links, runs);
  const records = planned.filter(({ state }) => state !== "conflict");
  const attachments = planAttachments(context, tree.attachments, { records, links, runs });
  const tombstones = planTombstones(context, runs);
  return {
    layout,
    records: reports,
    units: groupByRun({
      records: records.filter(({ state }) => state !== "already_here"),
      links,
      attachments,
      tombstones,
    }),
    looseAttachments: attachments.filter(({ runId }) => runId === null),
    apart,
    notes,
  };
}

/** Runs of the older store by file name and by the id they call themselves, then those that are here already. */
function knownRuns(context: PlanContext, planned: readonly PlannedRecord[]): KnownRuns {
  const byName = new Map<string, PlannedRecord>();
  const conflicts = new Set<string>();
  for (const record of planned) {
    const names = [record.runId, record.declaredRunId].filter((name) => name !== null);
    for (const name of names) {
      if (record.state === "conflict") conflicts.add(name);
      else if (!byName.has(name)) byName.set(name, record);
    }
  }
  return {
    find(name) {
      const record = byName.get(name);
      if (record !== undefined) return { runId: record.runId, folder: folderOf(context, record) };
      if (conflicts.has(name)) return null;
      const here = context.view.findRun(name);
      return here === null ? null : { runId: name as RunId, folder: parentOf(here.path) };
    },
    isConflict: (name) => conflicts.has(name),
  };
}

function folderOf(context: PlanContext, record: PlannedRecord): string {
  return parentOf(context.view.findRun(record.runId)?.path ?? record.path);
}

function parentOf(path: string): string {
  return path.slice(0, path.indexOf("/"));
}

/** Tombstones of runs that are here or will be and were not hidden by an earlier import. What concerns absent runs is noted. */
function planTombstones(context: PlanContext, runs: KnownRuns): Map<RunId, Tombstone> {
  const planned = new Map<RunId, Tombstone>();
  const absent = new Map<string, string>();
  for (const [name, tombstone] of context.indexes.tombstones) {
    const run = runs.find(name);
    if (run === null) absent.set(name, `deleted${tombstone.reason === null ? "" : `: ${tombstone.reason}`}`);
    else if (!context.view.wasHiddenByImport(run.runId)) planned.set(run.runId, tombstone);
  }
  for (const { runId: name, sentence } of context.indexes.deletions) {
    if (runs.find(name) === null) absent.set(name, sentence);
  }
  for (const [name, sentence] of absent) {
    const why = runs.isConflict(name) ? "its record is kept apart" : "it is not there to import";
    context.notes.push(`${name.slice(0, 200)}: in the older system ${sentence}; ${why}.`);
  }
  return planned;
}

function groupByRun(parts: {
  readonly records: readonly PlannedRecord[];
  readonly links: readonly PlannedLink[];
  readonly attachments: readonly PlannedAttachment[];
  readonly tombstones: ReadonlyMap<RunId, Tombstone>;
}): ImportUnit[] {
  const units = new Map<
    RunId,
    { record: PlannedRecord | null; links: PlannedLink[]; attachments: PlannedAttachment[] }
  >();
  const unitOf = (runId: RunId) => {
    const unit = units.get(runId) ?? { record: null, links: [], attachments: [] };
    units.set(runId, unit);
    return unit;
  };
  for (const record of parts.records) unitOf(record.runId).record = record;
  for (const link of parts.links) unitOf(link.runId).links.push(link);
  for (const attachment of parts.attachments) {
    if (attachment.runId !== null) unitOf(attachment.runId).attachments.push(attachment);
  }
  for (const runId of parts.tombstones.keys()) unitOf(runId);
  return [...units].map(([runId, unit]) => ({ runId, ...unit, tombstone: parts.tombstones.get(runId) ?? null }));
}
