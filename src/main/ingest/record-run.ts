import type { CreatedRun } from "../../shared/operations/run-operations.ts";
import { type RunId, runIdSchema } from "../../shared/run-id.ts";
import { formatRunNumber } from "../../shared/run-number.ts";
import { sha256Hex } from "../canonical/digest.ts";
import type { EntryDraft } from "../store/change.ts";
import type { Actor } from "../store/ledger-entry.ts";
import { writeRefusal } from "../store/read-only-store.ts";
import type { RunStore, StoreIdentity } from "../store/run-store.ts";
import { recordPath, type StorePath } from "../store/store-layout.ts";
import { type Clock, utcTimestamp } from "../system/clock.ts";
import type { Fs } from "../system/fs.ts";
import type { IdSource } from "../system/ids.ts";
import { type BuiltRecord, buildRecord, type RecordAttachment } from "./build-record.ts";
import { requestAttachments } from "./request-attachments.ts";
import { parseRunRequest, type RunRequest } from "./run-request.ts";
import { storeRequestFiles } from "./store-request-files.ts";

/** What recording works with. `fs` reads the files that requests name. */
export interface RecordingServices {
  readonly store: RunStore;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly fs: Fs;
}

/** A run request as it came in. */
export interface IncomingRequest {
  readonly bytes: Uint8Array;
  /** What its file was called; null when it had none. */
  readonly name: string | null;
  /** The folder that paths of `files[]` start from; null when none may be named. */
  readonly filesBase: string | null;
  readonly actor: Actor;
  /** Of the call, not of the request's author. */
  readonly requestId: string;
}

/**
 * Records a run for whatever was handed in; durable when it resolves. Attachments come first, then one change with record and ledger
 * entry. What cannot be understood becomes an ERROR record that keeps the bytes. Throws only what the store throws; then nothing was
 * recorded, though bytes of attachments may lie in the store unnamed. Not safe to repeat: each call is a run.
 */
export async function recordRun(services: RecordingServices, incoming: IncomingRequest): Promise<CreatedRun> {
  const { store } = services;
  const identity = writableIdentity(store);
  const request = parseRunRequest(incoming.bytes);
  const parts = await storeParts(store, request, incoming);
  const files = await storeRequestFiles(services, request.files, incoming.filesBase);
  const attachments = [...parts, ...files.attachments];
  const { runId, createdAtUtc } = nameRun(services);
  const runNumber = formatRunNumber(store.takeRunNumber());
  const record = buildRecord(request, {
    runId,
    createdAtUtc,
    runNumber,
    storeId: identity.storeId,
    workstationId: identity.workstationId,
    recordedBy: incoming.actor.uid.toWellFormed(),
    requestId: incoming.requestId.toWellFormed(),
    attachments,
    fileViolations: files.violations,
  });
  const path = recordPath(createdAtUtc, runId);
  await store.commit({
    files: [{ path, bytes: record.bytes }],
    entries: [recordedEntry({ runId, path, runNumber, record, attachments })],
    actor: incoming.actor,
    requestId: incoming.requestId,
  });
  return {
    run_id: runId,
    run_number: runNumber,
    status: record.status,
    created_at_utc: createdAtUtc,
    path,
    hashes: record.hashes,
    completeness: [...record.completeness],
  };
}

function writableIdentity(store: RunStore): StoreIdentity {
  const state = store.state();
  if (store.identity === null || state.mode === "read-only") throw writeRefusal(state);
  return store.identity;
}

async function storeParts(
  store: RunStore,
  request: RunRequest,
  incoming: IncomingRequest,
): Promise<RecordAttachment[]> {
  const name = incoming.name === null ? null : incoming.name.toWellFormed();
  const stored: RecordAttachment[] = [];
  for (const { bytes, ...part } of requestAttachments(request, incoming.bytes, name)) {
    stored.push({ ...(await store.putAttachment([bytes])), ...part });
  }
  return stored;
}

/** An id and the time it was made from, so that the date folder follows from the id even when the clock steps back. */
function nameRun({ clock, ids }: RecordingServices): {
  readonly runId: RunId;
  readonly createdAtUtc: string;
} {
  const nowMs = clock.nowMs();
  const runId = runIdSchema.parse(ids.runId(nowMs));
  const idMs = Number.parseInt(runId.slice("run_".length, "run_".length + 12), 16);
  return { runId, createdAtUtc: utcTimestamp(idMs === Math.floor(nowMs) ? nowMs : idMs) };
}

function recordedEntry(run: {
  readonly runId: string;
  readonly path: StorePath;
  readonly runNumber: string;
  readonly record: BuiltRecord;
  readonly attachments: readonly RecordAttachment[];
}): EntryDraft {
  const { bytes, status, riskLevel } = run.record;
  return {
    kind: "run.recorded",
    subject: run.runId,
    path: run.path,
    sha256: sha256Hex(bytes),
    size: bytes.byteLength,
    body: {
      run_number: run.runNumber,
      attachments: run.attachments.map(({ sha256 }) => sha256),
      status,
      risk_level: riskLevel,
      imported: false,
    },
  };
}
