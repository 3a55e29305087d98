import type { Fs } from "../system/fs.ts";
import { storageError } from "../system/storage-error.ts";
import { type HashAnswer, type HashRequest, IS_STOPPED, NEXT_FILE } from "./hash-messages.ts";
import { HashRing } from "./hash-ring.ts";
import { type FileDigest, refuseWhenUnwanted, type UnreadFile, unreadFile } from "./stored-file.ts";
import { type HashStep, StoredFileHasher } from "./stored-file-hasher.ts";

/** People see progress; nobody sees it more often. */
const REPORT_EVERY_MS = 100;

/** One hasher for each folder that was asked for; its memory is used again. */
const hashers = new Map<string, StoredFileHasher>();

/**
 * Does what one request asks, in the calling thread and without a pause. Throws CANCELLED when its shared memory says that it is not wanted
 * any more, and faults of the drive (IO_FAILED, TOO_MANY_FILES).
 */
export function answerHashRequest(fs: Fs, request: HashRequest, report: (hashedBytes: number) => void): HashAnswer {
  const step = stepOf(request, report);
  const found = new Found();
  if (request.task === "files") hashFiles(fs, request, { step, found });
  else if (request.task === "read") readIntoRing(fs, request, { step, found });
  else found.add(0, new HashRing(request.ring).drain(step));
  return found.answer();
}

interface Work {
  readonly step: HashStep;
  readonly found: Found;
}

function stepOf({ shared }: HashRequest, report: (hashedBytes: number) => void): HashStep {
  let reportedMs = performance.now();
  let unreported = 0;
  return (byteLength) => {
    refuseWhenUnwanted(Atomics.load(shared, IS_STOPPED) !== 0);
    unreported += byteLength;
    const nowMs = performance.now();
    if (nowMs - reportedMs < REPORT_EVERY_MS) return;
    report(unreported);
    reportedMs = nowMs;
    unreported = 0;
  };
}

function hashFiles(fs: Fs, request: Extract<HashRequest, { task: "files" }>, { step, found }: Work): void {
  const { paths, shared, runsDir } = request;
  const hasher = hasherOf(fs, runsDir);
  for (let place = next(shared); place < paths.length; place = next(shared)) {
    const path = paths[place];
    if (path !== undefined) found.add(place, hasher.hash(path, step));
  }
}

function next(shared: Int32Array): number {
  return Atomics.add(shared, NEXT_FILE, 1);
}

/** What cannot be read is this side's answer; the digest is the other's. */
function readIntoRing(fs: Fs, request: Extract<HashRequest, { task: "read" }>, { step, found }: Work): void {
  const { path, runsDir } = request;
  const ring = new HashRing(request.ring);
  const file = hasherOf(fs, runsDir).open(path);
  if ("state" in file) {
    ring.giveUp();
    found.add(0, file);
    return;
  }
  try {
    // Bytes are counted where they are hashed.
    ring.fill(
      (into, position) => fs.read(file.fd, into, position),
      () => step(0),
    );
  } catch (error) {
    found.add(0, unreadFile(storageError(error, "read a file", path)));
  } finally {
    fs.close(file.fd);
  }
}

function hasherOf(fs: Fs, runsDir: string): StoredFileHasher {
  const hasher = hashers.get(runsDir) ?? new StoredFileHasher(fs, runsDir);
  hashers.set(runsDir, hasher);
  hasher.beginBatch();
  return hasher;
}

/** What was found, in columns. */
class Found {
  readonly #places: number[] = [];
  readonly #digests: string[] = [];
  readonly #sizes: number[] = [];
  readonly #unread: [number, UnreadFile][] = [];

  add(place: number, file: FileDigest | UnreadFile | null): void {
    if (file === null) return;
    if (file.state !== "read") {
      this.#unread.push([place, file]);
      return;
    }
    this.#places.push(place);
    this.#digests.push(file.sha256);
    this.#sizes.push(file.sizeBytes);
  }

  answer(): HashAnswer {
    return { places: this.#places, digests: this.#digests, sizes: this.#sizes, unread: this.#unread };
  }
}
