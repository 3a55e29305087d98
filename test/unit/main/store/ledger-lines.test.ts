import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ledgerLines, type PendingLines } from "../../../../src/main/store/ledger-lines.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;
let path: string;

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(folders.runsDir, { recursive: true });
  path = join(folders.runsDir, "segment");
});

afterEach(() => folders.remove());

function linesOf(content: string | Buffer, pending: PendingLines | null = null) {
  writeFileSync(path, content);
  return [...ledgerLines(nodeFs, path, pending)].map((line) => ({ ...line, bytes: line.bytes?.toString() ?? null }));
}

describe("ledgerLines", () => {
  it("gives each line with its place, and what has no line feed behind it last", () => {
    expect(linesOf("one\n\nthree\nrest")).toEqual([
      { bytes: "one", offset: 0, end: 4, isComplete: true },
      { bytes: "", offset: 4, end: 5, isComplete: true },
      { bytes: "three", offset: 5, end: 11, isComplete: true },
      { bytes: "rest", offset: 11, end: 15, isComplete: false },
    ]);
    expect(linesOf("")).toEqual([]);
  });

  it("joins lines that are longer than one piece of reading", () => {
    const long = "x".repeat(2_500_000);
    expect(linesOf(`a\n${long}\nb\n`).map(({ bytes, offset }) => [bytes?.length, offset])).toEqual([
      [1, 0],
      [2_500_000, 2],
      [1, 2_500_003],
    ]);
  });

  it("passes over a line longer than any of ours, without keeping it", () => {
    const lines = linesOf(Buffer.concat([Buffer.alloc(17 * 1024 * 1024, 0x61), Buffer.from("\nshort\n")]));
    expect(lines.map(({ bytes, isComplete }) => [bytes, isComplete])).toEqual([
      [null, true],
      ["short", true],
    ]);
  });

  it("takes what is recorded and not in place yet from the journal's bytes", () => {
    const pending = { offset: 4, bytes: Buffer.from("two\nthree\n") };
    const expected = ["one", "two", "three"];
    for (const there of ["one\n", "one\ntw", "one\ntwo\nthree\n", "one\n\0\0\0"]) {
      expect(linesOf(there, pending).map(({ bytes }) => bytes)).toEqual(expected);
    }
    const missing = ledgerLines(nodeFs, join(folders.runsDir, "none"), { offset: 0, bytes: Buffer.from("a\n") });
    expect([...missing].map(({ bytes }) => bytes?.toString())).toEqual(["a"]);
  });

  it("closes the file, also when no one reads to its end, and codes what the drive says", () => {
    writeFileSync(path, "a\nb\n");
    const fs = createFailingFs();
    for (const line of ledgerLines(fs, path, null)) if (line.offset === 0) break;
    expect(fs.openFiles()).toEqual([]);
    fs.failWhere(({ name }) => name === "read", { kind: "refuse", code: "EIO" });
    expect(() => [...ledgerLines(fs, path, null)]).toThrow(expect.objectContaining({ code: "IO_FAILED" }));
    expect(fs.openFiles()).toEqual([]);
  });
});
