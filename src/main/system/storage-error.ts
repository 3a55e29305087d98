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
  EBUSY: { code: "IO_FAILED", what: "another program holds it", advice: "Close that program and try again." },
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

/** What the system says when the device itself failed, or the file system found itself broken. */
const DEVICE_FAULTS: ReadonlySet<unknown> = new Set(["EIO", "ENXIO", "ENODEV", "EUCLEAN"]);

/** The system's error code (`ENOSPC`), or null when `error` does not come from the system. Node's own `ERR_` codes are bugs of ours. */
export function systemCodeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return null;
  return /^E(?!RR_)[A-Z0-9]+$/.test(error.code) ? error.code : null;
}

/** True when the device failed, whether the error is the system's or coded: what its cache says is not to be believed any more. */
export function isDeviceFault(error: unknown): boolean {
  if (!(error instanceof AppError)) return DEVICE_FAULTS.has(systemCodeOf(error));
  return error.context.lost_in_flush === true || DEVICE_FAULTS.has(error.context.system);
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

/**
 * The coded form of an error of a flush. Also when the disk is full, the system may have let go of what it should have written, and takes
 * it for flushed from then on: a device fault like any other.
 */
export function flushError(error: unknown, action: string, path: string): unknown {
  const coded = storageError(error, action, path);
  if (!(coded instanceof AppError) || coded.code !== "DISK_FULL") return coded;
  const context = { ...coded.context, lost_in_flush: true };
  return new AppError(coded.code, coded.message, { context, cause: coded.cause });
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
