import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FileKind, FileStat, Fs } from "../../src/main/system/fs.ts";

/** A folder as it was when it was frozen, in memory. Files can be changed there and put back; nothing of it can be written. */
export interface FrozenFs extends Fs {
  /** Absolute paths of all files, sorted. */
  readonly paths: readonly string[];
  /** The bytes of a file: what is changed in them is changed for readers. */
  bytesOf(path: string): Buffer;
  /** Other bytes for a file, or none at all. */
  replace(path: string, bytes: Buffer | null): void;
}

function refuse(): never {
  throw Object.assign(new Error("EROFS: this folder is frozen"), { code: "EROFS" });
}

function notThere(path: string): Error {
  return Object.assign(new Error(`ENOENT: no such file '${path}'`), { code: "ENOENT" });
}

function filesBelow(folder: string, into: Map<string, Buffer>, folders: Set<string>): void {
  folders.add(folder);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) filesBelow(path, into, folders);
    else if (entry.isFile()) into.set(path, readFileSync(path));
  }
}

/** Reads a folder into memory. Links and devices in it are left out. */
export function freezeFolder(root: string): FrozenFs {
  const files = new Map<string, Buffer>();
  const folders = new Set<string>();
  filesBelow(root, files, folders);
  const open = new Map<number, Buffer>();
  let lastFd = 100;
  const fileStat = (path: string, bytes: Buffer): FileStat => ({
    ...{ kind: "file", sizeBytes: bytes.byteLength, modifiedMs: 0, changedMs: 0, identity: path },
  });
  const find = (path: string): FileStat | null => {
    const bytes = files.get(path);
    if (bytes !== undefined) return fileStat(path, bytes);
    return folders.has(path) ? { kind: "folder", sizeBytes: 0, modifiedMs: 0, changedMs: 0, identity: path } : null;
  };
  const bytesAt = (fd: number): Buffer => open.get(fd) ?? refuse();
  return {
    paths: [...files.keys()].sort(),
    bytesOf(path) {
      const bytes = files.get(path);
      if (bytes === undefined) throw notThere(path);
      return bytes;
    },
    replace(path, bytes) {
      if (bytes === null) files.delete(path);
      else files.set(path, bytes);
    },
    open(path, mode) {
      if (mode !== "read") refuse();
      const bytes = files.get(path);
      if (bytes === undefined) throw notThere(path);
      lastFd += 1;
      open.set(lastFd, bytes);
      return lastFd;
    },
    close: (fd) => void open.delete(fd),
    read(fd, into, position) {
      const bytes = bytesAt(fd).subarray(position, position + into.byteLength);
      into.set(bytes);
      return bytes.byteLength;
    },
    fstat: (fd) => fileStat(`fd ${fd}`, bytesAt(fd)),
    stat: find,
    list(folder) {
      if (!folders.has(folder)) throw notThere(folder);
      const kinds = new Map<string, FileKind>();
      for (const path of files.keys()) if (dirname(path) === folder) kinds.set(path, "file");
      for (const path of folders) if (dirname(path) === folder && path !== folder) kinds.set(path, "folder");
      return [...kinds].map(([path, kind]) => ({ name: path.slice(folder.length + 1), kind }));
    },
    realPath: (path) => path,
    space: () => ({ freeBytes: 0, totalBytes: 0, freeInodes: null, typeNumber: 0 }),
    ...{ write: refuse, truncate: refuse, link: refuse, copyExclusive: refuse, unlink: refuse, rename: refuse },
    ...{ makeFolder: refuse, removeFolder: refuse, syncFile: refuse, syncData: refuse, syncFolder: refuse },
    syncFileSystem: refuse,
  };
}
