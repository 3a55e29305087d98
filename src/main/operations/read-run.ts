import { AppError } from "../../shared/app-error.ts";
import type { Attachment, Folded, HistoryEntry, RunRow } from "../../shared/operations/run-operations.ts";
import { findRunId } from "../../shared/run-id.ts";
import { JsonSyntaxError } from "../canonical/json-syntax-error.ts";
import { EVIDENCE_LIMITS, readJson, toPlain } from "../canonical/json-tree.ts";
import type { JsonValue } from "../canonical/json-value.ts";
import { foldRun } from "../store/fold-run.ts";
import type { LedgerEntry } from "../store/ledger-entry.ts";
import type { RunStore } from "../store/run-store.ts";
import type { StorePath } from "../store/store-layout.ts";
import type { OpenFolder } from "./open-folder.ts";
import { runFiles } from "./run-files.ts";
import { wholeCatalog } from "./whole-catalog.ts";

/** A run as its files and the ledger give it now. */
export interface ReadRun {
  readonly row: RunRow;
  /** Null when no file lies where the record should be. */
  readonly bytes: Buffer | null;
  /** The record number for number; null when its bytes cannot be read as JSON. */
  readonly record: JsonValue | null;
  readonly entries: readonly LedgerEntry[];
  readonly folded: Folded;
  readonly attachments: readonly Attachment[];
}

/** The row of a run. Throws BAD_RUN_ID for text that cannot be an id, RUN_NOT_FOUND when no run has it. */
export async function readRow(folder: OpenFolder, runId: string): Promise<RunRow> {
  const catalog = await folder.catalog();
  const row = await catalog.find(runId);
  if (row !== null) return row;
  // Imported runs may have ids that no file could have, so only an id that is not there is looked at closely.
  if (findRunId(runId) === null) {
    throw new AppError(
      "BAD_RUN_ID",
      `run_id ${JSON.stringify(runId)} is not a run id. One looks like run_ and 32 hex digits.`,
      {
        context: { field: "run_id", problem: "is not a run id", run_id: runId },
      },
    );
  }
  // Whether it is there is known only then.
  await wholeCatalog(folder);
  throw new AppError("RUN_NOT_FOUND", `No run in this folder has the id ${runId}.`, { context: { run_id: runId } });
}

/** Every ledger entry about a run, oldest first. */
export async function readEntries(folder: OpenFolder, runId: string): Promise<readonly LedgerEntry[]> {
  const places = await (await folder.catalog()).entryPlaces(runId);
  return places.map((place) => folder.store.ledger.entryAt(place));
}

/** The bytes at a path inside the runs folder, or null when nothing is there. Damage and faults of the drive are thrown. */
export function findFile(store: RunStore, path: StorePath): Buffer | null {
  return store.fileSize(path) === null ? null : store.readFile(path);
}

/** The JSON value of stored bytes, or null when they are no JSON: such a file is shown as it is, never taken for empty. */
export function findJson(bytes: Uint8Array | null): JsonValue | null {
  if (bytes === null) return null;
  try {
    return readJson(bytes, EVIDENCE_LIMITS);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return null;
    throw error;
  }
}

/** Record, links and events of a run, and what they fold to. */
export async function readRun(folder: OpenFolder, runId: string): Promise<ReadRun> {
  const row = await readRow(folder, runId);
  const entries = await readEntries(folder, runId);
  const bytes = findFile(folder.store, row.path);
  const record = findJson(bytes);
  const plain = record === null ? null : toPlain(record);
  return {
    row,
    bytes,
    record,
    entries,
    folded: foldRun({ record: plain, links: readLinks(folder.store, entries), entries }),
    attachments: runFiles(folder.store, plain, entries),
  };
}

/** A ledger entry as callers see it. */
export function toHistoryEntry(entry: LedgerEntry): HistoryEntry {
  const { seq, at, kind, actor, station, app, request_id, epoch, path, sha256, size, body } = entry;
  return {
    ...{ seq, at, kind, actor, station, app, request_id, epoch, body },
    path: path ?? null,
    sha256: sha256 ?? null,
    size: size ?? null,
  };
}

function readLinks(store: RunStore, entries: readonly LedgerEntry[]): { path: string; value: unknown }[] {
  const paths = new Set<string>();
  for (const { kind, path } of entries) if (kind === "advisory.attached" && path !== undefined) paths.add(path);
  return [...paths].map((path) => {
    const value = findJson(findFile(store, path));
    return { path, value: value === null ? null : toPlain(value) };
  });
}
