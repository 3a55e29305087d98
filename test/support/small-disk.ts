import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  rmSync,
  statfsSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A disk of a few megabytes of its own, which a test can fill. */
export interface SmallDisk {
  readonly path: string;
  readonly freeBytes: () => number;
  /** Fills the disk until this much is free. */
  leave(freeBytes: number): void;
  /** Frees what filled it. */
  makeRoom(): void;
  remove(): void;
}

/** Mounts a small disk in memory, or gives null where this account may not mount. */
export function findSmallDisk(megabytes: number): SmallDisk | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return null;
  const path = mkdtempSync(join(tmpdir(), "rmos-runs-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", path], { stdio: "ignore" });
  } catch {
    // Containers often keep root from mounting: the caller then uses another way to fill a disk.
    rmSync(path, { recursive: true });
    return null;
  }
  const filler = join(path, "filler");
  const freeBytes = (): number => {
    const stats = statfsSync(path);
    return stats.bavail * stats.bsize;
  };
  return {
    path,
    freeBytes,
    leave(wanted) {
      if (!existsSync(filler)) writeFileSync(filler, "");
      const size = statSync(filler).size;
      const wantedSize = Math.max(0, size + freeBytes() - wanted);
      // Only what changes is written: filling a disk from the start takes longer than what is done on it.
      if (wantedSize <= size) truncateSync(filler, wantedSize);
      else appendFileSync(filler, Buffer.alloc(wantedSize - size));
    },
    makeRoom: () => rmSync(filler, { force: true }),
    remove() {
      execFileSync("umount", ["-l", path]);
      rmSync(path, { recursive: true });
    },
  };
}
