import { AppError } from "../../shared/app-error.ts";
import type { StoredAttachment } from "../store/attachment-writer.ts";
import type { RunStore } from "../store/run-store.ts";
import type { Fs } from "../system/fs.ts";
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
    return { stored: await services.store.putAttachment(source.chunks()), failure: null };
  } catch (error) {
    if (source.failure === null) throw error;
    return { stored: null, failure: source.failure };
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
