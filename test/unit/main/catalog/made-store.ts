import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import type { HostOptions } from "../../../../src/main/catalog/catalog-host.ts";
import type { EntryDraft } from "../../../../src/main/store/change.ts";
import type { Committed, RunStore } from "../../../../src/main/store/run-store.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../../../support/open-test-store.ts";
import { madeRecord } from "./made-runs.ts";

/** A real store in a folder of its own, and what it told about its commits. */
export interface MadeStore {
  readonly folders: TestFolders;
  readonly store: RunStore;
  readonly commits: Committed[];
  readonly host: HostOptions;
  /** Records a run with these fields, or with these very bytes. */
  record(runId: string, content?: Readonly<Record<string, unknown>> | Uint8Array): Promise<void>;
  /** Adds an event about a run. */
  event(kind: EntryDraft["kind"], runId: string, body?: EntryDraft["body"]): Promise<void>;
  close(): Promise<void>;
}

/** Opens a new store. */
export async function madeStore(): Promise<MadeStore> {
  const folders = makeTestFolders();
  const store = await openTestStore(folders);
  const commits: Committed[] = [];
  store.onCommitted((committed) => commits.push(committed));
  const commit = async (files: Committed["files"], entries: readonly EntryDraft[]): Promise<void> => {
    await store.commit({ files, entries, actor: { uid: "tester", role: "machinist", sid: "s1" }, requestId: "req" });
    await store.settled();
  };
  return {
    folders,
    store,
    commits,
    host: { runsDir: folders.runsDir, fs: nodeFs, bootSeconds: 1000 },
    async record(runId, content = {}) {
      const bytes = content instanceof Uint8Array ? content : madeRecord({ run_id: runId, ...content });
      const path = `2026-11-20/${runId}.json`;
      const body = { run_number: `${runId}-no`, attachments: [], imported: false };
      const place = { path, sha256: sha256Hex(bytes), size: bytes.byteLength };
      await commit([{ path, bytes }], [{ kind: "run.recorded", subject: runId, body, ...place }]);
    },
    event: (kind, runId, body = {}) => commit([], [{ kind, subject: runId, body }]),
    async close() {
      await store.close();
      folders.remove();
    },
  };
}

/** Every file below a folder with its size and the time it was last written: equal listings mean that nobody wrote. */
export function listing(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => ({ name, stat: statSync(join(folder, name), { bigint: true }) }))
    .map(({ name, stat }) => `${name} ${stat.isFile() ? stat.size : "folder"} ${stat.mtimeNs}`)
    .sort();
}

/** The names of the files in `_index`. */
export function indexFiles(runsDir: string): readonly string[] {
  return readdirSync(join(runsDir, "_index")).sort();
}
