import { dirname, join, parse, relative, resolve } from "node:path";
import { AppError } from "../../shared/app-error.ts";
import type { Fs } from "../system/fs.ts";
import { systemCodeOf, withStorageErrors, withStorageErrorsAsync } from "../system/storage-error.ts";
import { makeFolders } from "./durable-file.ts";
import { parentStorePath, resolveStorePath, STORE_FOLDERS, STORE_PATHS, toStorePath } from "./store-layout.ts";

/** Kernel numbers of file systems that cannot keep our promises: no links, no honest locks, or a server in between (statfs(2)). */
const UNSUITABLE: ReadonlyMap<number, string> = new Map([
  [0x6969, "a network folder (NFS)"],
  [0x517b, "a network folder (SMB)"],
  [0xff534d42, "a network folder (CIFS)"],
  [0xfe534d42, "a network folder (SMB)"],
  [0x4d44, "a FAT drive"],
  [0x2011bab0, "an exFAT drive"],
  [0x65735546, "a FUSE drive"],
]);

const TMPFS = 0x01021994;

/**
 * The path without links and dots, absolute, whether or not its last parts are there yet: one folder has one name, however it was
 * given. Throws PATH_NOT_FOUND when not even a drive is there.
 */
export function realFolderPath(fs: Fs, folder: string): string {
  const wanted = resolve(folder);
  return withStorageErrors("find the folder", wanted, () => {
    const existing = nearestExisting(fs, wanted);
    return join(fs.realPath(existing), relative(existing, wanted));
  });
}

function nearestExisting(fs: Fs, folder: string): string {
  for (let path = folder; ; path = dirname(path)) {
    if (fs.stat(path) !== null) return path;
    if (path === dirname(path)) {
      const message = `There is no drive for ${folder}. Check that it is connected and the name is right.`;
      throw new AppError("PATH_NOT_FOUND", message, { context: { path: folder } });
    }
  }
}

/**
 * Creates the runs folder and the folders inside it, durably. Returns sentences people should know about where it lies. Throws
 * POLICY_REFUSED, with nothing made, where the drive cannot keep our promises.
 */
export async function prepareRunsFolder(fs: Fs, runsDir: string): Promise<string[]> {
  const notices = checkFileSystem(fs, runsDir);
  makeFolderPath(fs, runsDir);
  for (const folder of STORE_FOLDERS) makeFolders(fs, runsDir, folder);
  await withStorageErrorsAsync("prepare the folder", runsDir, () => syncFolders(fs, runsDir));
  return notices;
}

/** Makes a folder and what is missing above it, durably. */
export async function prepareFolder(fs: Fs, folder: string): Promise<void> {
  makeFolderPath(fs, folder);
  await withStorageErrorsAsync("prepare the folder", folder, () => syncAncestors(fs, folder));
}

function makeFolderPath(fs: Fs, folder: string): void {
  const { root } = parse(folder);
  makeFolders(fs, root, toStorePath(folder.slice(root.length)));
}

/** Also what was there before: an interrupted start may have made it and not come as far as this. */
async function syncFolders(fs: Fs, runsDir: string): Promise<void> {
  for (const folder of new Set(STORE_FOLDERS.map(parentStorePath)))
    await fs.syncFolder(resolveStorePath(runsDir, folder));
  if (fs.stat(resolveStorePath(runsDir, STORE_PATHS.identity)) === null) await syncAncestors(fs, runsDir);
}

async function syncAncestors(fs: Fs, folder: string): Promise<void> {
  for (let parent = dirname(folder), child = folder; parent !== child; child = parent, parent = dirname(parent)) {
    try {
      await fs.syncFolder(parent);
    } catch (error) {
      // A folder we may not even open is none we could have made anything in.
      if (systemCodeOf(error) !== "EACCES" && systemCodeOf(error) !== "EPERM") throw error;
    }
  }
}

/** Two backslashes: a share of another computer, which `statfs` does not tell on Windows. */
const NETWORK_PATH = /^[\\/]{2}(?![?.][\\/])/;

function checkFileSystem(fs: Fs, runsDir: string): string[] {
  const place = nearestExisting(fs, runsDir);
  const type = withStorageErrors("look at the drive", place, () => fs.space(place)).typeNumber;
  const unsuitable = NETWORK_PATH.test(runsDir) ? "a network folder" : UNSUITABLE.get(type >>> 0);
  if (unsuitable !== undefined) {
    throw new AppError(
      "POLICY_REFUSED",
      `Records cannot be kept on ${unsuitable}: ${runsDir}. Choose a folder on a local drive.`,
      {
        context: { path: runsDir },
      },
    );
  }
  return type === TMPFS ? [`The runs folder lies in memory (${runsDir}). It is gone when the PC is switched off.`] : [];
}
