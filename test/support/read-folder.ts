import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { sha256Hex } from "../../src/main/canonical/digest.ts";

/** Every file below a folder with the digest of its bytes, by its path with `/`: equal when nothing was touched. */
export function readFolder(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath, item.name))
    .sort();
  return new Map(files.map((path) => [relative(folder, path).replaceAll("\\", "/"), sha256Hex(readFileSync(path))]));
}
