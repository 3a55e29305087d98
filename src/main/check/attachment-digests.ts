import type { StorePath } from "../store/store-layout.ts";
import type { FileDigest, UnreadFile } from "./stored-file.ts";

/** Files that many runs share are remembered; more than these at a time are hashed again. */
const REMEMBERED = 4_096;

type HashedFile = FileDigest | UnreadFile;

/** Digests of files that were hashed a moment ago, so that a file which a thousand runs share is read once. */
export class AttachmentDigests {
  readonly #digests = new Map<StorePath, HashedFile>();
  /** Added since the last boundary between two runs. */
  readonly #fresh = new Set<StorePath>();

  find(path: StorePath): HashedFile | null {
    return this.#digests.get(path) ?? null;
  }

  keep(path: StorePath, digest: HashedFile): void {
    const [oldest] = this.#digests.keys();
    if (this.#digests.size >= REMEMBERED && oldest !== undefined) this.#digests.delete(oldest);
    this.#digests.set(path, digest);
    this.#fresh.add(path);
  }

  /** A run was checked to its end: what was hashed for it belongs to what is done. */
  settle(): void {
    this.#fresh.clear();
  }

  /** Files of the runs that are done, as plain data, the oldest first. */
  settled(): [StorePath, HashedFile][] {
    return [...this.#digests].filter(([path]) => !this.#fresh.has(path));
  }
}
