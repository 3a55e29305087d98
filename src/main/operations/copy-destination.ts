import { basename, dirname, sep } from "node:path";
import { AppError } from "../../shared/app-error.ts";
import type { CopyDestination } from "../../shared/operations/session-operations.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import type { Door } from "./application.ts";
import type { FileGrants } from "./file-grants.ts";
import { badField } from "./parse-request.ts";
import { portableFileName } from "./portable-file-name.ts";

/** What finding the place of a copy needs. */
export interface DestinationParts {
  readonly fs: Fs;
  readonly grants: FileGrants;
  readonly door: Door;
  /** Nothing is saved below it: what no entry names does not belong there. */
  readonly runsDir: string;
  /** The name where the caller gives none. */
  readonly suggestedName: () => Promise<string>;
}

/** Folder (absolute, links resolved) and name for a copy. Throws BAD_REQUEST, PATH_NOT_FOUND, NO_PERMISSION or IO_FAILED. */
export async function findDestination(
  parts: DestinationParts,
  to: CopyDestination,
): Promise<{ readonly folder: string; readonly name: string }> {
  const { grants, door } = parts;
  if ("file" in to) {
    const path = grants.resolve(to.file, door, "to.file");
    return { folder: openFolderAt(parts, dirname(path), "to.file"), name: basename(path) };
  }
  const folder = openFolderAt(parts, grants.resolve(to.folder, door, "to.folder"), "to.folder");
  return { folder, name: portableFileName(to.name ?? (await parts.suggestedName()), "file") };
}

function openFolderAt({ fs, runsDir }: DestinationParts, path: string, field: string): string {
  const [folder, stat] = withStorageErrors("save the copy", path, () => {
    const real = fs.realPath(path);
    return [real, fs.stat(real)] as const;
  });
  if (stat?.kind !== "folder") throw badField(field, "does not lie in a folder");
  const own = withStorageErrors("save the copy", path, () => (fs.stat(runsDir) === null ? null : fs.realPath(runsDir)));
  if (own !== null && (folder === own || folder.startsWith(own + sep))) {
    throw new AppError("BAD_REQUEST", "A copy cannot be saved in the runs folder. Choose another folder.", {
      context: { field, problem: "lies in the runs folder", path: folder },
    });
  }
  return folder;
}
