import type { Fs } from "../../../src/main/system/fs.ts";

/** A file layer that leaves something out, and how often it did: one that never did has broken nothing. */
export interface BrokenFs {
  readonly fs: Fs;
  readonly timesBroken: () => number;
}

/** Makes a file layer break in one way. */
export type Breakage = (fs: Fs) => BrokenFs;

type Flush = "syncFile" | "syncData" | "syncFolder";

/** Leaves out the flushes of one kind whose path matches, and says that they were done. */
export function withoutFlush(kind: Flush, pattern: RegExp): Breakage {
  return (fs) => {
    let times = 0;
    const paths = new Map<number, string>();
    const isDropped = (path: string): boolean => {
      const isIt = pattern.test(path.replaceAll("\\", "/"));
      if (isIt) times += 1;
      return isIt;
    };
    const flushFile = (name: "syncFile" | "syncData") => async (fd: number) => {
      if (name !== kind || !isDropped(paths.get(fd) ?? "")) await fs[name](fd);
    };
    const broken: Fs = {
      ...fs,
      open(path, mode) {
        const fd = fs.open(path, mode);
        paths.set(fd, path);
        return fd;
      },
      syncFile: flushFile("syncFile"),
      syncData: flushFile("syncData"),
      async syncFolder(path) {
        if (kind !== "syncFolder" || !isDropped(path)) await fs.syncFolder(path);
      },
    };
    return { fs: broken, timesBroken: () => times };
  };
}

/** A flush of the whole file system is not done, and said to be. */
export function wholeFlushOnlySaysSo(fs: Fs): BrokenFs {
  let times = 0;
  const syncFileSystem = async (): Promise<boolean> => {
    times += 1;
    return true;
  };
  return { fs: { ...fs, syncFileSystem }, timesBroken: () => times };
}

/** A name that is taken is given again, as a rename would: what had it is gone. */
export function linkReplaces(fs: Fs): BrokenFs {
  let times = 0;
  const link = (existing: string, name: string): void => {
    if (fs.stat(name) !== null) {
      times += 1;
      fs.unlink(name);
    }
    fs.link(existing, name);
  };
  return { fs: { ...fs, link }, timesBroken: () => times };
}
