import { spawn } from "node:child_process";
import * as nodeFileSystem from "node:fs";
import { constants } from "node:fs";
import { promisify } from "node:util";
import type { FileKind, FileStat, Fs, OpenMode } from "./fs.ts";
import { systemCodeOf } from "./storage-error.ts";

const fsyncFile = promisify(nodeFileSystem.fsync);
const fdatasyncFile = promisify(nodeFileSystem.fdatasync);

/** Zero on Windows, where the flag does not exist. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;
/** Changes nothing for files; without it, opening a pipe would wait for a writer for ever. */
const NO_WAIT = constants.O_NONBLOCK ?? 0;

const CREATE_FLAGS = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW;

const OPEN_FLAGS: Readonly<Record<OpenMode, number>> = {
  read: constants.O_RDONLY | NO_FOLLOW | NO_WAIT,
  create: CREATE_FLAGS,
  "create-private": CREATE_FLAGS,
  update: constants.O_RDWR | NO_FOLLOW,
};

const EVERYONE_READS = 0o644;
const OWNER_ONLY = 0o600;

function kindOf(entry: nodeFileSystem.Stats | nodeFileSystem.Dirent): FileKind {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  return entry.isSymbolicLink() ? "link" : "other";
}

function toFileStat(stats: nodeFileSystem.Stats): FileStat {
  return {
    kind: kindOf(stats),
    sizeBytes: stats.size,
    modifiedMs: stats.mtimeMs,
    changedMs: stats.ctimeMs,
    identity: `${stats.dev}:${stats.ino}`,
  };
}

function findStat(path: string): FileStat | null {
  try {
    const stats = nodeFileSystem.lstatSync(path, { throwIfNoEntry: false });
    return stats === undefined ? null : toFileStat(stats);
  } catch (error) {
    // Below something that is not a folder nothing can be.
    if (systemCodeOf(error) === "ENOTDIR") return null;
    throw error;
  }
}

async function syncFolderEntries(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const fd = nodeFileSystem.openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | NO_FOLLOW);
  try {
    await fsyncFile(fd);
  } finally {
    nodeFileSystem.closeSync(fd);
  }
}

/** `sync -f` flushes the one file system that holds the path; only coreutils on Linux has it. */
function syncWholeFileSystem(path: string): Promise<boolean> {
  if (process.platform !== "linux") return Promise.resolve(false);
  return new Promise((resolve) => {
    const child = spawn("sync", ["-f", path], { stdio: "ignore" });
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}

/** The disk of this machine. */
export const nodeFs: Fs = {
  open: (path, mode) =>
    nodeFileSystem.openSync(path, OPEN_FLAGS[mode], mode === "create-private" ? OWNER_ONLY : EVERYONE_READS),
  close: (fd) => nodeFileSystem.closeSync(fd),
  write: (fd, bytes, position) => nodeFileSystem.writeSync(fd, bytes, 0, bytes.byteLength, position),
  read: (fd, into, position) => nodeFileSystem.readSync(fd, into, 0, into.byteLength, position),
  truncate: (fd, sizeBytes) => nodeFileSystem.ftruncateSync(fd, sizeBytes),
  fstat: (fd) => toFileStat(nodeFileSystem.fstatSync(fd)),
  stat: findStat,
  list: (folder) =>
    nodeFileSystem
      .readdirSync(folder, { withFileTypes: true })
      .map((entry) => ({ name: entry.name, kind: kindOf(entry) })),
  link: (existing, name) => nodeFileSystem.linkSync(existing, name),
  copyExclusive: (from, to) => nodeFileSystem.copyFileSync(from, to, constants.COPYFILE_EXCL),
  unlink: (path) => nodeFileSystem.unlinkSync(path),
  rename: (from, to) => nodeFileSystem.renameSync(from, to),
  makeFolder: (path) => nodeFileSystem.mkdirSync(path),
  removeFolder: (path) => nodeFileSystem.rmdirSync(path),
  realPath: (path) => nodeFileSystem.realpathSync(path),
  space(path) {
    const stats = nodeFileSystem.statfsSync(path);
    return {
      freeBytes: stats.bavail * stats.bsize,
      totalBytes: stats.blocks * stats.bsize,
      freeInodes: stats.files === 0 ? null : stats.ffree,
      typeNumber: stats.type,
    };
  },
  syncFile: (fd) => fsyncFile(fd),
  syncData: (fd) => fdatasyncFile(fd),
  syncFolder: syncFolderEntries,
  syncFileSystem: syncWholeFileSystem,
};
