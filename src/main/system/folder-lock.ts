import * as nodeFileSystem from "node:fs";
import { lock } from "proper-lockfile";

/** A lock that lies in a folder as a folder of its own, kept fresh while it is held. */
export interface FolderLock {
  /** Gives it back. Never removes a lock that is not ours any more, and never throws: a lock left behind is the next taker's to clear. */
  release(): Promise<void>;
}

/** What taking the lock needs. */
export interface FolderLockOptions {
  readonly folder: string;
  readonly lockPath: string;
  readonly staleMs: number;
  readonly updateMs: number;
  /** Called at most once, from a timer, when the lock was taken or removed by someone else. Must not throw. */
  readonly onLost: (reason: string) => void;
}

/** Device, inode and time of birth, or null when nothing is there. An inode alone is given to the next folder at once. */
function identityOf(path: string): string | null {
  const stat = nodeFileSystem.lstatSync(path, { throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev}:${stat.ino}:${stat.birthtimeMs}`;
}

/**
 * The file system as the lock library sees it: a lock folder may be removed only while it is the one we made. The library removes
 * whatever stands there, on release and on exit, even when another process has taken over meanwhile.
 */
function guardedFileSystem(lockPath: string, mine: { identity: string | null }): typeof nodeFileSystem {
  const mayRemove = (): boolean => mine.identity === null || identityOf(lockPath) === mine.identity;
  return {
    ...nodeFileSystem,
    rmdir: ((path: string, done: (error: NodeJS.ErrnoException | null) => void) => {
      if (mayRemove()) nodeFileSystem.rmdir(path, done);
      else done(null);
    }) as typeof nodeFileSystem.rmdir,
    rmdirSync: ((path: string) => {
      if (mayRemove()) nodeFileSystem.rmdirSync(path);
    }) as typeof nodeFileSystem.rmdirSync,
  };
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/**
 * Takes the lock, or gives null when a fresh one of another holder lies there. Call it only while holding the kernel gate: alone, the
 * library can hand a stale lock to two takers.
 */
export async function tryFolderLock(options: FolderLockOptions): Promise<FolderLock | null> {
  const mine: { identity: string | null } = { identity: null };
  let release: () => Promise<void>;
  try {
    release = await lock(options.folder, {
      lockfilePath: options.lockPath,
      realpath: true,
      stale: options.staleMs,
      update: options.updateMs,
      retries: 0,
      fs: guardedFileSystem(options.lockPath, mine),
      onCompromised: (error) => options.onLost(error.message),
    });
  } catch (error) {
    if (isCode(error, "ELOCKED")) return null;
    throw error;
  }
  mine.identity = identityOf(options.lockPath);
  return {
    async release() {
      try {
        await release();
      } catch {
        // Lost before it was given back, or something lies in it: it stays, and whoever holds the kernel gate next clears it away.
      }
    },
  };
}
