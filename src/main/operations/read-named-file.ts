import { AppError } from "../../shared/app-error.ts";
import type { FileRef } from "../../shared/operations/session-operations.ts";
import { inputKind, readInputFile } from "../system/input-file.ts";
import type { Door } from "./application.ts";
import type { FileGrants } from "./file-grants.ts";

/** More than any text we take in: a JSON text above it is refused by its reader anyway. */
export const NAMED_FILE_LIMIT_BYTES = 256 * 1024 * 1024;

/** A file a caller named, and how. */
export interface NamedFile {
  readonly ref: FileRef;
  readonly door: Door;
  /** The request field it stood in, for error messages. */
  readonly field: string;
}

/** The bytes of a file that a caller named. Throws BAD_REQUEST, PATH_NOT_FOUND, NO_PERMISSION, IO_FAILED or TOO_LARGE. */
export async function readNamedFile(grants: FileGrants, { ref, door, field }: NamedFile): Promise<Buffer<ArrayBuffer>> {
  const path = grants.resolve(ref, door, field);
  if (inputKind(path) === "folder") {
    throw new AppError("BAD_REQUEST", `${path} is a folder. Name a file.`, {
      context: { field, problem: "is a folder; name a file", path },
    });
  }
  return readInputFile(path, NAMED_FILE_LIMIT_BYTES);
}
