import { parse } from "node:path";
import { AppError } from "../../shared/app-error.ts";
import type { Fs } from "../system/fs.ts";
import { makeFolders } from "./durable-file.ts";
import { STORE_FOLDERS, toStorePath } from "./store-layout.ts";

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

/** Creates the runs folder and the folders inside it, durably. Returns sentences people should know about where it lies. */
export async function prepareRunsFolder(fs: Fs, runsDir: string): Promise<string[]> {
  const { root } = parse(runsDir);
  const changed = new Set(makeFolders(fs, root, toStorePath(runsDir.slice(root.length))));
  const notices = checkFileSystem(fs, runsDir);
  for (const folder of STORE_FOLDERS) for (const parent of makeFolders(fs, runsDir, folder)) changed.add(parent);
  for (const folder of changed) await fs.syncFolder(folder);
  return notices;
}

function checkFileSystem(fs: Fs, runsDir: string): string[] {
  const type = fs.space(runsDir).typeNumber;
  const unsuitable = UNSUITABLE.get(type >>> 0);
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
