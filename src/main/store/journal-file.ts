import { dirname } from "node:path";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import { readWhole, writeAll } from "./durable-file.ts";
import { decodeFrames, type JournalContent } from "./journal-frame.ts";

/** The write-ahead journal of one epoch, open for appending. Bytes are kept or taken back before the next are appended. */
export interface JournalFile {
  readonly sizeBytes: number;
  /** Appends; not durable before `sync`. */
  append(frame: Buffer): void;
  /** The commit point: what was appended survives a power cut. */
  sync(): Promise<void>;
  /** What was appended is acknowledged. */
  keep(): void;
  /** Cuts off what was appended and not kept; the cut is durable when it resolves. */
  takeBack(): Promise<void>;
  /** Empties the journal: everything in it is durable under its own name. */
  empty(): Promise<void>;
  close(): void;
}

/** Creates the journal of a new epoch; its name is durable when it resolves. */
export async function createJournal(fs: Fs, path: string): Promise<JournalFile> {
  const fd = withStorageErrors("create the journal", path, () => fs.open(path, "create"));
  await fs.syncFolder(dirname(path));
  let kept = 0;
  let end = 0;
  const cutTo = async (sizeBytes: number): Promise<void> => {
    fs.truncate(fd, sizeBytes);
    kept = sizeBytes;
    end = sizeBytes;
    await fs.syncData(fd);
  };
  return {
    get sizeBytes() {
      return kept;
    },
    append(frame) {
      end = kept + frame.byteLength;
      writeAll(fs, fd, frame, kept);
    },
    sync: () => fs.syncData(fd),
    keep() {
      kept = end;
    },
    takeBack: () => cutTo(kept),
    empty: () => cutTo(0),
    close: () => fs.close(fd),
  };
}

/** The frames of a journal left behind, and the bytes after them. */
export function readJournal(fs: Fs, path: string): JournalContent & { readonly tornBytes: Buffer } {
  const bytes = withStorageErrors("read the journal", path, () => readWhole(fs, path));
  const content = decodeFrames(bytes);
  return { ...content, tornBytes: bytes.subarray(content.completeLength) };
}
