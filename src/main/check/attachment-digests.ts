import type { StorePath } from "../store/store-layout.ts";
import type { FileDigest, UnreadFile } from "./stored-file.ts";

/** Files that many runs share are remembered; more than these at a time are hashed again. */
const REMEMBERED = 4_096;

/** Digests of files that were hashed a moment ago, so that a file which a thousand runs share is read once. */
export class AttachmentDigests {
  readonly #digests = new Map<StorePath, FileDigest | UnreadFile>();

  find(path: StorePath): FileDigest | UnreadFile | null {
    return this.#digests.get(path) ?? null;
  }

  keep(path: StorePath, digest: FileDigest | UnreadFile): void {
    const [oldest] = this.#digests.keys();
    if (this.#digests.size >= REMEMBERED && oldest !== undefined) this.#digests.delete(oldest);
    this.#digests.set(path, digest);
  }
}
