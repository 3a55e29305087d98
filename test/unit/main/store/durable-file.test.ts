import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createDurableFile,
  createFile,
  createPrivateFile,
  discard,
  fileEquals,
  isFolder,
  makeFolders,
  publish,
  readAt,
  readWhole,
  renewFile,
  syncPath,
  temporaryPath,
  writeAll,
  writeChecked,
} from "../../../../src/main/store/durable-file.ts";
import type { Fs } from "../../../../src/main/system/fs.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs, type FailingFs, systemError } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

const BYTES = Buffer.from("a record of some length\n".repeat(200));

let folders: TestFolders;
let fs: FailingFs;
let path: string;

beforeEach(() => {
  folders = makeTestFolders();
  fs = createFailingFs();
  path = join(folders.root, "record.json");
});
afterEach(() => folders.remove());

/** A disk that takes seven bytes at a time. */
const sevenAtATime: Fs = { ...nodeFs, write: (fd, bytes, at) => nodeFs.write(fd, bytes.subarray(0, 7), at) };

/** A file system that has no links, as FAT. */
function withoutLinks(base: Fs): Fs {
  return {
    ...base,
    link(_existing, name) {
      throw systemError("EPERM", { name: "link", path: name, isChange: true });
    },
  };
}

function names(): string[] {
  return readdirSync(folders.root);
}

function coded(code: string): unknown {
  return expect.objectContaining({ code });
}

describe("writeAll", () => {
  it("goes on until every byte is written, however few the system takes", () => {
    const fd = sevenAtATime.open(path, "create");
    writeAll(sevenAtATime, fd, BYTES, 3);
    sevenAtATime.close(fd);
    expect(readFileSync(path).subarray(3).equals(BYTES)).toBe(true);
  });

  it("gives up on a disk that takes nothing and gives no reason", () => {
    const stuck: Fs = { ...nodeFs, write: () => 0 };
    expect(() => writeAll(stuck, 99, BYTES, 0)).toThrow(coded("IO_FAILED"));
  });
});

describe("writeChecked", () => {
  it("believes what it reads back, at its place in the file", () => {
    writeFileSync(path, "before");
    const fd = fs.open(path, "update");
    writeChecked(fs, fd, BYTES, 6);
    expect(readFileSync(path, "utf8")).toBe(`before${BYTES}`);
    fs.failWhere((call) => call.name === "write", { kind: "lie" });
    expect(() => writeChecked(fs, fd, BYTES, 6)).toThrow(coded("IO_FAILED"));
    fs.close(fd);
  });
});

describe("createFile", () => {
  it("creates the file under its name alone, a second time is the same", () => {
    expect(createFile(nodeFs, path, BYTES, "1")).toBe("linked");
    expect(createFile(nodeFs, path, BYTES, "1")).toBe("same");
    expect(readFileSync(path).equals(BYTES)).toBe(true);
    expect(names()).toEqual(["record.json"]);
  });

  it("never replaces: other bytes under the name are a conflict and stay", () => {
    writeFileSync(path, "other");
    expect(() => createFile(nodeFs, path, BYTES, "1")).toThrow(coded("CONFLICT"));
    writeFileSync(path, BYTES.subarray(0, -1));
    expect(() => createFile(nodeFs, path, BYTES, "1")).toThrow(coded("CONFLICT"));
    expect(readFileSync(path).byteLength).toBe(BYTES.byteLength - 1);
    expect(names()).toEqual(["record.json"]);
  });

  it("refuses a link, a folder or a pipe under the name, also a link to the same bytes", () => {
    writeFileSync(join(folders.root, "same"), BYTES);
    symlinkSync(join(folders.root, "same"), path);
    expect(() => createFile(nodeFs, path, BYTES, "1")).toThrow(coded("CONFLICT"));
    mkdirSync(join(folders.root, "folder"));
    expect(() => createFile(nodeFs, join(folders.root, "folder"), BYTES, "1")).toThrow(coded("CONFLICT"));
  });

  it.each([
    ["lies", "lie"],
    ["takes only a half and is not asked again", "short"],
  ] as const)("publishes nothing when the disk %s", (_what, kind) => {
    const trusting: Fs = {
      ...fs,
      write(fd, bytes, at) {
        fs.write(fd, bytes, at);
        return bytes.byteLength;
      },
    };
    fs.failWhere((call) => call.name === "write", { kind });
    expect(() => createFile(trusting, path, BYTES, "1")).toThrow(coded("IO_FAILED"));
    expect(names()).toEqual([]);
  });

  it.each(["write", "link", "close"] as const)("leaves nothing behind when %s fails", (name) => {
    fs.failWhere((call) => call.name === name, { kind: "refuse", code: "ENOSPC" });
    expect(() => createFile(fs, path, BYTES, "1")).toThrow(coded("DISK_FULL"));
    expect(names().filter((left) => left !== ".record.json.1.tmp")).toEqual([]);
  });

  it("tells the first failure when cleaning up fails too", () => {
    fs.failWhere((call) => call.name === "write", { kind: "refuse", code: "ENOSPC", lasting: true });
    expect(() => createFile(fs, path, BYTES, "1")).toThrow(coded("DISK_FULL"));
  });

  it("goes over what an interrupted attempt of the same writer left", () => {
    writeFileSync(temporaryPath(path, "1"), "half");
    expect(createFile(nodeFs, path, BYTES, "1")).toBe("linked");
    expect(names()).toEqual(["record.json"]);
  });

  it("copies and reads back where the file system has no links", () => {
    expect(createFile(withoutLinks(nodeFs), path, BYTES, "1")).toBe("copied");
    expect(createFile(withoutLinks(nodeFs), path, BYTES, "1")).toBe("same");
    writeFileSync(join(folders.root, "taken"), "other");
    expect(() => createFile(withoutLinks(nodeFs), join(folders.root, "taken"), BYTES, "1")).toThrow(coded("CONFLICT"));
    const torn: Fs = { ...withoutLinks(nodeFs), copyExclusive: (_from, to) => writeFileSync(to, "torn") };
    expect(() => createFile(torn, join(folders.root, "b"), BYTES, "1")).toThrow(coded("IO_FAILED"));
    expect(names().sort()).toEqual(["record.json", "taken"]);
  });

  it("codes a folder that is not there", () => {
    expect(() => createFile(nodeFs, join(folders.root, "none", "x"), BYTES, "1")).toThrow(coded("PATH_NOT_FOUND"));
  });
});

