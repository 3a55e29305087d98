import { AppError } from "../../shared/app-error.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import type { HashPool } from "../check/hash-pool.ts";
import { attachmentPath, resolveStorePath } from "../store/store-layout.ts";
import type { Clock } from "../system/clock.ts";
import type { FileStat, Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import { checkNamedFile } from "./check-named-file.ts";
import type { OpenFolder } from "./open-folder.ts";
import { attachmentNotFound } from "./save-attachment.ts";

/** Files a person has open at a time, and some before them. */
const REMEMBERED = 256;
/** A file that is written to all the time is not read for ever. */
const ATTEMPTS = 3;

/** Which bytes of a file, and whether those of a changed one may be shown. */
export interface RangeRequest {
  readonly sha256: Sha256;
  readonly offset: number;
  readonly length: number;
  readonly acceptChanged: boolean;
}

/** Bytes of a file, and whether the whole file is what was recorded. */
export interface VerifiedRange {
  readonly bytes: Uint8Array;
  readonly sizeBytes: number;
  readonly isRecorded: boolean;
}

interface VerifiedFilesDeps {
  readonly fs: Fs;
  readonly clock: Clock;
  readonly hashes: HashPool;
}

/**
 * Reads stored files so that nobody is shown bytes that are not what was recorded without knowing it: the whole file is hashed before the
 * first range, and again only when it was touched since.
 */
export class VerifiedFiles {
  readonly #deps: VerifiedFilesDeps;
  /** By the state of a file and its name: what hashing it gave, or will give. */
  readonly #known = new Map<string, Promise<boolean>>();

  constructor(deps: VerifiedFilesDeps) {
    this.#deps = deps;
  }

  /**
   * A range of a file. Throws CONFLICT when the file is not what its name says and the caller does not accept that, ATTACHMENT_NOT_FOUND,
   * STORE_DAMAGED for what is no file, and faults of the drive.
   */
  async read(folder: OpenFolder, request: RangeRequest): Promise<VerifiedRange> {
    const { sha256, offset, length, acceptChanged } = request;
    const path = attachmentPath(sha256);
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const before = this.#stateOf(folder, sha256);
      const isRecorded = await this.#isRecorded(folder, sha256, before);
      if (!isRecorded && !acceptChanged) throw changed(sha256);
      const wanted = Math.min(length, Math.max(0, before.sizeBytes - offset));
      const bytes = wanted === 0 ? new Uint8Array() : folder.store.readRange(path, offset, wanted);
      // What was hashed and what was read are the same only while nobody touched the file in between.
      if (keyOf(sha256, this.#stateOf(folder, sha256)) === keyOf(sha256, before)) {
        return { bytes, sizeBytes: before.sizeBytes, isRecorded };
      }
    }
    throw new AppError("CONFLICT", "Something goes on writing to this file. Check the record and try again.", {
      context: { sha256 },
    });
  }

  #stateOf({ runsDir }: OpenFolder, sha256: Sha256): FileStat {
    const absolute = resolveStorePath(runsDir, attachmentPath(sha256));
    const stat = withStorageErrors("look at a file", absolute, () => this.#deps.fs.stat(absolute));
    if (stat === null) throw attachmentNotFound(sha256);
    return stat;
  }

  #isRecorded(folder: OpenFolder, sha256: Sha256, stat: FileStat): Promise<boolean> {
    const key = keyOf(sha256, stat);
    const known = this.#known.get(key) ?? this.#verify(folder, sha256);
    const [oldest] = this.#known.keys();
    if (this.#known.size >= REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(key, known);
    // What could not be found out is asked for again.
    known.catch(() => this.#known.delete(key));
    return known;
  }

  async #verify(folder: OpenFolder, sha256: Sha256): Promise<boolean> {
    const { clock, hashes } = this.#deps;
    const { signal } = new AbortController();
    const file = await hashes.hashOne(folder.runsDir, attachmentPath(sha256), { signal });
    if (file.state === "missing") throw attachmentNotFound(sha256);
    if (file.state === "closed") {
      throw new AppError("STORE_DAMAGED", `The file cannot be read: ${file.reason}. Tell your supervisor.`, {
        context: { sha256 },
      });
    }
    if (file.sha256 === sha256) return true;
    // The older system named some files by the form of their values: such bytes are what was recorded.
    const { items } = await checkNamedFile({ folder, clock, hashes }, sha256, { signal, progress: () => undefined });
    return items.length > 0 && items.every(({ result }) => result === "same");
  }
}

/** Changes with everything that may be done to a file. */
function keyOf(sha256: Sha256, { identity, sizeBytes, modifiedMs, changedMs }: FileStat): string {
  return [sha256, identity, sizeBytes, modifiedMs, changedMs].join(" ");
}

function changed(sha256: Sha256): AppError {
  const message = "This file is not what was recorded any more. Nothing of it was opened. Tell your supervisor.";
  return new AppError("CONFLICT", message, { context: { sha256 } });
}
