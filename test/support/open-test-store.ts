import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256Hex } from "../../src/main/canonical/digest.ts";
import type { Change } from "../../src/main/store/change.ts";
import { openRunStore } from "../../src/main/store/open-run-store.ts";
import type { OpenStoreOptions, RunStore } from "../../src/main/store/run-store.ts";
import { systemClock } from "../../src/main/system/clock.ts";
import { createIdSource } from "../../src/main/system/ids.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";

/** A folder for one test; `remove` takes it away. */
export interface TestFolders {
  readonly root: string;
  readonly runsDir: string;
  readonly dataDir: string;
  remove(): void;
}

/** A fresh folder with room for a store and its keys, in the system's temporary folder or in `parent`. */
export function makeTestFolders(parent = tmpdir()): TestFolders {
  mkdirSync(parent, { recursive: true });
  const root = mkdtempSync(join(parent, "rmos-runs-test-"));
  return {
    root,
    runsDir: join(root, "runs"),
    dataDir: join(root, "data"),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** A store over real files, without a space reserve. */
export function openTestStore(folders: TestFolders, options: Partial<OpenStoreOptions> = {}): Promise<RunStore> {
  return openRunStore({
    runsDir: folders.runsDir,
    dataDir: folders.dataDir,
    appVersion: "0.0.0-test",
    fs: nodeFs,
    clock: systemClock,
    ids: createIdSource(),
    access: "write",
    reserveBytes: 0,
    ...options,
  });
}

/** A change that records one file as a run. `number` makes ids and names that sort. */
export function recordChange(
  number: number,
  text = `{"n":${number}}\n`,
): Change & { readonly runId: string; readonly path: string } {
  const runId = `run_${String(number).padStart(32, "0")}`;
  const bytes = Buffer.from(text);
  const path = `2026-11-20/${runId}.json`;
  return {
    runId,
    path,
    files: [{ path, bytes }],
    entries: [
      {
        kind: "run.recorded",
        subject: runId,
        path,
        sha256: sha256Hex(bytes),
        size: bytes.byteLength,
        body: { run_number: `${number}-0`, attachments: [], imported: false },
      },
    ],
    actor: { uid: "tester", role: "machinist", sid: "s1" },
    requestId: `req-${number}`,
  };
}