describe("renewFile", () => {
  it("puts the bytes written now in the place of the same bytes, and replaces no others", () => {
    expect(renewFile(nodeFs, path, BYTES, "1")).toBe("linked");
    const before = nodeFs.stat(path)?.identity;
    expect(renewFile(nodeFs, path, BYTES, "1")).toBe("same");
    expect(nodeFs.stat(path)?.identity).not.toBe(before);
    expect(readFileSync(path).equals(BYTES)).toBe(true);
    writeFileSync(path, "other");
    expect(() => renewFile(nodeFs, path, BYTES, "1")).toThrow(coded("CONFLICT"));
    expect(readFileSync(path, "utf8")).toBe("other");
    expect(names()).toEqual(["record.json"]);
  });
});

describe("publish", () => {
  it("takes the staged file away also when the name cannot be given", () => {
    writeFileSync(join(folders.root, "staged"), BYTES);
    writeFileSync(path, "other");
    expect(() => publish(nodeFs, join(folders.root, "staged"), path, BYTES)).toThrow(coded("CONFLICT"));
    expect(names()).toEqual(["record.json"]);
  });
});

describe("createDurableFile", () => {
  it("flushes the bytes before the name, and the folder after it", async () => {
    await createDurableFile(fs, path, BYTES, "w");
    const order = fs.calls.map((call) => call.name).filter((name) => /sync|link$/.test(name));
    expect(order).toEqual(["syncFile", "link", "unlink", "syncFolder"]);
    expect(readFileSync(path).equals(BYTES)).toBe(true);
  });

  it("flushes a file that was there before: nobody knows whether it is on the disk", async () => {
    writeFileSync(path, BYTES);
    expect(await createDurableFile(fs, path, BYTES, "w")).toBe("same");
    expect(fs.calls.filter((call) => call.name === "syncFile").map((call) => call.path)).toContain(path);
  });

  it("moves the flushed file where the file system has no links, so that no power cut can tear it, and replaces nothing", async () => {
    const moving = createFailingFs({ base: withoutLinks(nodeFs) });
    expect(await createDurableFile(moving, path, BYTES, "w")).toBe("moved");
    const order = moving.calls.map((call) => call.name).filter((name) => /sync|rename|copy/.test(name));
    expect(order).toEqual(["syncFile", "rename", "syncFolder"]);
    expect(await createDurableFile(moving, path, BYTES, "w")).toBe("same");
    await expect(createDurableFile(moving, path, Buffer.from("other"), "w")).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(readFileSync(path).equals(BYTES)).toBe(true);
    expect(names()).toEqual(["record.json"]);
  });

  it("refuses when the flush fails, and leaves nothing", async () => {
    fs.failWhere((call) => call.name === "syncFile", { kind: "refuse", code: "EIO" });
    await expect(createDurableFile(fs, path, BYTES, "w")).rejects.toMatchObject({ code: "IO_FAILED" });
    expect(names()).toEqual([]);
  });

  it("lets two writers of one process make one file at once", async () => {
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => createDurableFile(nodeFs, path, BYTES, "w")));
    expect([...outcomes].sort()).toEqual(["linked", "same", "same", "same"]);
    const other = createDurableFile(nodeFs, join(folders.root, "x"), Buffer.from("one"), "w");
    const clash = createDurableFile(nodeFs, join(folders.root, "x"), Buffer.from("two"), "w");
    await expect(Promise.all([other, clash])).rejects.toMatchObject({ code: "CONFLICT" });
    expect(names().sort()).toEqual(["record.json", "x"]);
  });

  it.runIf(process.platform !== "win32")("makes a private file that no other account can read", async () => {
    await createPrivateFile(nodeFs, path, BYTES, "w");
    expect(statSync(path).mode & 0o077).toBe(0);
  });
});

