import { basename, dirname } from "node:path";
import type { OperationRequest } from "../../shared/operation-table.ts";
import type { FileRef } from "../../shared/operations/session-operations.ts";
import { sha256Hex } from "../canonical/digest.ts";
import { toPlain } from "../canonical/json-tree.ts";
import { recordRun } from "../ingest/record-run.ts";
import { inputKind } from "../system/input-file.ts";
import { annotationEntries } from "./annotation-entries.ts";
import type { Call, Handlers } from "./handler.ts";
import type { OperationDeps } from "./operation-deps.ts";
import { readNamedFile } from "./read-named-file.ts";
import { findFile, type ReadRun, readEntries, readRow, readRun, toHistoryEntry } from "./read-run.ts";
import { recordMissing, saveRecord } from "./save-record.ts";

type RunOperation = "run.create" | "run.get" | "run.query" | "run.raw" | "run.save" | "run.annotate" | "run.history";

/** Recording runs, reading them, and adding to them. */
export function createRunOperations(deps: OperationDeps): Pick<Handlers, RunOperation> {
  return {
    "run.create": (request, call) => createRun(deps, request, call),
    async "run.get"({ run_id: runId }, call) {
      const folder = deps.folders.current();
      const run = await readRun(folder, runId);
      return viewOf({ ...run, row: folder.verdicts.over(run.row) }, call);
    },
    async "run.query"(request) {
      const folder = deps.folders.current();
      const page = await (await folder.catalog()).query(request);
      return { ...page, rows: page.rows.map((row) => folder.verdicts.over(row)) };
    },
    async "run.raw"({ run_id: runId }) {
      const folder = deps.folders.current();
      const { path } = await readRow(folder, runId);
      const bytes = findFile(folder.store, path);
      if (bytes === null) throw recordMissing(runId, path);
      // A copy: cloned for the window, a view would take the memory around it along.
      return { bytes: new Uint8Array(bytes), path, sha256: sha256Hex(bytes) };
    },
    "run.save": ({ run_id: runId, to }, call) => saveRecord(deps, { runId, to }, call),
    "run.annotate": (request, call) => annotateRun(deps, request, call),
    async "run.history"({ run_id: runId }) {
      const folder = deps.folders.current();
      await readRow(folder, runId);
      return { entries: (await readEntries(folder, runId)).map(toHistoryEntry) };
    },
  };
}

async function createRun(deps: OperationDeps, request: OperationRequest<"run.create">, call: Call) {
  const { source, files_base: filesBase } = request;
  const { bytes, name } =
    "bytes" in source
      ? source
      : {
          bytes: await readNamedFile(deps.grants, { ref: source.file, door: call.door, field: "source.file" }),
          name: basename(deps.grants.resolve(source.file, call.door, "source.file")),
        };
  return recordRun(recordingServices(deps), {
    bytes,
    name,
    filesBase: filesBase === null ? null : filesBaseOf(deps, filesBase, call),
    actor: call.actor,
    requestId: call.requestId,
  });
}

function recordingServices({ folders, clock, ids, fs }: OperationDeps) {
  return { store: folders.current().store, clock, ids, fs };
}

/** A file stands for the folder it lies in: the window holds a grant for the request a person dropped, not for its folder. */
function filesBaseOf(deps: OperationDeps, ref: FileRef, { door }: Call): string {
  const path = deps.grants.resolve(ref, door, "files_base");
  return inputKind(path) === "file" ? dirname(path) : path;
}

/** The command line prints numbers as they are spelled; the window gets plain values, as it must clone them. */
function viewOf({ row, bytes, record, folded, attachments }: ReadRun, { door }: Call) {
  const plain = record === null ? null : toPlain(record);
  return {
    record: door === "command-line" ? record : plain,
    record_text: bytes === null ? null : utf8Text(bytes),
    row,
    folded,
    attachments: [...attachments],
    verdict: row.verdict,
  };
}

function utf8Text(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Bytes that are no text are shown as such; `run.raw` has them.
    return null;
  }
}

async function annotateRun(deps: OperationDeps, request: OperationRequest<"run.annotate">, call: Call) {
  const folder = deps.folders.current();
  const { run_id: runId } = await readRow(folder, request.run_id);
  const entries = annotationEntries(runId, request);
  const placed = await folder.store.commit({ files: [], entries, actor: call.actor, requestId: call.requestId });
  const { folded } = await readRun(folder, runId);
  return { run_id: runId, events: placed.map(({ entry }) => toHistoryEntry(entry)), folded };
}
