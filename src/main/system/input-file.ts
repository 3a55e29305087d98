import { createReadStream, readdirSync, statSync } from "node:fs";
import { AppError } from "../../shared/app-error.ts";
import { withStorageErrors, withStorageErrorsAsync } from "./storage-error.ts";

/**
 * Files a person names: requests, texts to fingerprint, folders to import. Unlike files of a store they may be links, pipes or
 * devices, so they are read as a stream and never by size.
 */
export function readInputChunks(path: string): AsyncIterable<Uint8Array> {
  return createReadStream(path, { highWaterMark: 256 * 1024 });
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
  return withStorageErrorsAsync("read the file", path, () => readLimited(readInputChunks(path), limitBytes, path));
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
