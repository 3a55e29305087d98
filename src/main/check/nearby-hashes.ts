import { resolveStorePath } from "../store/store-layout.ts";
import type { Fs } from "../system/fs.ts";
import { refuseWhenStopped, type StoredHashes } from "./stored-file.ts";
import { StoredFileHasher } from "./stored-file-hasher.ts";

/** Below this, handing a file to another thread takes longer than hashing it. */
const NEARBY_BYTES = 4 * 1024 * 1024;

/** Hashes small files in the calling thread, which must be one that nobody waits for, and large ones elsewhere. */
export function nearbyHashes(fs: Fs, runsDir: string, elsewhere: StoredHashes): StoredHashes {
  const hasher = new StoredFileHasher(fs, runsDir);
  return async (path, signal, ...more) => {
    refuseWhenStopped(signal);
    const sizeBytes = fs.stat(resolveStorePath(runsDir, path))?.sizeBytes ?? 0;
    if (sizeBytes >= NEARBY_BYTES) return elsewhere(path, signal, ...more);
    hasher.beginBatch();
    return hasher.hash(path, () => refuseWhenStopped(signal));
  };
}
