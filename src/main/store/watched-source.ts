import type { ByteSource } from "./attachment-writer.ts";

/** A source of bytes that remembers its own failure: it comes out of the same call as a failure of the store, and says nothing of it. */
export class WatchedSource {
  #failed: { readonly error: unknown } | null = null;
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** What the source threw; null when it did not fail. */
  get failed(): { readonly error: unknown } | null {
    return this.#failed;
  }

  /** The bytes of the source, once. An end before its time is passed on to it. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    const iterator =
      Symbol.asyncIterator in this.#source ? this.#source[Symbol.asyncIterator]() : this.#source[Symbol.iterator]();
    let isOver = false;
    try {
      for (let next = await this.#next(iterator); next.done !== true; next = await this.#next(iterator))
        yield next.value;
      isOver = true;
    } finally {
      if (!isOver && this.#failed === null) await iterator.return?.();
    }
  }

  async #next(iterator: Iterator<Uint8Array> | AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
    try {
      return await iterator.next();
    } catch (error) {
      this.#failed = { error };
      throw error;
    }
  }
}
