import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { segmentLines } from "../../../../src/main/store/segment-lines.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

const CHUNK = 1024 * 1024;

let folders: TestFolders;
let path: string;

beforeEach(() => {
  folders = makeTestFolders();
  path = join(folders.root, "segment");
});
afterEach(() => folders.remove());

function linesOf(text: string, endOffset: number | null = null): { text: string; offset: number }[] {
  writeFileSync(path, text);
  return [...segmentLines(nodeFs, path, endOffset)].map((line) => ({
    text: line.bytes.toString(),
    offset: line.offset,
  }));
}

describe("segmentLines", () => {
  it("gives complete lines with their offsets and leaves out a last one without a line feed", () => {
    expect(linesOf("a\n\nbcd\nrest")).toEqual([
      { text: "a", offset: 0 },
      { text: "", offset: 2 },
      { text: "bcd", offset: 3 },
    ]);
    expect(linesOf("")).toEqual([]);
    expect(linesOf("rest")).toEqual([]);
  });

  it("stops at the end it is told, even within a line", () => {
    expect(linesOf("one\ntwo\nthree\n", 8).map((line) => line.text)).toEqual(["one", "two"]);
    expect(linesOf("one\ntwo\nthree\n", 7).map((line) => line.text)).toEqual(["one"]);
    expect(linesOf("one\n", 0)).toEqual([]);
    expect(linesOf("one\n", 4_000)).toHaveLength(1);
  });

  it.each([-2, -1, 0, 1, 2])("joins a line that ends %i bytes from the border of two reads", (distance) => {
    const first = "x".repeat(CHUNK - 1 + distance);
    const lines = linesOf(`${first}\nsecond\n`);
    expect(lines.map((line) => line.text.length)).toEqual([first.length, 6]);
    expect(lines[1]?.offset).toBe(first.length + 1);
  });

  it("joins a line that is longer than several reads", () => {
    const long = "y".repeat(3 * CHUNK + 17);
    expect(linesOf(`a\n${long}\nb\n`).map((line) => line.text.length)).toEqual([1, long.length, 1]);
  });

  it("gives the same lines when the system gives a few bytes at a time", () => {
    writeFileSync(path, "first\nsecond\nthird\n");
    const slow = {
      ...nodeFs,
      read: (fd: number, into: Uint8Array, at: number) => nodeFs.read(fd, into.subarray(0, 3), at),
    };
    expect([...segmentLines(slow, path, null)].map((line) => line.bytes.toString())).toEqual([
      "first",
      "second",
      "third",
    ]);
  });

  it("closes the file when its reader stops early", () => {
    writeFileSync(path, "a\nb\n");
    const fs = createFailingFs();
    for (const line of segmentLines(fs, path, null)) {
      expect(line.offset).toBe(0);
      break;
    }
    expect(fs.calls.map((call) => call.name)).toEqual(["open", "fstat", "read", "close"]);
  });

  it("codes what goes wrong", () => {
    expect(() => [...segmentLines(nodeFs, path, null)]).toThrow(expect.objectContaining({ code: "PATH_NOT_FOUND" }));
  });
});
