import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { STORE_FOLDERS } from "../../../../src/main/store/store-layout.ts";
import { prepareFolder, prepareRunsFolder, realFolderPath } from "../../../../src/main/store/suitable-folder.ts";
import type { Fs } from "../../../../src/main/system/fs.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;
let real: string;

beforeEach(() => {
  folders = makeTestFolders();
  real = nodeFs.realPath(folders.root);
});
afterEach(() => folders.remove());

function ofType(typeNumber: number): Fs {
  return { ...nodeFs, space: (path) => ({ ...nodeFs.space(path), typeNumber }) };
}

describe("prepareRunsFolder", () => {
  it("makes the folder and everything in it, and may be called again", async () => {
    const runsDir = join(real, "not", "yet", "there");
    await prepareRunsFolder(nodeFs, runsDir);
    await prepareRunsFolder(nodeFs, runsDir);
    for (const folder of STORE_FOLDERS) expect(existsSync(join(runsDir, folder))).toBe(true);
  });

  it("flushes every folder in which it made a name, also after an interrupted start", async () => {
    const runsDir = join(real, "a", "runs");
    mkdirSync(join(runsDir, "_integrity", "ledger"), { recursive: true });
    const fs = createFailingFs();
    await prepareRunsFolder(fs, runsDir);
    const flushed = fs.calls.filter((call) => call.name === "syncFolder").map((call) => call.path);
    for (const folder of [runsDir, join(runsDir, "_integrity"), join(runsDir, "_inbox"), join(real, "a"), real]) {
      expect(flushed).toContain(folder);
    }
  });

  it("does without flushing folders above it that it may not open", async () => {
    const fs = createFailingFs();
    fs.failWhere((call) => call.name === "syncFolder" && call.path === real, { kind: "refuse", code: "EACCES" });
    await prepareRunsFolder(fs, join(real, "runs"));
    fs.failWhere((call) => call.name === "syncFolder" && call.path === real, { kind: "refuse", code: "EIO" });
    await expect(prepareRunsFolder(fs, join(real, "runs"))).rejects.toMatchObject({ code: "IO_FAILED" });
  });

  it.each([
    [0x6969, "NFS"],
    [0xfe534d42, "SMB"],
    [0xfe534d42 | 0, "SMB"],
    [0x4d44, "FAT"],
    [0x2011bab0, "exFAT"],
    [0x65735546, "FUSE"],
  ])("refuses a drive of type %i (%s) and makes nothing on it", async (type, name) => {
    const prepared = prepareRunsFolder(ofType(type), join(real, "runs"));
    await expect(prepared).rejects.toMatchObject({ code: "POLICY_REFUSED", message: expect.stringContaining(name) });
    expect(readdirSync(real)).toEqual([]);
  });

  it.each(["\\\\server\\share\\runs", "//server/share/runs"])(
    "refuses a share of another computer: %s",
    async (path) => {
      await expect(prepareRunsFolder(nodeFs, path)).rejects.toMatchObject({ code: "POLICY_REFUSED" });
    },
  );

  it("says loudly that a folder in memory does not last", async () => {
    expect(await prepareRunsFolder(ofType(0x01021994), join(real, "runs"))).toHaveLength(1);
    expect(await prepareRunsFolder(ofType(0xef53), join(real, "runs2"))).toEqual([]);
  });

  it("says which file stands where a folder should be", async () => {
    writeFileSync(join(real, "runs"), "x");
    await expect(prepareRunsFolder(nodeFs, join(real, "runs"))).rejects.toMatchObject({
      code: "STORE_DAMAGED",
      message: expect.stringContaining(join(real, "runs")),
    });
    mkdirSync(join(real, "runs2"));
    symlinkSync(real, join(real, "runs2", "_integrity"));
    await expect(prepareRunsFolder(nodeFs, join(real, "runs2"))).rejects.toMatchObject({
      message: expect.stringContaining(join(real, "runs2", "_integrity")),
    });
  });

  it("codes why a folder cannot be made", async () => {
    const fs = createFailingFs();
    fs.failWhere((call) => call.name === "makeFolder", { kind: "refuse", code: "EACCES" });
    await expect(prepareRunsFolder(fs, join(real, "runs"))).rejects.toMatchObject({ code: "NO_PERMISSION" });
  });
});

describe("realFolderPath", () => {
  it("is one path, however the folder is given", () => {
    mkdirSync(join(real, "runs"));
    symlinkSync(join(real, "runs"), join(real, "link"));
    symlinkSync(real, join(real, "parent"));
    const given = ["runs", "runs/", "./runs", "x/../runs", "link", "link/", "parent/runs"].map(
      (name) => `${real}/${name}`,
    );
    given.push(relative(process.cwd(), join(real, "runs")));
    expect(new Set(given.map((path) => realFolderPath(nodeFs, path)))).toEqual(new Set([join(real, "runs")]));
  });

  it("follows links in the part that is there and keeps the part that is not", () => {
    symlinkSync(real, join(real, "link"));
    expect(realFolderPath(nodeFs, join(real, "link", "a", "b"))).toBe(join(real, "a", "b"));
  });

  it("codes a link that leads nowhere and a drive that is not there", () => {
    symlinkSync(join(real, "gone"), join(real, "dangling"));
    expect(() => realFolderPath(nodeFs, join(real, "dangling", "runs"))).toThrow(
      expect.objectContaining({ code: "PATH_NOT_FOUND" }),
    );
    const nowhere: Fs = { ...nodeFs, stat: () => null };
    expect(() => realFolderPath(nowhere, join(real, "runs"))).toThrow(
      expect.objectContaining({ code: "PATH_NOT_FOUND" }),
    );
  });
});

describe("prepareFolder", () => {
  it("makes a folder with its parents", async () => {
    await prepareFolder(nodeFs, join(real, "a", "b"));
    expect(existsSync(join(real, "a", "b"))).toBe(true);
  });
});
