import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { AppError } from "../../shared/app-error.ts";
import type { Fs } from "../system/fs.ts";
import { systemCodeOf } from "../system/storage-error.ts";
import { quotedText } from "./quoted-text.ts";

/** Where a file named in a request lies, or why it is not taken: a sentence for people. */
export type FoundRequestFile =
  | { readonly path: string; readonly refused: null }
  | { readonly path: null; readonly refused: string };

/** Device names of Windows, reserved whatever the extension. A request must mean the same file on every system. */
const DEVICE_NAME = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?$/i;
const MAX_PART_LENGTH = 255;

/**
 * Finds a file that a request names, below `filesBase` only: by a relative path, or by an absolute one that lies inside. `..`, links
 * that lead out, folders, devices and names that mean something else on another system are refused. Never throws for a bad name.
 * Source: safety, section 8 and requirements 77 to 79.
 */
export function findRequestFile(fs: Fs, filesBase: string | null, named: string): FoundRequestFile {
  if (filesBase === null) return refused("A file cannot be named by path in a request that comes from no folder");
  const parts = partsBelow(filesBase, named);
  if (parts === null) return refused(`${quotedText(named)} does not lie in the folder the request comes from`);
  const odd = parts.find((part) => !isPlainName(part));
  if (odd !== undefined) return refused(`${quotedText(odd)} is not a file name that every system understands`);
  if (parts.length === 0) return refused(`${quotedText(named)} names no file`);
  try {
    return findBelow(fs, { base: fs.realPath(filesBase), parts, named });
  } catch (error) {
    return refused(describeFailure(error, named));
  }
}

/** Why a named file could not be read, as a sentence; rethrows what neither the system nor we said. */
export function describeFailure(error: unknown, named: string): string {
  const code = error instanceof AppError ? error.code : systemCodeOf(error);
  if (code === null) throw error;
  if (code === "ENOENT" || code === "ENOTDIR" || code === "PATH_NOT_FOUND") return missing(named);
  if (code === "EACCES" || code === "EPERM" || code === "NO_PERMISSION")
    return `${quotedText(named)} may not be read by this account`;
  if (code === "BAD_REQUEST" || code === "ELOOP" || code === "STORE_DAMAGED") return notAFile(named);
  return `${quotedText(named)} could not be read (${code})`;
}

function findBelow(
  fs: Fs,
  file: { readonly base: string; readonly parts: readonly string[]; readonly named: string },
): FoundRequestFile {
  const path = fs.realPath(join(file.base, ...file.parts));
  const prefix = file.base.endsWith(sep) ? file.base : `${file.base}${sep}`;
  if (!path.startsWith(prefix))
    return refused(`${quotedText(file.named)} leads out of the folder the request comes from`);
  const stat = fs.stat(path);
  if (stat === null) return refused(missing(file.named));
  return stat.kind === "file" ? { path, refused: null } : refused(notAFile(file.named));
}

/** The path components below `base`, or null for a path that leaves it. Both slashes separate, as requests come from any system. */
function partsBelow(base: string, named: string): string[] | null {
  const inside = isAbsolute(named) ? relative(resolve(base), resolve(named)) : named;
  if (isAbsolute(inside)) return null;
  const parts = [named, inside].map((path) => path.split(/[\\/]/));
  if (parts.flat().includes("..")) return null;
  return (parts[1] ?? []).filter((part) => part !== "" && part !== ".");
}

function isPlainName(part: string): boolean {
  if (part.length > MAX_PART_LENGTH || DEVICE_NAME.test(part) || /[. ]$/.test(part) || part.includes(":")) return false;
  return ![...part].some((character) => character < " " || character === "\u007f");
}

function missing(named: string): string {
  return `No file is at ${quotedText(named)} in the folder the request comes from`;
}

function notAFile(named: string): string {
  return `${quotedText(named)} is not a regular file`;
}

function refused(reason: string): FoundRequestFile {
  return { path: null, refused: reason };
}
