import type { Fs } from "../system/fs.ts";
import { flushError } from "../system/storage-error.ts";
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

/**
 * Makes files and folder entries durable. Order does not matter: the journal still holds everything. Whatever keeps a flush from
 * finishing is a device fault: asked again, the system may say that all is flushed when it is not.
 */
export async function flushApplied(fs: Fs, runsDir: string, unflushed: Unflushed): Promise<void> {
  try {
    await flushAll(fs, runsDir, unflushed);
  } catch (error) {
    throw flushError(error, "make records durable", runsDir);
  }
}

async function flushAll(fs: Fs, runsDir: string, { files: paths, folders }: Unflushed): Promise<void> {
  const files = [...paths];
  if (files.length >= WHOLE_FLUSH_FILES && (await fs.syncFileSystem(runsDir))) return;
  for (const file of files) await syncPath(fs, resolveStorePath(runsDir, file));
  for (const folder of folders) await fs.syncFolder(folder);
}
