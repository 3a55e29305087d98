import type { Fs } from "../system/fs.ts";
import { withStorageErrorsAsync } from "../system/storage-error.ts";
import { syncPath } from "./durable-file.ts";
import { resolveStorePath, type StorePath } from "./store-layout.ts";

/** From this many files on, one flush of the whole file system is cheaper than one for each. */
const WHOLE_FLUSH_FILES = 24;

/** What must be durable under its own name before the journal may be emptied. */
export interface Unflushed {
  readonly files: Iterable<StorePath>;
  /** Absolute paths. */
  readonly folders: Iterable<string>;
}

/** Makes files and folder entries durable. Order does not matter: the journal still holds everything. */
export async function flushApplied(fs: Fs, runsDir: string, unflushed: Unflushed): Promise<void> {
  const files = [...unflushed.files];
  await withStorageErrorsAsync("make records durable", runsDir, async () => {
    if (files.length >= WHOLE_FLUSH_FILES && (await fs.syncFileSystem(runsDir))) return;
    for (const file of files) await syncPath(fs, resolveStorePath(runsDir, file));
    for (const folder of unflushed.folders) await fs.syncFolder(folder);
  });
}
