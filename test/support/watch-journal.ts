import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readJournal } from "../../src/main/store/journal-file.ts";
import { ledgerPath } from "../../src/main/store/store-layout.ts";
import type { Fs } from "../../src/main/system/fs.ts";

/** Throws when the journal is emptied while anything in it is not in its place, or was not flushed since it was put there. */
export function watchJournal(base: Fs): { readonly fs: Fs; readonly emptied: () => number } {
  const unflushed = new Set<string>();
  const paths = new Map<number, string>();
  let emptied = 0;
  const pathOf = (fd: number): string => paths.get(fd) ?? "";
  const requireKept = (journal: string): void => {
    const runsDir = join(journal, "..", "..", "..");
    for (const frame of readJournal(base, journal).frames) {
      const segment = join(runsDir, ledgerPath(frame.epoch));
      const lines = readFileSync(segment).subarray(
        frame.ledgerOffset,
        frame.ledgerOffset + frame.ledgerBytes.byteLength,
      );
      if (!lines.equals(frame.ledgerBytes) || unflushed.has(segment)) throw new TypeError("ledger lines would be lost");
      for (const file of frame.files) {
        const path = join(runsDir, file.path);
        if (!readFileSync(path).equals(file.bytes) || unflushed.has(path)) throw new TypeError(`${path} would be lost`);
        if (unflushed.has(join(path, ".."))) throw new TypeError(`the name of ${path} would be lost`);
      }
    }
    emptied += 1;
  };
  /** Flushes take a while, and what is written meanwhile is not in them. */
  const slowly = async (path: string, flush: () => Promise<void>): Promise<void> => {
    unflushed.delete(path);
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await flush();
  };
  const watched: Fs = {
    ...base,
    open(path, mode) {
      const fd = base.open(path, mode);
      paths.set(fd, path);
      return fd;
    },
    write(fd, bytes, position) {
      unflushed.add(pathOf(fd));
      return base.write(fd, bytes, position);
    },
    link(existing, name) {
      base.link(existing, name);
      unflushed.add(name).add(join(name, ".."));
    },
    truncate(fd, sizeBytes) {
      if (sizeBytes === 0 && pathOf(fd).endsWith(".jnl")) requireKept(pathOf(fd));
      base.truncate(fd, sizeBytes);
    },
    syncFile: (fd) => slowly(pathOf(fd), () => base.syncFile(fd)),
    syncData: (fd) => slowly(pathOf(fd), () => base.syncData(fd)),
    syncFolder: (path) => slowly(path, () => base.syncFolder(path)),
    syncFileSystem: async () => false,
  };
  return { fs: watched, emptied: () => emptied };
}
