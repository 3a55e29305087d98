import { writeFileSync } from "node:fs";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { printJson, type WritableJson } from "../../../../src/main/canonical/print-json.ts";
import { checkRun } from "../../../../src/main/check/check-run.ts";
import type { EntryDraft } from "../../../../src/main/store/change.ts";
import type { LedgerEntry } from "../../../../src/main/store/ledger-entry.ts";
import type { RunStore } from "../../../../src/main/store/run-store.ts";
import { resolveStorePath, type StorePath } from "../../../../src/main/store/store-layout.ts";
import type { CheckReport } from "../../../../src/shared/operations/store-operations.ts";
import type { Sha256 } from "../../../../src/shared/sha256.ts";
import { makeTestFolders, openTestStore } from "../../../support/open-test-store.ts";

export const RUN_ID = "run_7fc3c2c1eb9344af89bee45c15f85978";
export const RECORD_PATH: StorePath = `2025-12-17/${RUN_ID}.json`;
const ACTOR = { uid: "tester", role: "machinist", sid: "s1" };
const CHECKED_AT_MS = Date.UTC(2026, 10, 20, 14, 2);

/** A real store in a folder of its own, with one run to check. */
export interface CheckedStore {
  readonly store: RunStore;
  /** Commits files with entries about the run. */
  commit(files: Readonly<Record<StorePath, string>>, entries: readonly Partial<EntryDraft>[]): Promise<void>;
  /** Commits a record and the entry that vouches for its bytes. */
  record(value: WritableJson | string, body?: EntryDraft["body"]): Promise<void>;
  /** Puts other bytes behind the store's back. */
  overwrite(path: StorePath, text: string | Uint8Array): void;
  absolute(path: StorePath): string;
  entries(): readonly LedgerEntry[];
  check(more?: { readonly store?: RunStore; readonly signal?: AbortSignal }): Promise<CheckReport>;
  close(): Promise<void>;
}

/** Opens it. */
export async function openCheckedStore(): Promise<CheckedStore> {
  const folders = makeTestFolders();
  const store = await openTestStore(folders);
  const absolute = (path: StorePath): string => resolveStorePath(folders.runsDir, path);
  const entries = (): LedgerEntry[] =>
    [...store.ledger.entries(0)].map(({ entry }) => entry).filter(({ subject }) => subject === RUN_ID);
  const commit: CheckedStore["commit"] = async (files, drafts) => {
    const newFiles = Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
    const about = drafts.map((draft): EntryDraft => ({ kind: "run.recorded", subject: RUN_ID, body: {}, ...draft }));
    await store.commit({ files: newFiles, entries: about, actor: ACTOR, requestId: "request" });
    // Damage comes later than the last write: what is damaged here is durable already.
    await store.checkpoint();
  };
  return {
    store,
    commit,
    absolute,
    entries,
    record: (value, body = {}) => {
      const text = typeof value === "string" ? value : `${printJson(value)}\n`;
      return commit({ [RECORD_PATH]: text }, [{ body, path: RECORD_PATH, ...vouched(text) }]);
    },
    overwrite: (path, text) => writeFileSync(absolute(path), text),
    check: (more = {}) =>
      checkRun(
        { store: more.store ?? store, clock: { nowMs: () => CHECKED_AT_MS, monotonicMs: () => 0 } },
        { runId: RUN_ID, row: { path: RECORD_PATH }, entries: entries() },
        { signal: more.signal ?? new AbortController().signal, progress: () => undefined },
      ),
    close: async () => {
      await store.close();
      folders.remove();
    },
  };
}

/** Digest and size of a text, as an entry vouches for it. */
export function vouched(text: string): { readonly sha256: Sha256; readonly size: number } {
  return { sha256: sha256Hex(text), size: Buffer.byteLength(text) };
}

/** An older record as the older system wrote it, complete, with the digest of its feasibility. */
export function olderRecord(more: Readonly<Record<string, WritableJson>> = {}): Record<string, WritableJson> {
  return {
    run_id: RUN_ID,
    created_at_utc: "2025-12-17T09:15:00.250000Z",
    request_id: null,
    mode: "saw",
    tool_id: "saw:veneer_160",
    status: "OK",
    request_summary: {},
    feasibility: { risk_level: "GREEN", score: 80 },
    decision: { risk_level: "GREEN", score: 80, block_reason: null, warnings: [], details: {} },
    hashes: hashes(),
    outputs: { gcode_text: null, opplan_json: null, gcode_path: null, opplan_path: null, preview_svg_path: null },
    advisory_inputs: [],
    explanation_status: "NONE",
    attachments: null,
    meta: {},
    event_type: "unknown",
    ...more,
  };
}

/** A record as it is written here. */
export function ownRecord(more: Readonly<Record<string, WritableJson>> = {}): Record<string, WritableJson> {
  return {
    ...olderRecord(),
    schema_version: "rmos.run/3",
    store_id: "store",
    workstation_id: "station",
    run_number: "1-3",
    recorded_by: "tester",
    request_hash: null,
    completeness: [],
    inputs_hash: null,
    ...more,
  };
}

/** The digests of {@link olderRecord}, with some replaced. */
export function hashes(more: Readonly<Record<string, string | null>> = {}): Record<string, string | null> {
  return {
    feasibility_sha256: sha256Hex('{"risk_level":"GREEN","score":80}'),
    toolpaths_sha256: null,
    gcode_sha256: null,
    opplan_sha256: null,
    snapshot_sha256: null,
    ...more,
  };
}
