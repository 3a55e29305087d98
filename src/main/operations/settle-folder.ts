import { join } from "node:path";
import { findStoreIdentity } from "../store/store-identity.ts";
import { resolveStorePath, STORE_PATHS } from "../store/store-layout.ts";
import { workstationId } from "../store/workstation.ts";
import type { Fs } from "../system/fs.ts";
import { type FolderServices, openFolder } from "./open-folder.ts";

/** True when a process died between acknowledging and putting in place, or when the catalog is gone. */
function needsSettling(fs: Fs, runsDir: string): boolean {
  if (fs.stat(resolveStorePath(runsDir, STORE_PATHS.catalog)) === null) return true;
  const journals = resolveStorePath(runsDir, STORE_PATHS.journal);
  if (fs.stat(journals) === null) return false;
  return fs.list(journals).some(({ name }) => (fs.stat(join(journals, name))?.sizeBytes ?? 0) > 0);
}

/** Only the workstation that made a store settles it: another one would have to make a new signing key just to look. */
async function isOurs({ fs, dataDir, ids }: FolderServices, runsDir: string): Promise<boolean> {
  const identity = findStoreIdentity(fs, runsDir);
  if (identity === null || fs.stat(join(dataDir, "workstation.json")) === null) return false;
  return identity.workstation_id === (await workstationId(fs, dataDir, ids));
}

/**
 * Finishes what a process that died has acknowledged, so that a reader sees it: takes the lock for a moment when nobody holds it.
 * Where that cannot be done the folder stays as it is, and a reader reads what is there.
 */
export async function settleFolder(services: FolderServices, runsDir: string): Promise<void> {
  try {
    if (!(await isOurs(services, runsDir)) || !needsSettling(services.fs, runsDir)) return;
    const folder = await openFolder(services, runsDir, "write");
    try {
      if (folder.store.state().mode === "writable") await folder.catalog();
    } finally {
      await folder.close();
    }
  } catch (error) {
    // Reading does not depend on it: whatever is wrong here, opening for reading says in its own words.
    services.logger.fault("a runs folder could not be settled before reading", error, { runs_dir: runsDir });
  }
}
