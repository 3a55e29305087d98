import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { withStorageErrors } from "./storage-error.ts";

/**
 * All files under `folder`: path from it, with `/` on every system, to bytes. For the few files of the program itself: everything
 * is held in memory. Links are not followed. Throws a coded error naming the folder when it cannot be read.
 */
export function readFolderTree(folder: string): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  return withStorageErrors("read the files of the program", folder, () => {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = entries.map((entry) => join(entry.parentPath, entry.name));
    return new Map(paths.map((path) => [relative(folder, path).split(sep).join("/"), readFileSync(path)]));
  });
}
