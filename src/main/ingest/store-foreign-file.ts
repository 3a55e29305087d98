import { AppError } from "../../shared/app-error.ts";
import type { StoredAttachment } from "../store/attachment-writer.ts";
import type { RunStore } from "../store/run-store.ts";
import type { Fs } from "../system/fs.ts";
import { systemCodeOf } from "../system/storage-error.ts";
import { foreignFileChunks } from "./foreign-file.ts";

/** A foreign file in the store, or why it could not be read. */
export type StoredForeignFile =
  | { readonly stored: StoredAttachment; readonly failure: null }
  | { readonly stored: null; readonly failure: AppError };

/**
 * Stores a foreign file of any size by content; durable when it resolves. A file that cannot be read is an answer; only a failure of
 * the store is thrown.
 */
export async function storeForeignFile(
  services: { readonly fs: Fs; readonly store: RunStore },
  path: string,
): Promise<StoredForeignFile> {
  const source = new WatchedSource(foreignFileChunks(services.fs, path));
  try {
    const neededBytes = knownSize(services.fs, path);
    return { stored: await services.store.putAttachment(source.chunks(), { neededBytes }), failure: null };
  } catch (error) {
    if (source.failure === null) throw error;
    return { stored: null, failure: source.failure };
  }
}

/** Zero where it is not known: why not is told when the file is opened. */
function knownSize(fs: Fs, path: string): number {
  try {
    const stat = fs.stat(path);
    return stat?.kind === "file" ? stat.sizeBytes : 0;
  } catch (error) {
    if (systemCodeOf(error) === null) throw error;
    return 0;
  }
}

/** Tells a failing source from a failing store: both come out of the same call. */
class WatchedSource {
  failure: AppError | null = null;
  readonly #iterator: Iterator<Uint8Array>;

  constructor(chunks: Iterable<Uint8Array>) {
    this.#iterator = chunks[Symbol.iterator]();
  }

  *chunks(): Generator<Uint8Array> {
    try {
      for (let next = this.#next(); next.done !== true; next = this.#next()) yield next.value;
    } finally {
      this.#iterator.return?.();
    }
  }

  #next(): IteratorResult<Uint8Array> {
    try {
      return this.#iterator.next();
    } catch (error) {
      if (error instanceof AppError) this.failure = error;
      throw error;
    }
  }
}
