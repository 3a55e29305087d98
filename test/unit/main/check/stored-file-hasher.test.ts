import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { NOT_A_FILE } from "../../../../src/main/check/stored-file.ts";
import { PIECE_BYTES, StoredFileHasher } from "../../../../src/main/check/stored-file-hasher.ts";
import type { Fs } from "../../../../src/main/system/fs.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

const PATH = "_attachments/ab/cd/file";

let folders: TestFolders;
let hasher: StoredFileHasher;

beforeEach(() => {
  folders = makeTestFolders();
  hasher = new StoredFileHasher(nodeFs, folders.runsDir);
});
afterEach(() => folders.remove());

function put(bytes: Uint8Array | string, path = PATH): string {
  const absolute = join(folders.runsDir, path);
  mkdirSync(dirname(absolute), { recursive: true });
  writeFileSync(absolute, bytes);
  return absolute;
}

const goOn = (): void => undefined;

function withFs(changes: Partial<Fs>): StoredFileHasher {
  return new StoredFileHasher({ ...nodeFs, ...changes }, folders.runsDir);
}

describe("StoredFileHasher", () => {
  it.each([0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3_000_000])(
    "gives digest and size of a file of %d bytes",
    (size) => {
      const bytes = Buffer.alloc(size, "rmos");
      put(bytes);
      expect(hasher.hash(PATH, goOn)).toEqual({ state: "read", sha256: sha256Hex(bytes), sizeBytes: size });
    },
  );

  it("hashes file after file through the same memory", () => {
    put("x".repeat(5000), "a");
    put("y", "b");
    const digests = ["a", "b", "a"].map((path) => hasher.hash(path, goOn));
    const expected = ["x".repeat(5000), "y", "x".repeat(5000)].map((text) => ({ sha256: sha256Hex(text) }));
    expect(digests).toMatchObject(expected);
  });

  it("reads on when the system gives less than was asked for", () => {
    put("abcdefgh");
    const small = withFs({ read: (fd, into, position) => nodeFs.read(fd, into.subarray(0, 3), position) });
    expect(small.hash(PATH, goOn)).toMatchObject({ sha256: sha256Hex("abcdefgh"), sizeBytes: 8 });
  });

  it("hashes what is there of a file that became shorter after it was looked at", () => {
    put("abcdefgh");
    const late = withFs({ stat: (path) => ({ ...(nodeFs.stat(path) ?? never()), ...{ sizeBytes: 20 } }) });
    expect(late.hash(PATH, goOn)).toMatchObject({ sha256: sha256Hex("abcdefgh"), sizeBytes: 8 });
  });

  it("tells of every byte, and stops where it is told to", () => {
    put(Buffer.alloc(2 * PIECE_BYTES + 5));
    const steps: number[] = [];
    hasher.hash(PATH, (bytes) => steps.push(bytes));
    expect(steps).toEqual([PIECE_BYTES, PIECE_BYTES, 5]);
    const stop = (): void => {
      throw new Error("enough");
    };
    expect(() => hasher.hash(PATH, stop)).toThrow("enough");
  });

  it("answers for a file that is missing, also where its folder is", () => {
    put("x", "folder/file");
    expect(hasher.hash("folder/other", goOn)).toEqual({ state: "missing" });
    expect(hasher.hash(PATH, goOn)).toEqual({ state: "missing" });
  });

  it("reads no link, no folder, no pipe and no socket", async () => {
    const absolute = put("x");
    symlinkSync(absolute, join(folders.runsDir, "link"));
    execFileSync("mkfifo", [join(folders.runsDir, "pipe")]);
    const server = createServer().listen(join(folders.runsDir, "socket"));
    await once(server, "listening");
    try {
      const read = vi.fn(nodeFs.read);
      const watched = withFs({ read });
      for (const path of ["link", "pipe", "socket", "_attachments/ab"]) {
        expect([path, watched.hash(path, goOn)]).toEqual([path, NOT_A_FILE]);
      }
      expect(read).not.toHaveBeenCalled();
    } finally {
      server.close();
    }
  });

  it("follows no link on the way to a file, and sees one that took a folder's place between two batches", () => {
    put("x");
    expect(hasher.hash(PATH, goOn)).toMatchObject({ state: "read" });
    renameSync(join(folders.runsDir, "_attachments/ab"), join(folders.root, "elsewhere"));
    symlinkSync(join(folders.root, "elsewhere"), join(folders.runsDir, "_attachments/ab"));
    hasher.beginBatch();
    expect(hasher.hash(PATH, goOn)).toEqual(NOT_A_FILE);
    rmSync(join(folders.runsDir, "_attachments/ab"));
    put("not a folder", "_attachments/ab");
    hasher.beginBatch();
    expect(hasher.hash(PATH, goOn)).toEqual(NOT_A_FILE);
  });

  it("leaves no file open, whatever happens", () => {
    put(Buffer.alloc(PIECE_BYTES + 1));
    let open = 0;
    const counted = withFs({
      open: (path, mode) => {
        open += 1;
        return nodeFs.open(path, mode);
      },
      close: (fd) => {
        open -= 1;
        nodeFs.close(fd);
      },
    });
    counted.hash(PATH, goOn);
    expect(() => counted.hash(PATH, never)).toThrow();
    expect(open).toBe(0);
  });

  it("answers for a file that this account may not open", () => {
    const absolute = put("x");
    chmodSync(absolute, 0o000);
    const refused = withFs({ open: () => failWith("EACCES") });
    expect(refused.hash(PATH, goOn)).toEqual({ state: "closed", reason: "this account may not open it" });
  });

  it.each([
    ["EIO", "IO_FAILED"],
    ["EMFILE", "TOO_MANY_FILES"],
  ])("throws what says nothing about the file (%s)", (system, code) => {
    put("x");
    for (const call of ["open", "read"] as const) {
      const failing = withFs({ [call]: () => failWith(system) });
      expect(() => failing.hash(PATH, goOn)).toThrow(expect.objectContaining({ code }));
    }
  });
});

function never(): never {
  throw new Error("never");
}

function failWith(code: string): never {
  throw Object.assign(new Error(code), { code });
}
