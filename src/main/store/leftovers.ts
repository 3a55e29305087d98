import type { Fs } from "../system/fs.ts";
import { parentStorePath, resolveStorePath, STORE_PATHS, type StorePath } from "./store-layout.ts";

/** Folders in which only the holder stages files. */
const OWN_FOLDERS = ["_integrity", STORE_PATHS.epochs, STORE_PATHS.keys, STORE_PATHS.quarantine];

/** `.<final name>.<writer>.tmp`: see `temporaryPath`. */
const TEMPORARY = /^\.(.+)\.[0-9a-z-]+\.tmp$/;

/**
 * Removes files that were staged and never got their name: our own bookkeeping, and stages of the `replayed` files, whose bytes
 * are in their place. Call it as the holder. Anything else stays where it is. Returns the folders (absolute) whose names changed.
 */
export function removeLeftovers(fs: Fs, runsDir: string, replayed: ReadonlySet<StorePath>): string[] {
  const own = OWN_FOLDERS.filter((folder) => removeStages(fs, runsDir, folder, () => true));
  const others = [...new Set([...replayed].map(parentStorePath))].filter((folder) =>
    removeStages(fs, runsDir, folder, (finalName) => replayed.has(`${folder}/${finalName}`)),
  );
  return [...own, ...others].map((folder) => resolveStorePath(runsDir, folder));
}

/** True when there were some. */
function removeStages(fs: Fs, runsDir: string, folder: StorePath, isDone: (finalName: string) => boolean): boolean {
  let found = false;
  for (const { name, kind } of fs.list(resolveStorePath(runsDir, folder))) {
    const finalName = kind === "file" ? TEMPORARY.exec(name)?.[1] : undefined;
    if (finalName === undefined || !isDone(finalName)) continue;
    fs.unlink(resolveStorePath(runsDir, `${folder}/${name}`));
    found = true;
  }
  return found;
}
