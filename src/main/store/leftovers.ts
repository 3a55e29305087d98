import type { Fs } from "../system/fs.ts";
import { parentStorePath, resolveStorePath, STORE_PATHS, type StorePath } from "./store-layout.ts";

/** Folders in which only the holder stages files. */
const OWN_FOLDERS = ["_integrity", STORE_PATHS.epochs, STORE_PATHS.keys, STORE_PATHS.quarantine];

/** `.<final name>.<writer>.tmp`: see `temporaryPath`. */
const TEMPORARY = /^\.(.+)\.[0-9a-z-]+\.tmp$/;

/**
 * Removes files that were staged and never got their name: our own bookkeeping, and stages of the `replayed` files, whose bytes
 * are in their place. Call it as the holder. Anything else stays where it is.
 */
export function removeLeftovers(fs: Fs, runsDir: string, replayed: ReadonlySet<StorePath>): void {
  for (const folder of OWN_FOLDERS) removeStages(fs, runsDir, folder, () => true);
  const folders = new Set([...replayed].map(parentStorePath));
  for (const folder of folders) {
    removeStages(fs, runsDir, folder, (finalName) => replayed.has(`${folder}/${finalName}`));
  }
}

function removeStages(fs: Fs, runsDir: string, folder: StorePath, isDone: (finalName: string) => boolean): void {
  for (const { name, kind } of fs.list(resolveStorePath(runsDir, folder))) {
    const finalName = kind === "file" ? TEMPORARY.exec(name)?.[1] : undefined;
    if (finalName !== undefined && isDone(finalName)) fs.unlink(resolveStorePath(runsDir, `${folder}/${name}`));
  }
}
