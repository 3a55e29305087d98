import { AppError } from "../../shared/app-error.ts";
import type { ErrorCode } from "../../shared/error-codes.ts";

interface Meaning {
  readonly code: ErrorCode;
  readonly what: string;
  readonly advice: string;
}

const MEANINGS: Readonly<Record<string, Meaning>> = {
  ENOSPC: { code: "DISK_FULL", what: "the disk is full", advice: "Free some space and try again." },
  EDQUOT: { code: "DISK_FULL", what: "the disk quota is used up", advice: "Free some space and try again." },
  EACCES: {
    code: "NO_PERMISSION",
    what: "this account may not do that",
    advice: "Ask for write access to the folder.",
  },
  EPERM: { code: "NO_PERMISSION", what: "this account may not do that", advice: "Ask for write access to the folder." },
  EROFS: {
    code: "STORE_READ_ONLY",
    what: "the drive can only be read",
    advice: "Choose a folder on a drive that can be written.",
  },
  EMFILE: { code: "TOO_MANY_FILES", what: "too many files are open", advice: "Close other programs and try again." },
  ENFILE: { code: "TOO_MANY_FILES", what: "too many files are open", advice: "Close other programs and try again." },
  ENOENT: {
    code: "PATH_NOT_FOUND",
    what: "it is not there",
    advice: "Check that the drive is connected and the name is right.",
  },
  ENOTDIR: { code: "PATH_NOT_FOUND", what: "a part of the path is not a folder", advice: "Check the name." },
  ELOOP: {
    code: "STORE_DAMAGED",
    what: "a link stands in place of a file",
    advice: "Tell your supervisor: records are never links.",
  },
};

const UNKNOWN: Meaning = {
  code: "IO_FAILED",
  what: "the drive reported a fault",
  advice: "Check the drive before you go on.",
};

/** The system's error code (`ENOSPC`), or null when `error` does not come from the system. */
export function systemCodeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  return typeof error.code === "string" && error.code.startsWith("E") ? error.code : null;
}

/**
 * The coded form of an error the system reported while doing `action` (a verb with its object: "write the journal").
 * Errors that are ours already, and bugs, come back as they are.
 */
export function storageError(error: unknown, action: string, path: string): unknown {
  const system = systemCodeOf(error);
  if (error instanceof AppError || system === null) return error;
  const meaning = MEANINGS[system] ?? UNKNOWN;
  return new AppError(meaning.code, `Could not ${action}: ${meaning.what} (${path}). ${meaning.advice}`, {
    context: { path, action, system },
    cause: error,
  });
}

/** Runs `work`; an error of the system comes out coded. */
export function withStorageErrors<Result>(action: string, path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw storageError(error, action, path);
  }
}

/** The same for work that waits for the device. */
export async function withStorageErrorsAsync<Result>(
  action: string,
  path: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw storageError(error, action, path);
  }
}
