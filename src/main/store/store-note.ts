import { join } from "node:path";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import { discard, makeFolders, readWhole, temporaryPath, writeAll } from "./durable-file.ts";
import { fileNameOfStore } from "./high-water-mark.ts";

/** A note about a store, kept outside its folder: which kind of note, by the folder they lie in, and of which store. */
export interface StoreNote {
  readonly fs: Fs;
  readonly dataDir: string;
  readonly folder: string;
  readonly storeId: string;
}

/** The note, or null where there is none. Throws faults of the drive. */
export function readNote({ fs, ...note }: StoreNote): Buffer | null {
  const path = pathOf(note);
  return withStorageErrors("read a note about the folder", path, () =>
    fs.stat(path)?.kind === "file" ? readWhole(fs, path) : null,
  );
}

/**
 * Puts a note in the place of the one before: whoever reads finds one of the two, never half of one. Not flushed: it is for what can be done
 * again. Throws the storage codes.
 */
export function replaceNote({ fs, ...note }: StoreNote, bytes: Uint8Array): void {
  const path = pathOf(note);
  const temporary = temporaryPath(path, `n${process.pid}`);
  withStorageErrors("keep a note about the folder", path, () => {
    makeFolders(fs, note.dataDir, note.folder);
    discard(fs, temporary);
    const fd = fs.open(temporary, "create");
    try {
      writeAll(fs, fd, bytes, 0);
    } finally {
      fs.close(fd);
    }
    fs.rename(temporary, path);
  });
}

/** Removes the note where there is one. Throws the storage codes. */
export function removeNote({ fs, ...note }: StoreNote): void {
  const path = pathOf(note);
  withStorageErrors("remove a note about the folder", path, () => {
    if (fs.stat(path) !== null) fs.unlink(path);
  });
}

function pathOf({ dataDir, folder, storeId }: Omit<StoreNote, "fs">): string {
  return join(dataDir, folder, `${fileNameOfStore(storeId)}.json`);
}
