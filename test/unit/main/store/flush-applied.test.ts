import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { flushApplied } from "../../../../src/main/store/flush-applied.ts";
import type { Fs } from "../../../../src/main/system/fs.ts";
import { isDeviceFault } from "../../../../src/main/system/storage-error.ts";
import { createFailingFs, type FailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;
let fs: FailingFs;

beforeEach(() => {
  folders = makeTestFolders();
  fs = createFailingFs();
  mkdirSync(join(folders.runsDir, "2026-11-20"), { recursive: true });
});
afterEach(() => folders.remove());

function files(count: number): string[] {
  const paths = Array.from({ length: count }, (_, number) => `2026-11-20/run_${number}.json`);
  for (const path of paths) writeFileSync(join(folders.runsDir, path), "x");
  return paths;
}

function synced(name: string): string[] {
  return fs.calls.filter((call) => call.name === name).map((call) => call.path);
}

describe("flushApplied", () => {
  it("flushes each file and each folder", async () => {
    const paths = files(3);
    await flushApplied(fs, folders.runsDir, { files: paths, folders: [folders.runsDir] });
    expect(synced("syncFile")).toEqual(paths.map((path) => join(folders.runsDir, path)));
    expect(synced("syncFolder")).toEqual([folders.runsDir]);
    expect(synced("syncFileSystem")).toEqual([]);
  });

  it("asks for one flush of the whole file system when there are many files", async () => {
    const asked: string[] = [];
    const whole: Fs = {
      ...fs,
      syncFileSystem: async (path) => {
        asked.push(path);
        return true;
      },
    };
    await flushApplied(whole, folders.runsDir, { files: files(30), folders: [folders.runsDir] });
    expect(asked).toEqual([folders.runsDir]);
    expect(synced("syncFile")).toEqual([]);
  });

  it("flushes each one of many where the whole cannot be asked for", async () => {
    await flushApplied(fs, folders.runsDir, { files: files(30), folders: [folders.runsDir] });
    expect(synced("syncFile")).toHaveLength(30);
    expect(synced("syncFolder")).toHaveLength(1);
  });

  it.each(["syncFile", "syncFolder"] as const)("does not swallow a %s that fails", async (name) => {
    fs.failWhere((call) => call.name === name, { kind: "refuse", code: "EIO" });
    const flushed = flushApplied(fs, folders.runsDir, { files: files(2), folders: [folders.runsDir] });
    await expect(flushed).rejects.toMatchObject({ code: "IO_FAILED" });
  });

  it.each(["EIO", "ENOSPC", "EDQUOT"])(
    "takes %s for a fault of the device: what was let go of is not flushed again",
    async (code) => {
      fs.failWhere((call) => call.name === "syncFile", { kind: "refuse", code });
      const flushed = flushApplied(fs, folders.runsDir, { files: files(1), folders: [] });
      await expect(flushed).rejects.toSatisfy(isDeviceFault);
      fs.failWhere((call) => call.name === "open", { kind: "refuse", code: "EMFILE" });
      const unopened = flushApplied(fs, folders.runsDir, { files: files(1), folders: [] });
      await expect(unopened).rejects.not.toSatisfy(isDeviceFault);
    },
  );

  it("says when a file it should flush is gone", async () => {
    const flushed = flushApplied(fs, folders.runsDir, { files: ["2026-11-20/none.json"], folders: [] });
    await expect(flushed).rejects.toMatchObject({ code: "PATH_NOT_FOUND" });
  });
});