describe("reading", () => {
  it("gives the whole file, however little the system gives at a time", () => {
    writeFileSync(path, BYTES);
    const slow: Fs = { ...nodeFs, read: (fd, into, at) => nodeFs.read(fd, into.subarray(0, 5), at) };
    expect(readWhole(slow, path).equals(BYTES)).toBe(true);
    const fd = nodeFs.open(path, "read");
    expect(readAt(slow, fd, 10, 20).equals(BYTES.subarray(10, 30))).toBe(true);
    expect(readAt(slow, fd, BYTES.byteLength - 3, 20).byteLength).toBe(3);
    nodeFs.close(fd);
    expect(fileEquals(slow, path, BYTES)).toBe(true);
    expect(fileEquals(slow, path, Buffer.concat([BYTES, BYTES]))).toBe(false);
    expect(fileEquals(slow, join(folders.root, "none"), BYTES)).toBe(false);
  });

  it("refuses what is no file, and follows no link", () => {
    expect(() => readWhole(nodeFs, folders.root)).toThrow(coded("STORE_DAMAGED"));
    symlinkSync(path, join(folders.root, "link"));
    expect(() => readWhole(nodeFs, join(folders.root, "link"))).toThrow(coded("ELOOP"));
  });
});

describe("syncPath", () => {
  it("flushes a closed file and closes it again, also when that fails", async () => {
    writeFileSync(path, BYTES);
    await syncPath(fs, path);
    fs.failWhere((call) => call.name === "syncFile", { kind: "refuse", code: "EIO" });
    await expect(syncPath(fs, path)).rejects.toThrow("EIO");
    expect(fs.calls.filter((call) => call.name === "close")).toHaveLength(2);
  });
});

describe("makeFolders", () => {
  it("makes what is missing, parents first, and says in which folders names were added", () => {
    expect(makeFolders(nodeFs, folders.root, "a/b/c")).toEqual([
      folders.root,
      join(folders.root, "a"),
      join(folders.root, "a", "b"),
    ]);
    expect(makeFolders(nodeFs, folders.root, "a/b/c")).toEqual([]);
    expect(makeFolders(nodeFs, folders.root, "")).toEqual([]);
  });

  it("goes on when another program makes the folder at the same moment", () => {
    const racing: Fs = {
      ...nodeFs,
      makeFolder(folder) {
        mkdirSync(folder);
        nodeFs.makeFolder(folder);
      },
    };
    makeFolders(racing, folders.root, "a/b");
    expect(existsSync(join(folders.root, "a", "b"))).toBe(true);
  });

  it("says what stands in the way: a file or a link is never taken for a folder", () => {
    writeFileSync(join(folders.root, "file"), "x");
    symlinkSync(folders.root, join(folders.root, "link"));
    for (const name of ["file", "link"]) {
      expect(() => makeFolders(nodeFs, folders.root, `${name}/x`)).toThrow(
        expect.objectContaining({ code: "STORE_DAMAGED", context: { path: join(folders.root, name) } }),
      );
    }
    expect(isFolder(nodeFs, folders.root)).toBe(true);
    expect(isFolder(nodeFs, join(folders.root, "none"))).toBe(false);
  });

  it("codes why it cannot", () => {
    fs.failWhere((call) => call.name === "makeFolder", { kind: "refuse", code: "EROFS" });
    expect(() => makeFolders(fs, folders.root, "a")).toThrow(coded("STORE_READ_ONLY"));
  });
});

describe("discard", () => {
  it("removes what is there and never throws", () => {
    writeFileSync(path, "x");
    discard(nodeFs, path);
    discard(nodeFs, path);
    expect(existsSync(path)).toBe(false);
    fs.failWhere(() => true, { kind: "refuse", code: "EIO" });
    discard(fs, path);
  });
});
