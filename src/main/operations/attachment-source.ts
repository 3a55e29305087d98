import { basename } from "node:path";
import { setImmediate } from "node:timers/promises";
import { AppError } from "../../shared/app-error.ts";
import { foreignFileChunks } from "../ingest/foreign-file.ts";
import type { FileKind, Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";

/** Bytes that are to become a file of a run. */
export interface AttachmentSource {
  /** What a person calls it, without folders; null where it has no name. */
  readonly name: string | null;
  /** Bytes it has now. */
  readonly sizeBytes: number;
  /** The bytes in order, once. Throws the storage codes, at the first piece or later. */
  chunks(): Iterable<Uint8Array>;
}

const REFUSALS: Readonly<Record<Exclude<FileKind, "file">, string>> = {
  folder: "is a folder; name a file",
  link: "is a link that leads to another link; name the file itself",
  other: "is a pipe or a device; name a file",
};

/** Bytes that the caller holds already. `name` may be a path of any system. */
export function bytesSource(bytes: Uint8Array, name: string | null): AttachmentSource {
  const lastPart = name === null ? null : nameOf(name.replaceAll("\\", "/"));
  return { name: lastPart, sizeBytes: bytes.byteLength, chunks: () => [bytes] };
}

/**
 * A file that a person named. A link is followed: people mean what it leads to. What is no regular file is refused before it is opened, so
 * that no pipe can hold us up. Throws BAD_REQUEST that names `field`, PATH_NOT_FOUND, NO_PERMISSION or IO_FAILED.
 */
export function fileSource(fs: Fs, path: string, field: string): AttachmentSource {
  const [target, stat] = withStorageErrors("read the file", path, () => {
    const real = fs.realPath(path);
    return [real, fs.stat(real)] as const;
  });
  if (stat === null) throw new AppError("PATH_NOT_FOUND", `No file is at ${path}.`, { context: { path } });
  if (stat.kind !== "file") {
    const problem = REFUSALS[stat.kind];
    throw new AppError("BAD_REQUEST", `${path} ${problem}.`, { context: { field, problem, path } });
  }
  return { name: nameOf(path), sizeBytes: stat.sizeBytes, chunks: () => foreignFileChunks(fs, target) };
}

/** How a caller follows and stops the reading of a source. */
export interface ReadingControl {
  readonly signal: AbortSignal;
  /** Bytes read so far. */
  readonly progress: (doneBytes: number) => void;
}

/** The bytes of a source with room for other work between two pieces. Throws the signal's reason when it is stopped. */
export async function* pacedChunks(source: AttachmentSource, control: ReadingControl): AsyncGenerator<Uint8Array> {
  let doneBytes = 0;
  control.signal.throwIfAborted();
  for (const chunk of source.chunks()) {
    yield chunk;
    doneBytes += chunk.byteLength;
    control.progress(doneBytes);
    await setImmediate();
    control.signal.throwIfAborted();
  }
}

/** The last part of a path; null where nothing is left. */
function nameOf(path: string): string | null {
  const name = basename(path).toWellFormed();
  return name === "" ? null : name;
}
