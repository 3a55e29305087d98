import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { withStorageErrors } from "./storage-error.ts";

/**
 * All files under `folder`: path from it, with `/` on every system, to bytes. For the few files of the program itself: everything
 * is held in memory. Links are not followed. Throws a coded error naming the folder when it cannot be read.
 */
export function readFolderTree(folder: string): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  return withStorageErrors("read the files of the program", folder, () => new Map(filesUnder(folder, "")));
}

function filesUnder(folder: string, prefix: string): (readonly [string, Uint8Array<ArrayBuffer>])[] {
  // Level by level: inside an Electron archive the recursive option of readdir is not to be relied on.
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path, `${prefix}${entry.name}/`);
    return entry.isFile() ? [[`${prefix}${entry.name}`, readFileSync(path)] as const] : [];
  });
}
