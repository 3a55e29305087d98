import { dirname } from "node:path";
import type { Fs } from "../system/fs.ts";
import { flushError, withStorageErrors, withStorageErrorsAsync } from "../system/storage-error.ts";
import { readWhole, writeChecked } from "./durable-file.ts";
import { decodeFrames, type JournalContent } from "./journal-frame.ts";

/**
 * The write-ahead journal of one epoch, open for appending. Bytes are kept or taken back before the next are appended. Every method
 * throws the storage codes.
 */
export interface JournalFile {
  /** Bytes of kept frames. */
  readonly sizeBytes: number;
  /** Appends and reads back; not durable before `sync`. */
  append(frame: Buffer): void;
  /** The commit point: what was appended survives a power cut. */
  sync(): Promise<void>;
  /** What was appended is acknowledged. */
  keep(): void;
  /** Cuts off what was appended and not kept; the cut is durable when it resolves. */
  takeBack(): Promise<void>;
  /**
   * Cuts off what was appended and not kept, without a flush and as far as it goes. For a device whose flush has failed:
   * a start on this machine then finds no frame of which nobody knows whether the disk has it.
   */
  letGo(): void;
  /** Empties the journal: everything in it is durable under its own name. */
  empty(): Promise<void>;
  /** Safe to repeat. After it every other method throws. */
  close(): void;
}

/** A device that fails now and then lets one of so many through. */
const CUT_ATTEMPTS = 8;

/** Creates the journal of a new epoch; its name is durable when it resolves. */
export async function createJournal(fs: Fs, path: string): Promise<JournalFile> {
  const fd = withStorageErrors("create the journal", path, () => fs.open(path, "create"));
  try {
    await withStorageErrorsAsync("create the journal", path, () => fs.syncFolder(dirname(path)));
  } catch (error) {
    fs.close(fd);
    throw error;
  }
  return openJournal(fs, path, fd);
}

function openJournal(fs: Fs, path: string, fd: number): JournalFile {
  let kept = 0;
  let end = 0;
  let isClosed = false;
  /** The system gives a closed number to the next file that is opened: writing to it would hit that one. */
  const live = (): number => {
    if (isClosed) throw new RangeError("the journal is closed");
    return fd;
  };
  const sync = () => withStorageErrorsAsync("record the change", path, () => fs.syncData(live()));
  const cutTo = async (sizeBytes: number): Promise<void> => {
    withStorageErrors("cut the journal", path, () => fs.truncate(live(), sizeBytes));
    kept = sizeBytes;
    end = sizeBytes;
    await fs.syncData(live()).catch((error: unknown) => {
      throw flushError(error, "cut the journal", path);
    });
  };
  return {
    get sizeBytes() {
      return kept;
    },
    append(frame) {
      end = kept + frame.byteLength;
      withStorageErrors("record the change", path, () => writeChecked(fs, live(), frame, kept));
    },
    sync,
    keep() {
      kept = end;
    },
    takeBack: () => cutTo(kept),
    letGo() {
      const open = live();
      // A start on this machine finds the frame in the cache, puts its record in place, and a power cut then takes the frame alone.
      for (let attempt = 1; attempt <= CUT_ATTEMPTS; attempt += 1) {
        try {
          fs.truncate(open, kept);
          end = kept;
          return;
        } catch {
          // The device has failed already, and that is what people are told. Cutting is no flush: it may be tried again.
        }
      }
    },
    empty: () => cutTo(0),
    close() {
      if (isClosed) return;
      isClosed = true;
      withStorageErrors("close the journal", path, () => fs.close(fd));
    },
  };
}

/** The frames of a journal left behind, and the bytes after them. */
export function readJournal(fs: Fs, path: string): JournalContent & { readonly tornBytes: Buffer } {
  const bytes = withStorageErrors("read the journal", path, () => readWhole(fs, path));
  const content = decodeFrames(bytes);
  return { ...content, tornBytes: bytes.subarray(content.completeLength) };
}
