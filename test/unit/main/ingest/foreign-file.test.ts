import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { foreignFileChunks, readForeignFile } from "../../../../src/main/ingest/foreign-file.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { errorCodeOf } from "../../../../src/shared/app-error.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { writeFiles } from "./written-files.ts";

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
});

afterEach(() => folders.remove());

function codeOfReading(name: string, maxBytes = 1000): unknown {
  try {
    readForeignFile(nodeFs, join(folders.root, name), maxBytes);
    return "read";
  } catch (error) {
    return errorCodeOf(error);
  }
}

describe("foreign file", () => {
  it("is read whole, in pieces of bearable size", () => {
    const bytes = Buffer.alloc(2.5 * 1024 * 1024, "abc");
    writeFiles(folders.root, { large: bytes, empty: "" });
    const pieces = [...foreignFileChunks(nodeFs, join(folders.root, "large"))];
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
    expect(Math.max(...pieces.map((piece) => piece.byteLength))).toBe(1024 * 1024);
    expect(readForeignFile(nodeFs, join(folders.root, "empty"), 0)).toHaveLength(0);
  });

  it("is refused above the caller's limit", () => {
    writeFiles(folders.root, { a: "12345" });
    expect([codeOfReading("a", 5), codeOfReading("a", 4)]).toEqual(["read", "TOO_LARGE"]);
  });

  it("is refused when it is missing, a folder or a link", () => {
    writeFiles(folders.root, { a: "x" });
    mkdirSync(join(folders.root, "folder"));
    symlinkSync(join(folders.root, "a"), join(folders.root, "link"));
    expect([codeOfReading("nothing"), codeOfReading("folder"), codeOfReading("link")]).toEqual([
      "PATH_NOT_FOUND",
      "BAD_REQUEST",
      "BAD_REQUEST",
    ]);
  });

  it.skipIf(process.platform === "win32")("does not wait for a pipe that nobody writes to", () => {
    execFileSync("mkfifo", [join(folders.root, "pipe")]);
    expect(codeOfReading("pipe")).toBe("BAD_REQUEST");
  });

  it("ends where the file ends while it is read", () => {
    writeFiles(folders.root, { shrinking: Buffer.alloc(3 * 1024 * 1024) });
    const path = join(folders.root, "shrinking");
    let sizeBytes = 0;
    for (const piece of foreignFileChunks(nodeFs, path)) {
      sizeBytes += piece.byteLength;
      truncateSync(path, 1024 * 1024);
    }
    expect(sizeBytes).toBe(1024 * 1024);
  });
});
