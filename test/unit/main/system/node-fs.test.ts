import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;
let at: (name: string) => string;

beforeEach(() => {
  folders = makeTestFolders();
  at = (name) => join(folders.root, name);
});
afterEach(() => folders.remove());

function codeOf(work: () => unknown): unknown {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error;
  }
}

describe("nodeFs", () => {
  it("creates a file once and refuses a name that is taken", () => {
    const fd = nodeFs.open(at("a"), "create");
    expect(nodeFs.write(fd, Buffer.from("hello"), 0)).toBe(5);
    const into = Buffer.alloc(9);
    expect(nodeFs.read(fd, into, 1)).toBe(4);
    expect(into.toString("latin1", 0, 4)).toBe("ello");
    nodeFs.truncate(fd, 2);
    expect(nodeFs.fstat(fd)).toMatchObject({ kind: "file", sizeBytes: 2 });
    nodeFs.close(fd);
    expect(codeOf(() => nodeFs.open(at("a"), "create"))).toBe("EEXIST");
  });

  it("updates only what is there", () => {
    expect(codeOf(() => nodeFs.open(at("a"), "update"))).toBe("ENOENT");
    writeFileSync(at("a"), "abc");
    const fd = nodeFs.open(at("a"), "update");
    nodeFs.write(fd, Buffer.from("X"), 1);
    nodeFs.close(fd);
    expect(readFileSync(at("a"), "utf8")).toBe("aXc");
  });

  it.runIf(process.platform !== "win32")("keeps a private file from other accounts", () => {
    nodeFs.close(nodeFs.open(at("key"), "create-private"));
    nodeFs.close(nodeFs.open(at("record"), "create"));
    expect(statSync(at("key")).mode & 0o077).toBe(0);
    expect(statSync(at("record")).mode & 0o044).toBe(0o044);
  });

  it("follows no link at the last step, whatever it opens for", () => {
    writeFileSync(at("target"), "x");
    symlinkSync(at("target"), at("link"));
    expect(codeOf(() => nodeFs.open(at("link"), "read"))).toBe("ELOOP");
    expect(codeOf(() => nodeFs.open(at("link"), "update"))).toBe("ELOOP");
    expect(codeOf(() => nodeFs.open(at("link"), "create"))).toBe("EEXIST");
    expect(nodeFs.stat(at("link"))?.kind).toBe("link");
  });

  it.runIf(process.platform !== "win32")("does not wait when it opens a pipe for reading", () => {
    execFileSync("mkfifo", [at("pipe")]);
    const fd = nodeFs.open(at("pipe"), "read");
    expect(nodeFs.fstat(fd).kind).toBe("other");
    nodeFs.close(fd);
  });

  it("says null for what is not there, also below a file", () => {
    writeFileSync(at("file"), "x");
    expect(nodeFs.stat(at("nothing"))).toBeNull();
    expect(nodeFs.stat(at("file/below"))).toBeNull();
  });

  it("knows one file by two names", () => {
    writeFileSync(at("a"), "x");
    nodeFs.link(at("a"), at("b"));
    writeFileSync(at("c"), "x");
    expect(nodeFs.stat(at("a"))?.identity).toBe(nodeFs.stat(at("b"))?.identity);
    expect(nodeFs.stat(at("a"))?.identity).not.toBe(nodeFs.stat(at("c"))?.identity);
    expect(codeOf(() => nodeFs.link(at("c"), at("b")))).toBe("EEXIST");
    expect(codeOf(() => nodeFs.copyExclusive(at("c"), at("b")))).toBe("EEXIST");
    nodeFs.copyExclusive(at("c"), at("d"));
    expect(readFileSync(at("d"), "utf8")).toBe("x");
  });

  it("sees a file touched whose times were set back", async () => {
    writeFileSync(at("a"), "x");
    utimesSync(at("a"), 1_700_000_000, 1_700_000_000);
    const before = nodeFs.stat(at("a"));
    await expect
      .poll(() => {
        writeFileSync(at("a"), "y");
        utimesSync(at("a"), 1_700_000_000, 1_700_000_000);
        return nodeFs.stat(at("a"))?.changedMs;
      })
      .not.toBe(before?.changedMs);
    expect(nodeFs.stat(at("a"))).toMatchObject({ modifiedMs: before?.modifiedMs, sizeBytes: 1 });
  });

  it("lists names with their kinds, makes and removes folders one level at a time", () => {
    nodeFs.makeFolder(at("folder"));
    writeFileSync(at("folder/file"), "x");
    symlinkSync("nowhere", at("folder/link"));
    const listed = [...nodeFs.list(at("folder"))].sort((left, right) => left.name.localeCompare(right.name));
    expect(listed).toEqual([
      { name: "file", kind: "file" },
      { name: "link", kind: "link" },
    ]);
    expect(codeOf(() => nodeFs.makeFolder(at("folder")))).toBe("EEXIST");
    expect(codeOf(() => nodeFs.makeFolder(at("x/y")))).toBe("ENOENT");
    expect(codeOf(() => nodeFs.removeFolder(at("folder")))).toBe("ENOTEMPTY");
    nodeFs.unlink(at("folder/file"));
    nodeFs.unlink(at("folder/link"));
    nodeFs.removeFolder(at("folder"));
    expect(existsSync(at("folder"))).toBe(false);
  });

  it("renames and finds the real path behind a link", () => {
    mkdirSync(at("real"));
    symlinkSync(at("real"), at("link"));
    expect(nodeFs.realPath(at("link"))).toBe(nodeFs.realPath(at("real")));
    nodeFs.rename(at("real"), at("moved"));
    expect(existsSync(at("moved"))).toBe(true);
  });

  it("tells the room where a path lies in bytes and inodes", () => {
    const space = nodeFs.space(folders.root);
    expect(space.freeBytes).toBeGreaterThan(0);
    expect(space.totalBytes).toBeGreaterThanOrEqual(space.freeBytes);
    expect(space.freeInodes === null || space.freeInodes > 0).toBe(true);
  });

  it("flushes files, folders and, where it can be asked for, the whole file system", async () => {
    const fd = nodeFs.open(at("a"), "create");
    await nodeFs.syncFile(fd);
    await nodeFs.syncData(fd);
    nodeFs.close(fd);
    await nodeFs.syncFolder(folders.root);
    await expect(nodeFs.syncFile(fd)).rejects.toMatchObject({ code: "EBADF" });
    expect(await nodeFs.syncFileSystem(folders.root)).toBe(process.platform === "linux");
    expect(await nodeFs.syncFileSystem(at("nothing"))).toBe(false);
  });
});
