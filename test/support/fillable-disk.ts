import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Fs } from "../../src/main/system/fs.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import { createFailingFs } from "./failing-fs.ts";
import { makeTestFolders, type TestFolders } from "./open-test-store.ts";
import type { SmallDisk } from "./small-disk.ts";

/** What a full disk is made of here: a real one, or a layer that says so. The keys lie elsewhere, where there is room. */
export interface FillableDisk {
  readonly fs: Fs;
  readonly folders: TestFolders;
  /** Leaves room for this many bytes. */
  leave(freeBytes: number): void;
  makeRoom(): void;
  remove(): void;
}

/** Folders on the small disk, or behind a layer where there is none. */
export function makeFillableDisk(small: SmallDisk | null): FillableDisk {
  return small === null ? simulatedDisk() : realDisk(small);
}

/** The check before writing is a courtesy: here it always says yes, so that the disk itself must. */
function withoutLookingFirst(fs: Fs): Fs {
  return { ...fs, space: (path) => ({ ...nodeFs.space(path), freeBytes: 2 ** 29, freeInodes: null }) };
}

function realDisk(on: SmallDisk): FillableDisk {
  const root = join(on.path, `t${Math.random()}`);
  nodeFs.makeFolder(root);
  const data = makeTestFolders();
  const folders = { ...data, root, runsDir: join(root, "runs") };
  return {
    fs: withoutLookingFirst(nodeFs),
    folders,
    leave: on.leave,
    makeRoom: on.makeRoom,
    remove() {
      on.makeRoom();
      rmSync(root, { recursive: true });
      data.remove();
    },
  };
}

function simulatedDisk(): FillableDisk {
  const folders = makeTestFolders();
  const fs = createFailingFs();
  return {
    fs: withoutLookingFirst(fs),
    folders,
    leave: (freeBytes) => fs.failWhere((call) => call.name === "write", { kind: "full", roomBytes: freeBytes }),
    makeRoom: () => fs.heal(),
    remove: () => folders.remove(),
  };
}
