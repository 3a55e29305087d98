import { createReadStream, readdirSync, statSync } from "node:fs";
import { AppError } from "../../shared/app-error.ts";
import { storageError, withStorageErrors } from "./storage-error.ts";

/**
 * The bytes of a file that a person named: a request, a batch, a text to fingerprint. Unlike files of a store it may be a link, a
 * pipe or a device, so it is read as a stream and never by size. Throws PATH_NOT_FOUND, NO_PERMISSION or IO_FAILED, at the first
 * piece or later.
 */
export async function* readInputChunks(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: 256 * 1024 });
  } catch (error) {
    throw storageError(error, "read the file", path);
  }
}

/** All bytes of a stream. Throws TOO_LARGE above `limitBytes`, without holding more than that. */
export async function readLimited(
  chunks: AsyncIterable<Uint8Array>,
  limitBytes: number,
  name: string,
): Promise<Buffer<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let byteLength = 0;
  for await (const chunk of chunks) {
    byteLength += chunk.byteLength;
    if (byteLength > limitBytes) {
      throw new AppError("TOO_LARGE", `${name} is larger than ${limitBytes} bytes. Split it and try again.`, {
        context: { name, limit_bytes: limitBytes },
      });
    }
    parts.push(chunk);
  }
  return Buffer.concat(parts, byteLength);
}

/** All bytes of a file that a person named. Throws PATH_NOT_FOUND, NO_PERMISSION, IO_FAILED or TOO_LARGE. */
export function readInputFile(path: string, limitBytes: number): Promise<Buffer<ArrayBuffer>> {
  return readLimited(readInputChunks(path), limitBytes, path);
}

/** What a path that a person named leads to, links followed; null when nothing is there. */
export function inputKind(path: string): "file" | "folder" | null {
  const stats = withStorageErrors("look at", path, () => statSync(path, { throwIfNoEntry: false }));
  if (stats === undefined) return null;
  return stats.isDirectory() ? "folder" : "file";
}

/** Names of the files in a folder that end in `extension`, in order of their names; none when there is no such folder. */
export function inputFileNames(folder: string, extension: string): readonly string[] {
  if (inputKind(folder) !== "folder") return [];
  const names = withStorageErrors("list the folder", folder, () => readdirSync(folder));
  return names.filter((name) => name.endsWith(extension)).sort();
}
